"""All formats, by the name that `--as` takes and that ends an address of the page."""

from dateline.exports import plain
from dateline.exports.format import Format

FORMATS: dict[str, Format] = {form.name: form for form in (plain.CSV, plain.JSON, plain.JSONL, plain.GEOJSON)}


def formats_for(table: str) -> tuple[Format, ...]:
    """The formats that can hold a table, those that say most first."""
    return tuple(form for form in FORMATS.values() if table in form.tables)

"""All formats, by the name that `--as` takes and that ends an address of the page."""

from dateline.exports import acled, ftm, gdelt, hxl, parquet, plain, polecat, prov, stix, ucdp
from dateline.exports.format import Format

_ALL = (
    plain.CSV, plain.JSON, plain.JSONL, parquet.PARQUET, plain.GEOJSON, gdelt.EVENTS, gdelt.MENTIONS, polecat.POLECAT,
    acled.ACLED, ucdp.UCDP, hxl.HXL, stix.STIX, ftm.FTM, prov.PROV,
)  # fmt: skip
FORMATS: dict[str, Format] = {form.name: form for form in _ALL}


def formats_for(table: str) -> tuple[Format, ...]:
    """The formats that can hold a table, those that say most first."""
    return tuple(form for form in _ALL if table in form.tables)

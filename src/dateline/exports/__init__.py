"""Data that leaves: any view or the whole store, in the forms that the field uses.

    view = view_of(store, EventFilter(country="AFG", as_of="2021-11-20"))
    with open("events.parquet", "wb") as out:
        notes = write(FORMATS["parquet"], view, out)      # what went in, what was left out and why

A view is what a page shows under an address; a format turns one into bytes. Page, API and command line use these two and
nothing else, so that they cannot differ. What a format cannot say is left out and told, never faked; places obey the floor
(`picture/floor.py`), words of reports are data whatever they look like, and everything says that it is machine-coded.
"""

from dateline.exports.format import Format, write
from dateline.exports.formats import FORMATS, formats_for
from dateline.exports.notes import Account, Notes
from dateline.exports.view import View, view_of, warning_rows

__all__ = ["FORMATS", "Account", "Format", "Notes", "View", "formats_for", "view_of", "warning_rows", "write"]

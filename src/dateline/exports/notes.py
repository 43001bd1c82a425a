"""What goes with an export: what it was made of, by whom it was coded, and what it leaves out and why.

A format that cannot say something leaves it out and tells; nothing is made up to fill a column. Always:
rows of the view = rows in the file + rows left out, each with a reason.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from dateline.exports.coding import MACHINE
from dateline.values.mark import strictest

MACHINE_CODED = (
    "Machine-coded by Dateline from news reports: each row is what a report says, not what is known to have happened. "
    "Rows that a person looked at say so."
)
FLOOR = (
    "Places of victims, shelters, hospitals and aid are given by first-order area only, without coordinates or town, "
    "and no row is keyed on a private person."
)


class Notes(Struct, frozen=True, kw_only=True):
    """The account of one export.

    `rows` = `exported` + the sum of `left_out` (reason -> rows). `unsaid`: what some exported rows know and the format
    has no column for -> how many rows. `cannot_say`: what holds for every row of the format. `asked`: the filter.
    `reviewed`: rows that a person accepted or mended; `machine_translated`: rows that stand on a translation, by the
    engines in `translated_by`; `coarsened`: rows whose place is given less finely than the report does. `most`: the
    level above which rows stayed out, None where none was set; `mark`: the strictest that an exported row carries.
    """

    format: str
    table: str
    coding: str = MACHINE_CODED
    places: str = FLOOR
    asked: dict[str, Any]
    rows: int
    exported: int
    left_out: dict[str, int]
    unsaid: dict[str, int]
    cannot_say: tuple[str, ...]
    reviewed: int
    machine_translated: int
    translated_by: tuple[str, ...]
    coarsened: int
    coders: tuple[str, ...]
    most: str | None = None
    mark: str | None = None


class Account:
    """Counts while an export is written; `notes` is complete when the last byte is out."""

    def __init__(self) -> None:
        self.rows = 0
        self.left_out: Counter[str] = Counter()
        self.unsaid: Counter[str] = Counter()
        self._reviewed = self._translated = self._coarsened = 0
        self._engines: set[str] = set()
        self._coders: set[str] = set()
        self._marks: set[str] = set()

    @property
    def exported(self) -> int:
        """Rows of the view that the file holds."""
        return self.rows - sum(self.left_out.values())

    def keep(self, row: Mapping[str, Any]) -> None:
        """Count a row of the view that goes into the file; the row says by whom it was coded and translated."""
        self.rows += 1
        self._reviewed += row.get("coded", MACHINE) != MACHINE
        self._translated += bool(row.get("machine_translated"))
        self._coarsened += bool(row.get("coarsened"))
        named = (self._engines, "translated_by"), (self._coders, "coder"), (self._marks, "mark")
        for kept, value in ((kept, row.get(column)) for kept, column in named):
            if value:
                kept.add(str(value))

    def leave_out(self, why: str) -> None:
        """Count a row of the view that the format cannot say."""
        self.rows += 1
        self.left_out[why] += 1

    def tell(self, what: str) -> None:
        """Count something that a row in the file knows and the format has no column for."""
        self.unsaid[what] += 1

    def notes(
        self,
        format_name: str,
        table: str,
        asked: Mapping[str, Any],
        cannot_say: tuple[str, ...] = (),
        most: str | None = None,
    ) -> Notes:
        """The account so far."""
        return Notes(
            format=format_name,
            table=table,
            asked=dict(asked),
            rows=self.rows,
            exported=self.exported,
            left_out=dict(sorted(self.left_out.items())),
            unsaid=dict(sorted(self.unsaid.items())),
            cannot_say=cannot_say,
            reviewed=self._reviewed,
            machine_translated=self._translated,
            translated_by=tuple(sorted(self._engines)),
            coarsened=self._coarsened,
            coders=tuple(sorted(self._coders)),
            most=most,
            mark=strictest(self._marks),
        )

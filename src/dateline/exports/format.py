"""What a format is: a name, what it can hold, and one function from a view to bytes."""

from collections.abc import Callable, Iterator
from typing import IO

import msgspec
from msgspec import Struct

from dateline.errors import InputError
from dateline.exports.happening import Happening
from dateline.exports.notes import Account, Notes
from dateline.exports.rows import Row
from dateline.exports.view import View
from dateline.values.mark import is_within


class Format(Struct, frozen=True, kw_only=True):
    """One way out. `write` gives the bytes piece by piece and counts in the account as it goes.

    `tables`: those it can hold. `cannot_say`: what holds for every row of it. `carries_notes`: the notes travel inside
    the file; else they belong beside it. `needs`: the extra of Dateline that brings what it is written with.
    """

    name: str
    title: str
    about: str
    suffix: str
    media_type: str
    tables: tuple[str, ...]
    write: Callable[[View, Account], Iterator[bytes]]
    cannot_say: tuple[str, ...] = ()
    carries_notes: bool = False
    needs: str | None = None

    def pieces(self, view: View, account: Account | None = None) -> Iterator[bytes]:
        """The view in this format.

        Raises:
            InputError: the format has no shape for such a table.
        """
        if view.table not in self.tables:
            raise InputError(f"{self.title} holds no {view.table}. It holds: {', '.join(self.tables)}.")
        account = account if account is not None else Account()
        return self.write(_passable(view, view.most, account) if view.most is not None else view, account)

    def notes_of(self, view: View, account: Account) -> Notes:
        """The notes to what was written so far."""
        return account.notes(self.name, view.table, view.asked, self.cannot_say, view.most)

    def notes(self, view: View, account: Account) -> bytes:
        """The same as JSON."""
        return msgspec.json.encode(self.notes_of(view, account))


def _passable(view: View, most: str, account: Account) -> View:
    """The view without what is marked stricter than a level; each such row is counted as left out."""
    why = f"marked stricter than {most}"

    def rows() -> Iterator[Row]:
        for row in view.rows():
            if is_within(row["mark"], most):
                yield row
            else:
                account.leave_out(why)

    def happenings() -> Iterator[tuple[Row, Happening]]:
        for row, happening in (view.happenings or tuple)():
            if is_within(row["mark"], most):
                yield row, happening
            else:
                account.leave_out(why)

    return msgspec.structs.replace(view, rows=rows, happenings=happenings if view.happenings is not None else None)


def write(form: Format, view: View, out: IO[bytes]) -> Notes:
    """Write a view into an open file, and say what went in and what could not."""
    account = Account()
    for piece in form.pieces(view, account):
        out.write(piece)
    return form.notes_of(view, account)

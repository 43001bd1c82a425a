"""What a format is: a name, what it can hold, and one function from a view to bytes."""

from collections.abc import Callable, Iterator
from typing import IO

import msgspec
from msgspec import Struct

from dateline.errors import InputError
from dateline.exports.notes import Account, Notes
from dateline.exports.view import View


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
        return self.write(view, account if account is not None else Account())

    def notes_of(self, view: View, account: Account) -> Notes:
        """The notes to what was written so far."""
        return account.notes(self.name, view.table, view.asked, self.cannot_say)

    def notes(self, view: View, account: Account) -> bytes:
        """The same as JSON."""
        return msgspec.json.encode(self.notes_of(view, account))


def write(form: Format, view: View, out: IO[bytes]) -> Notes:
    """Write a view into an open file, and say what went in and what could not."""
    account = Account()
    for piece in form.pieces(view, account):
        out.write(piece)
    return form.notes_of(view, account)

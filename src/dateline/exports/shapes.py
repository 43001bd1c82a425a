"""How a format of columns of its own is written: a function fills a row from a happening, or says why it cannot.

What all of them share: they hold what is said to have happened (not what is planned, denied, demanded ..), one line a
row, and no address that is not of the web.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dateline.exports.happening import Happening
from dateline.exports.notes import Account
from dateline.exports.plain import cell
from dateline.exports.view import View
from dateline.values import Actor

Filled = Mapping[str, Any] | str
Fill = Callable[[Happening, Account], Filled]
STATES = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
REBELS = frozenset({"REB", "PRM", "UAF"})
CIVILIANS = frozenset({"CVL", "MED", "EDU", "REF", "IDP", "NGO", "JRN", "SOC", "LAB", "AGR", "REL"})


def table(
    columns: Sequence[str], fill: Fill, *, delimiter: str, heads: Sequence[Sequence[str]], is_quoted: bool = True
) -> Callable[[View, Account], Iterator[bytes]]:
    """A writer of delimited lines under some lines of heads.

    Args:
        columns: names that `fill` gives values for; what it does not name is empty.
        fill: a row, or the reason why the format cannot say this happening.
        is_quoted: False for formats without quoting; there a tab or line end in a value becomes a space anyway.
    """

    def write(view: View, account: Account) -> Iterator[bytes]:
        if heads:
            yield _lines(heads, delimiter, is_quoted)
        for row, happening in (view.happenings or tuple)():
            filled = fill(happening, account)
            if isinstance(filled, str):
                account.leave_out(filled)
                continue
            account.keep(row)
            yield line([filled.get(column) for column in columns], delimiter=delimiter, is_quoted=is_quoted)

    return write


def line(values: Sequence[Any], *, delimiter: str, is_quoted: bool = False) -> bytes:
    """One line of values, each of them plain text on one line."""
    return _lines([[_plain(value) for value in values]], delimiter, is_quoted)


def not_happened(happening: Happening) -> str | None:
    """The reason to leave out what is not said to have happened."""
    if happening.is_said_to_have_happened:
        return None
    return f"{happening.doubt}: the format holds only what is said to have happened"


def one_line(text: str | None) -> str:
    """Words in one line."""
    return " ".join((text or "").split())


def is_state(actor: Actor) -> bool:
    """Whether an actor is a state or acts for one."""
    return actor.kind == "state" or actor.sector in STATES


def is_armed_group(actor: Actor) -> bool:
    """Whether an actor is an armed group that is no state's."""
    return actor.kind == "armed_group" or actor.sector in REBELS


def is_civilian(actor: Actor) -> bool:
    """Whether an actor is people who do not fight."""
    return actor.sector in CIVILIANS


def in_words(mark: str | None, before: str) -> str:
    """A mark behind other words of a free column; nothing where there is none."""
    return f"{before}{mark}" if mark is not None else ""


def numeric_id(name: str) -> int:
    """A number that follows from an id, for formats whose ids are numbers; below 2 to the 63rd."""
    from hashlib import sha256

    return int(sha256(name.encode()).hexdigest()[:16], 16) >> 1


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return cell("".join(c if c.isprintable() else " " for c in one_line(value)))
    return "" if value is None else value


def _lines(lines: Sequence[Sequence[Any]], delimiter: str, is_quoted: bool) -> bytes:
    if not is_quoted:
        return "".join(delimiter.join(map(str, line)) + "\n" for line in lines).encode("utf-8", "replace")
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return buffer.getvalue().encode("utf-8", "replace")

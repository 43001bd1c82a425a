"""Options that several commands share: the store, days, actors by id or name."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.values.address import StoreAddress
from dateline.values.days import days_of
from dateline.values.mark import LEVELS, mark_of

if TYPE_CHECKING:
    from dateline.store import Store


class AtStore(click.ParamType):
    """A store's address, whose words carry no password from here on."""

    name = "store"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> StoreAddress:
        return StoreAddress(value)


store_option = click.option(
    "--store",
    "store_path",
    default="dateline.db",
    show_default=True,
    type=AtStore(),
    metavar="FILE",
    envvar="DATELINE_STORE",
    help="The store: one file, or postgresql://USER@HOST/DATABASE.",
)


verbs_option = click.option(
    "--verbs",
    metavar="FILE",
    type=click.Path(exists=True, path_type=Path),
    help="Your own verbs: a table like data/events/verbs.tsv, or a folder of such tables (docs/events.md).",
)


class Mark(click.ParamType):
    """How far reports may be passed on, as it is kept; with `is_level`, a level of the Traffic Light Protocol alone."""

    name = "MARK"

    def __init__(self, *, is_level: bool = False) -> None:
        self._is_level = is_level

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            mark = mark_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if mark is None or (self._is_level and mark not in LEVELS):
            levels = ", ".join(level.removeprefix("TLP:") for level in LEVELS)
            self.fail(f"{value!r} is no {'level' if self._is_level else 'mark'}. Levels: {levels}.", param, ctx)
        return mark


class Day(click.ParamType):
    """A day, month, week or year; `edge` says which end of it counts (0 first day, 1 last day)."""

    name = "DAY"

    def __init__(self, edge: int) -> None:
        self._edge = edge

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        days = days_of(str(value))
        if days is None:
            self.fail(f"{value!r} is no date. Write 2021-11-25, 2021-11, 2021-W48 or 2021.", param, ctx)
        return days[self._edge]


FROM, UNTIL = Day(0), Day(1)


_NARROWING = (
    click.option("--actor", metavar="WHO", help="Only what has this actor on either side (an id or a name)."),
    click.option("--by", metavar="WHO", help="Events from, statements by this actor."),
    click.option("--about", metavar="WHO", help="Events towards, statements about this actor."),
    click.option("--type", multiple=True, metavar="TYPE", help="PLOVER type, such as ASSAULT; may be repeated."),
    click.option("--modality", metavar="HOW", help="How it stands: asserted, planned, denied .."),
    click.option("--country", metavar="ABC", help="Where it was: ISO 3166 alpha-3, such as AFG."),
    click.option("--admin1", metavar="AREA", help="Its first-order area, as the rows name it."),
    click.option("--outlet", metavar="NAME", help="Who published the report."),
    click.option("--language", metavar="xx", help="Of the report: ISO 639-1, such as es."),
    click.option(
        "--mt", metavar="no|ENGINE", help="Without machine translations, or only what came through one engine."
    ),
    click.option("--since", type=FROM, help="From this day (or month, week, year) on."),
    click.option("--until", type=UNTIL, help="Up to and with this day."),
    click.option("--as-of", type=UNTIL, help="Only what was known on this day."),
)


def narrowing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that narrow a table, the same for every command; their values come by the words of `narrowed`."""
    for option in reversed(_NARROWING):
        command = option(command)
    return command


def asked_words(store: "Store", table: str, given: Mapping[str, Any], fitting: Iterable[str]) -> dict[str, Any]:
    """What a person narrowed a table by: ids of the actors meant, codes in capitals; what was not given is not there.

    Raises:
        click.UsageError: an option that does not narrow this table (silence would look like an answer), or an actor that
            no report names.
    """
    words = {word: value for word, value in given.items() if value not in (None, ())}
    for word in words:
        if word not in fitting:
            known = ", ".join(sorted(_spelled(each) for each in fitting if each in given))
            raise click.UsageError(f"{_spelled(word)} does not narrow {table}. These do: {known}.")
    for word in ("actor", "by", "about"):
        if word in words:
            words[word] = actor_id(store, words[word])
    if "type" in words:
        words["type"] = tuple(each.upper() for each in words["type"])
    if "country" in words:
        words["country"] = words["country"].upper()
    return words


def _spelled(word: str) -> str:
    return f"--{word.replace('_', '-')}"


def actor_id(store: "Store", words: str | None) -> str | None:
    """The id that a person means by an id or a name, in any case.

    Raises:
        click.UsageError: the store knows no such actor; names the nearest.
    """
    if words is None:
        return None
    names = store.actor_names()
    low = words.casefold()
    exact = [name for name in names if name.casefold() == low] or [
        name for name, title in names.items() if title.casefold() == low
    ]
    if exact:
        return exact[0]
    from difflib import get_close_matches

    pool = {**{title.casefold(): name for name, title in names.items()}, **{name.casefold(): name for name in names}}
    near = list(dict.fromkeys(pool[match] for match in get_close_matches(low, pool, n=3, cutoff=0.6)))
    hint = f" Near: {', '.join(near)}." if near else ""
    raise click.UsageError(f"No report in {store.path} names {words!r}.{hint} `dateline show actors` lists all.")

"""Options that several commands share: the store, days, actors by id or name."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.values.address import StoreAddress
from dateline.values.days import days_of

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

"""What an address asks for: every state of every page stands in its query, and nowhere else."""

from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote, urlencode

from msgspec import Struct, structs
from starlette.datastructures import QueryParams

from dateline.errors import InputError
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, narrowed
from dateline.store.narrowing import Table
from dateline.values import days_of
from dateline.web.tongues import _, tongues
from dateline.web.words import FILTERS

ROWS_A_PAGE = 50  # a view of twice as many is over what a page may weigh
_LONGEST = 200  # characters of one value


class Asked(Struct, frozen=True, kw_only=True):
    """The window, the day it is known on, and the filters. Days are ISO, inclusive; None asks for everything."""

    as_of: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None
    of: str | None = None
    quad: str | None = None
    modality: str | None = None
    country: str | None = None
    admin1: str | None = None
    outlet: str | None = None
    language: str | None = None
    actor: str | None = None
    by: str | None = None
    about: str | None = None
    one: str | None = None  # with `other`: the two on opposite sides
    other: str | None = None
    stance: str | None = None
    kind: str | None = None
    story: str | None = None
    mt: str | None = (
        None  # `no`: without machine translations; else the name of an engine, and only what came through it
    )
    q: str | None = None
    map: Literal["world"] | None = None
    lang: str | None = None  # of the page itself, where it is not the browser's own
    page: int = 1

    def events(self, **more: object) -> EventFilter:
        """The same as a question to the store for events."""
        return self._narrowed("events", more)

    def statements(self, **more: object) -> StatementFilter:
        """The same as a question for statements; an actor is whoever speaks."""
        return structs.replace(self, by=self.by or self.actor)._narrowed("statements", more)

    def incidents(self, **more: object) -> IncidentFilter:
        """The same as a question for incidents."""
        return self._narrowed("incidents", more)

    def sources(self, **more: object) -> ArticleFilter:
        """The same as a question for reports."""
        return self._narrowed("sources", more)

    def _narrowed(self, table: Table, more: dict[str, object]) -> Any:
        return structs.replace(narrowed(table, structs.asdict(self)), **more)

    def query(self, **changes: object) -> str:
        """The query string of this state, changed as told; a filter that changes goes back to the first page."""
        if changes and "page" not in changes:
            changes["page"] = 1
        asked = structs.replace(self, **changes)
        return _written(asked)

    def link(self, path: str, **changes: object) -> str:
        """An address with this state in it."""
        return path + self.query(**changes)

    def follow(self, path: str) -> str:
        """An address that keeps what goes with every page: the day, the window, without translations."""
        return path + _kept(self.as_of, self.since, self.until, self.mt, self.lang)

    def under(self, **figure: object) -> str:
        """The address of the sentences under a figure: its events (`event=ids`), or what else names it."""
        pairs = [(k, v) for k, v in (*figure.items(), ("lang", self.lang)) if v is not None and v != ""]
        return f"/evidence?{urlencode(pairs, doseq=True)}"

    @property
    def narrowed(self) -> list[tuple[str, str, str]]:
        """(key, the word for it, value) of each filter in force but the window and the day."""
        pairs = [(key, FILTERS.say(key), getattr(self, key)) for key in FILTERS]
        return [(key, label, value) for key, label, value in pairs if value is not None]


_IN_ADDRESS = {"since": "from", "until": "to"}
_NAMES = tuple((key, _IN_ADDRESS.get(key, key)) for key in Asked.__struct_fields__)


def _written(asked: Asked) -> str:
    kept = [(name, value) for key, name in _NAMES if (value := getattr(asked, key)) is not None]
    if kept[-1] == ("page", 1):
        kept.pop()
    return f"?{urlencode(kept)}" if kept else ""


@lru_cache(maxsize=512)
def _kept(as_of: str | None, since: str | None, until: str | None, mt: str | None, lang: str | None) -> str:
    """What goes with every page, written once for the hundreds of links of a view."""
    return _written(Asked(as_of=as_of, since=since, until=until, mt=mt, lang=lang))


def read(params: QueryParams) -> Asked:
    """The state that a query names.

    Raises:
        InputError: a day that is none, a page that is none.
    """
    found: dict[str, object] = {}
    for key in Asked.__struct_fields__:
        value = params.get(_IN_ADDRESS.get(key, key), "").strip()[:_LONGEST]
        if not value or not value.isprintable():
            continue
        found[key] = value
    for key in ("as_of", "since", "until"):
        if key in found:
            found[key] = _day(str(found[key]), first=key == "since", name=_IN_ADDRESS.get(key, key))
    for key in ("type", "of", "quad", "country"):
        if key in found:
            found[key] = str(found[key]).upper()
    if found.get("map", "world") != "world":
        del found["map"]
    if found.get("lang", "en") not in tongues():
        del found["lang"]
    if "page" in found:
        number = str(found["page"])
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= 100_000:
            raise InputError(_("page=%(number)s: pages are numbered from 1.", number=number))
        found["page"] = int(number)
    return Asked(**found)  # type: ignore[arg-type]


def segment(name: str) -> str:
    """One part of a path, safe for any id."""
    return quote(name, safe="")


def _day(value: str, *, first: bool, name: str) -> str:
    days = days_of(value)
    if days is None or not "1000" <= days[0] <= days[1] < "3000":  # beyond, nothing can be counted back or on
        raise InputError(
            _("%(name)s=%(value)s: not a day. Write 2021-11-20, 2021-11, 2021-W47 or 2021.", name=name, value=value)
        )
    return days[0] if first else days[1]

"""What every page shares: the store, the templates, and the frame around an answer."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from dateline.engine import decided
from dateline.engine.as_known import with_events
from dateline.exports.coding import mark_of_all
from dateline.picture import acts
from dateline.picture.sides import members
from dateline.store import ArticleFilter, EventFilter, Status, Store
from dateline.store.answers import Extent
from dateline.values import Actor, FoundEvent, Incident
from dateline.values.alert import Raised
from dateline.values.mark import strictest
from dateline.web import marks, tongues, words
from dateline.web.asked import Asked, read, segment
from dateline.web.map import Drawing, draw, load_borders
from dateline.web.map import in_words as map_in_words
from dateline.web.ruler import Ruler, is_monthly, rule
from dateline.web.ruler import in_words as period_in_words

HERE = Path(__file__).parent
DOTS = 400  # events looked at for the dots of a map
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F])
_MOST_KEPT = 200  # answers
_LOOKS_FOR_S = 600  # that somebody is taken to look, after each page
T = TypeVar("T")


class Desk:
    """One store and the means to show it. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._stamp: object = None
        self._kept: dict[str, Future[Any]] = {}
        self._looked_at = float("-inf")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self.templates = _templates()

    def warm(self) -> None:
        """Load what the first view would wait for: templates and borders."""
        for name in self.templates.list_templates():
            self.templates.get_template(name)
        words.language("en")
        load_borders()

    def page(self, request: Request, name: str, *, asked: Asked, status_code: int = 200, **more: Any) -> Response:
        """Fill a template; `follow` makes links that keep day and window."""
        self._looked_at = time.monotonic()
        template = self.templates.get_template(name)
        cards = self.cards(asked.as_of)
        html = template.render(
            path=request.url.path,
            here=_here(request),
            asked=asked,
            follow=asked.follow,
            status=self.extent(asked.as_of),
            now=self.now(asked),
            name_of=lambda actor_id: _name_of(actor_id, cards),
            ran_on=self.ran_on(asked.as_of),
            in_tongues=self._in_tongues(request),
            **more,
        )
        return HTMLResponse(html, status_code=status_code)

    def _in_tongues(self, request: Request) -> list[tuple[tongues.Tongue, str]]:
        """The same address in each language of the page."""
        kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("lang", "part")]
        return [
            (tongue, f"{request.url.path}?{urlencode([*kept, ('lang', code)])}")
            for code, tongue in tongues.tongues().items()
        ]

    # -- what rests on the whole store, asked once for each state of its file ---------------------------------

    def status(self, as_of: str | None = None) -> Status:
        """How much the store holds, or held as of a day."""
        return self.once(f"status {as_of}", lambda: self.store.status(as_of=as_of))

    def extent(self, as_of: str | None = None) -> Extent:
        """The reports that every figure rests on, by a day."""
        return self.once(f"extent {as_of}", lambda: self.store.extent(self.reports_by_day(as_of), as_of=as_of))

    def now(self, asked: Asked) -> str:
        """The day that the page speaks of: the one asked for, else that of the last report."""
        return asked.as_of or max(self.reports_by_day(None), default="2000-01-01")

    def ran_on(self, as_of: str | None = None) -> str | None:
        """The day on which the newest report, as of a day, was coded."""

        def ask() -> str | None:
            newest = self.store.articles(ArticleFilter(as_of=as_of), limit=1)
            versions = self.store.extraction_versions(newest[0].id) if newest else []
            return versions[-1][1][:10] if versions else None

        return self.once(f"ran_on {as_of}", ask)

    def cards(self, as_of: str | None = None) -> dict[str, Actor]:
        """All actors that reports speak of (by a day), by id."""
        return self.once(f"cards {as_of}", lambda: self.store.cards(as_of=as_of))

    def name_of(self, actor_id: str | None, as_of: str | None = None) -> str:
        """What an actor is called."""
        return _name_of(actor_id, self.cards(as_of))

    def reports_by_day(self, as_of: str | None) -> dict[str, int]:
        """Reports read by ISO day, all outlets together."""
        return self.once(f"reports {as_of}", lambda: self.store.reports_by_day(as_of=as_of))

    def raised_by_watches(self, asked: Asked) -> list[Raised]:
        """Alerts that no person has closed, latest first."""
        raised = [r.as_of(asked.as_of) for r in self.store.alerts() if r.alert.raised_on <= self.now(asked)]
        return [r for r in raised if r.state != "closed"]

    def record(self, as_of: str | None = None) -> list[decided.Entry]:
        """What people put on record, newest first."""
        return self.once(f"record {as_of}", lambda: decided.log(self.store, as_of=as_of))

    # -- questions that several pages ask ----------------------------------------------------------------------

    def side(self, actor_id: str, as_of: str | None = None) -> tuple[str, ...]:
        """Everybody who acts (by a day) for a party, itself first."""
        return members(self.cards(as_of).values(), actor_id)[:900]

    def between(self, one: str, other: str, *, as_of: str | None, limit: int = 600) -> list[FoundEvent]:
        """The latest events that two parties share, whichever way round."""
        return self.store.events(
            EventFilter(pair=(self.side(one, as_of), self.side(other, as_of)), as_of=as_of), limit=limit
        )

    def map(self, asked: Asked, wanted: EventFilter, events: Sequence[FoundEvent] | None = None) -> Drawing:
        """The map of what a filter keeps."""
        if events is not None:
            return draw(events, self.areas(wanted), is_world=asked.map == "world")

        def ask() -> Drawing:
            held = self.store.events(wanted, limit=DOTS)
            return draw(held, self.areas(wanted), is_world=asked.map == "world")

        return self.once(f"map {asked.map} {wanted}", ask)

    def areas(self, wanted: EventFilter) -> list[tuple[str | None, str | None, int]]:
        """(country, admin1, events) by area: all events that a filter keeps, so that these need not be counted again."""
        return self.once(f"areas {wanted}", lambda: self.store.event_areas(wanted))

    def ruler(self, asked: Asked, wanted: EventFilter) -> Ruler | None:
        """The ruler of what a filter keeps; `wanted` says nothing of the window."""
        key = f"ruler {asked.as_of} {asked.since} {asked.until} {wanted}"
        return self.once(key, lambda: self._rule(asked, wanted))

    def _rule(self, asked: Asked, wanted: EventFilter) -> Ruler | None:
        reports = self.reports_by_day(asked.as_of)
        first, last = min(reports, default=None), max(reports, default=None)
        is_long = first is not None and last is not None and is_monthly(first, last)
        bars = self.store.event_series(wanted, by="month" if is_long else "day", split="quad")
        return rule(bars, reports, first=first, last=last, since=asked.since, until=asked.until)

    def frame_beside(self, asked: Asked, wanted: EventFilter, unbounded: EventFilter) -> None:
        """Begin the map and the ruler of a page on the other core, while the page asks for its rows.

        Args:
            asked: what the address asks for.
            wanted: what the map shows.
            unbounded: the same, saying nothing of the window; what the ruler shows.
        """

        def begin() -> None:
            with suppress(Exception):  # whoever asks for the answer is told what went wrong
                self.ruler(asked, unbounded)
                self.map(asked, wanted)

        self._beside.submit(begin)

    def with_events(
        self, incidents: Iterable[Incident], *, as_of: str | None = None
    ) -> list[tuple[Incident, list[FoundEvent]]]:
        """Each incident with its events, asked for together; with `as_of`, both as they were known then."""
        return with_events(self.store, incidents, as_of=as_of)

    def is_stale(self) -> bool:
        """Whether the store has changed since anything was asked of it, while somebody looks."""
        if time.monotonic() - self._looked_at > _LOOKS_FOR_S:
            return False
        stamp = self.store.stamp()
        with self._lock:
            return stamp != self._stamp

    def once(self, key: str, ask: Callable[[], T]) -> T:
        """What `ask` gives, asked once for each state of the store's file; `key` names the question in full.

        Whoever asks the same meanwhile waits for that answer: after a change all readers come with the same questions.
        """
        stamp = self.store.stamp()
        with self._lock:
            if stamp != self._stamp or len(self._kept) > _MOST_KEPT:
                self._stamp, self._kept = stamp, {}
            mine: Future[T] = Future()
            answer: Future[T] = self._kept.setdefault(key, mine)
        if answer is mine:
            try:
                mine.set_result(ask())
            except BaseException as error:
                with self._lock:
                    if self._kept.get(key) is mine:
                        del self._kept[key]
                mine.set_exception(error)
        return answer.result()


@cache
def _templates() -> Environment:
    """The templates with the words they share, compiled once a process; `_` in them speaks the tongue in force."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        tongues.say, tongues.say_many, newstyle=True, pgettext=tongues.pgettext
    )
    made.filters.update(
        day=words.day, month=words.month, toll=words.toll, number=words.number, country=words.country,
        language=words.language, coder=_coder, calm=_calm, code=_code, outside=_outside, segment=segment, row_date=words.row_day, plain=_plain,
    )  # fmt: skip
    made.globals.update(
        QUADS=tuple(words.QUADS), DOUBTS=tuple(words.DOUBT_MEANS), quad_word=words.QUADS.say,
        doubt_word=words.DOUBTS.say, doubt_means=words.DOUBT_MEANS.say, status_word=words.STATUS.say,
        outcome_word=words.OUTCOMES.say, stance_word=words.STANCES.say, kind_word=words.KINDS.say,
        rise_word=words.RISES.say, alert_word=words.ALERTS.say, look_word=words.LOOKS.say, facet_name=words.FACETS.say, filter_word=words.FILTERS.say, state_of=words.state_of,
        reviewed_word=words.REVIEWS.say, decision_word=words.DECISIONS.say, reason_word=words.REASONS.say,
        part_word=words.PARTS.say, facet_words=words.facet, verdict=words.verdict, verdict_rests_on=words.verdict_rests_on, area=words.area,
        act=words.act, act_of=words.act_of, when=words.when, doubt=acts.doubt, sentence=marks.sentence, said=marks.said,
        mark_of_all=mark_of_all, strictest=strictest, tongue=tongues.current, map_in_words=map_in_words, period_in_words=period_in_words,
    )  # fmt: skip
    return made


def _name_of(actor_id: str | None, cards: Mapping[str, Actor]) -> str:
    """What an actor is called in the tongue in force."""
    if actor_id is None:
        return tongues.pgettext("side", "nobody named")
    if tongues.current().code != "en" and actor_id in words.country_names():
        return words.country(actor_id)
    card = cards.get(actor_id)
    return card.name if card is not None else actor_id


def _here(request: Request) -> str:
    """The address of this page, to come back to after a form."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("part", "back")]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def desk_of(request: Request) -> Desk:
    """The desk that a request is served from."""
    desk: Desk = request.app.state.desk
    return desk


def ask(request: Request) -> tuple[Desk, Asked]:
    """The desk and what the address asks for."""
    return desk_of(request), read(request.query_params)


def _calm(words: str) -> str:
    """Words without the signs that turn the direction of what follows: a report may not rearrange the page."""
    return words.translate(_TURNS)


def _outside(address: str) -> str:
    """A report's own address, safe to follow: what may not stand in one is written in percent."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~")


def _code(message: str) -> Markup:
    """A message of ours with its `commands` as code."""
    parts = message.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(parts))


def _coder(version: str) -> str:
    """The coder's own version, without the engines that translated for it."""
    return version.split(",")[0].strip()


def _plain(value: str | None) -> str:
    """One line without control characters: names and titles come from reports."""
    return "".join(c if c.isprintable() else " " for c in " ".join((value or "").split()))

"""Three plots, one line each: how two parties stand, where an actor is, what happened when. Each says what it rests on."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from dateline.errors import InputError
from dateline.frames.tables import series
from dateline.store import Store
from dateline.values.picture import FacetState

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_QUADS = {"VC": "#4c9085", "MC": "#1b5e57", "VX": "#d9a441", "MX": "#a63d2f"}
_NAMES = {"VC": "verbal cooperation", "MC": "material cooperation", "VX": "verbal conflict", "MX": "material conflict"}
_GOOD = frozenset({"planned", "held", "granted", "promised", "given", "in force", "working", "partners", "eased", "withdrawn", "said"})  # fmt: skip
_STATUS = {"new": "#a63d2f", "continuing": "#d9a441", "silent": "#9aa5ad", "reported": "#ffffff"}
_INK = "#22303a"


def plot_relation(store: Store, a: str, b: str, *, at: str | None = None) -> "Figure":
    """How two parties stood over time: a band for each facet, and what happened between them by month below.

    Green where they agree, red where not; paler once nothing was heard for longer than the facet keeps.
    """
    found = store.picture(as_of=at).relation(a, b, at=at)
    figure, (above, below) = _figure(2, height=2.2 + 0.34 * max(len({c.facet for c in found.changes}), 1))
    facets = list(dict.fromkeys(change.facet for change in found.changes))
    for row, facet in enumerate(facets):
        runs = [change for change in found.changes if change.facet == facet]
        for nth, run in enumerate(runs):
            until = runs[nth + 1].since if nth + 1 < len(runs) else found.at
            _band(
                above,
                row,
                run,
                until=until,
                is_named=_days(run.since, until) * 12 > _days(found.changes[0].since, found.at),
            )
    above.set_yticks(range(len(facets)), facets)
    above.invert_yaxis()
    above.set_title(f"{_name(store, a)} and {_name(store, b)}", loc="left", color=_INK)
    _stack(below, [(bar.month, bar.quad, bar.count) for bar in found.series], length=25)
    below.set_ylabel("happenings a month")
    _dates(below)
    if not found.changes:
        above.text(0.5, 0.5, "nothing is reported between the two", ha="center", va="center", transform=above.transAxes)
    _rests_on(figure, store, found.at, f"{found.events} events")
    return figure


def plot_presence(store: Store, actor: str, *, since: str, until: str, as_of: str | None = None) -> "Figure":
    """Where an actor was active between two ISO days: incidents by area, with those of the window before as a line.

    A hollow bar is an area where it was only named, and no incident is reported.
    """
    found = store.picture(as_of=as_of).presence(actor, since=since, until=until)
    figure, (axis,) = _figure(1, height=1.8 + 0.3 * max(len(found.areas), 1))
    for row, area in enumerate(found.areas):
        axis.barh(row, area.incidents or area.reported, color=_STATUS[area.status], edgecolor=_INK, linewidth=0.6)
        if area.before:
            axis.plot([area.before, area.before], [row - 0.45, row + 0.45], color=_INK, linewidth=1.4)
    axis.set_yticks(
        range(len(found.areas)),
        [f"{area.admin1 or 'no area given'}, {area.country or '?'} ({area.status})" for area in found.areas],
    )
    axis.invert_yaxis()
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.set_xlabel("incidents (hollow: reports that name it there); line: the window before")
    axis.set_title(f"{_name(store, actor)}, {since} to {until}: {found.verdict}", loc="left", color=_INK)
    _rests_on(figure, store, until, f"{found.articles} reports, {found.articles_before} in the window before")
    return figure


def plot_series(store: Store, *, by: Literal["day", "month", "year"] = "month", **filters: Any) -> "Figure":
    """Events over time by quad, with the reports read as a line: a count means little without it.

    From the first day read, unless `since` says otherwise: what reports look back on would stretch the years.
    """
    filters = {"since": store.status().from_on, **filters}
    bars = series(store, by=by, split="quad", to="pandas", **filters).to_dict("records")
    held = [row for row in bars if row["when"] >= str(filters["since"] or "")[: len(row["when"])]]
    figure, (axis,) = _figure(1, height=3.2)
    length = {"day": 0.8, "month": 25.0, "year": 300.0}[by]
    _stack(axis, [(row["when"], row["key"], row["events"]) for row in held], length=length)
    read = {row["when"]: row["reports"] for row in held}
    beside = axis.twinx()
    middle = timedelta(length / 2)
    beside.plot(
        [_start(when) + middle for when in sorted(read)],
        [read[when] for when in sorted(read)],
        ".-",
        color=_INK,
        linewidth=1,
    )
    beside.set_ylim(bottom=0)
    _dates(axis)
    beside.set_ylabel("reports read (line)")
    axis.set_ylabel(f"events a {by}")
    asked = ", ".join(f"{key} {value}" for key, value in filters.items() if value is not None and key != "since")
    axis.set_title(asked or "all events", loc="left", color=_INK)
    _rests_on(figure, store, filters.get("as_of"), f"{sum(row['events'] for row in held)} events")
    return figure


def _figure(rows: int, *, height: float) -> tuple["Figure", Any]:
    """A figure of its own, drawn without a window; nothing of matplotlib's global state is touched."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError("Plots need matplotlib. Install it: pip install 'dateline[frames]'.") from error
    figure = Figure(figsize=(8, height + (1.6 if rows == 2 else 0)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, 1, squeeze=False, sharex=True)[:, 0]
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _band(axis: Any, row: int, run: FacetState, *, until: str, is_named: bool) -> None:
    """One run of a state; short ones have no room for their name."""
    first = date.fromisoformat(run.since)
    color = _QUADS["MC"] if run.state in _GOOD else _QUADS["MX"]
    axis.barh(
        row, timedelta(max(_days(run.since, until), 1)), left=first, height=0.7, color=color, edgecolor="white",
        alpha=0.35 if run.is_stale else 0.85,
    )  # fmt: skip
    if is_named:
        ink = _INK if run.is_stale else "white"
        axis.annotate(
            run.state, (first, row), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7, color=ink
        )


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _stack(axis: Any, bars: list[tuple[str, str | None, int]], *, length: float) -> None:
    under: dict[str, int] = {}
    for quad, color in _QUADS.items():
        mine = [(when, n) for when, key, n in bars if key == quad]
        if not mine:
            continue
        axis.bar(
            [_start(when) for when, _ in mine], [n for _, n in mine], bottom=[under.get(when, 0) for when, _ in mine],
            width=length, color=color, label=_NAMES[quad], align="edge",
        )  # fmt: skip
        for when, n in mine:
            under[when] = under.get(when, 0) + n
    if under:
        axis.legend(fontsize=7, frameon=False, ncols=4, loc="lower right", bbox_to_anchor=(1, 1))
        axis.yaxis.get_major_locator().set_params(integer=True)


def _dates(axis: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(maxticks=8)
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def _start(when: str) -> date:
    """The first day of a day, a month or a year."""
    return date.fromisoformat((when + "-01-01")[:10] if len(when) < 10 else when)


def _name(store: Store, actor: str) -> str:
    found = store.actor(actor)
    return found.name if found is not None else actor


def _rests_on(figure: "Figure", store: Store, at: str | None, what: str) -> None:
    status = store.status()
    words = (
        f"Machine-coded by Dateline from news reports; {what}, as known on {at or status.to_on}. Reports are not facts."
    )
    figure.supxlabel(words, fontsize=7, color="#5b6a74", x=0.01, ha="left")

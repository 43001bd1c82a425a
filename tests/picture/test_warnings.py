"""Early warning over counted incidents."""

from datetime import date, timedelta

from dateline.picture.warnings import warn
from dateline.values.warning import CountedIncident, EarlyWarning

START = date(2018, 1, 1)
WEEKS = 160


def coverage(articles: float = 100.0, *, dark_from: int | None = None) -> dict[str | None, dict[date, float]]:
    days = {START + timedelta(d): articles for d in range(7 * WEEKS)}
    if dark_from is not None:
        days |= {START + timedelta(d): 0.0 for d in range(dark_from, dark_from + 21)}
    return {"AVL": days}


def incident(
    id: str, day: int, *, known: int | None = None, admin1: str = "East", actor: str = "front"
) -> CountedIncident:
    return CountedIncident(
        id, (START + timedelta(day)).isoformat(), (START + timedelta(known or day)).isoformat(), "ASSAULT", (actor,), "AVL", admin1
    )  # fmt: skip


def steady(actor: str = "front", admin1: str = "East") -> list[CountedIncident]:
    """About one incident a week, unevenly."""
    return [
        incident(f"{actor}{admin1}{w}-{k}", 7 * w + (3 * k + w) % 7, actor=actor, admin1=admin1)
        for w in range(WEEKS)
        for k in range((0, 1, 2, 1, 0, 2, 1, 1)[w % 8])
    ]


def rises(warnings: tuple[EarlyWarning, ...]) -> list[EarlyWarning]:
    return [w for w in warnings if w.kind == "rise"]


def test_a_burst_raises_and_lists_what_it_stands_on() -> None:
    """Twenty incidents where one is usual: a rise of the whole series, with the incidents of its window."""
    burst = [incident(f"b{k}", 7 * 140 + k % 14) for k in range(20)]
    found = [
        w
        for w in rises(warn([*steady(), *burst], coverage()))
        if w.raised_on >= (START + timedelta(7 * 140)).isoformat()
    ]
    assert found and found[0].actor == "front" and found[0].admin1 == "East"
    assert set(found[0].incidents) & {b.id for b in burst}
    assert found[0].observed > found[0].expected


def test_warnings_use_only_what_was_known() -> None:
    """A replay of the record up to a day raises the same warnings up to that day."""
    burst = [incident(f"b{k}", 7 * 120 + k % 14, known=7 * 121 + k) for k in range(20)]
    rows, cut = [*steady(), *burst], (START + timedelta(7 * 130 + 2)).isoformat()
    volume = coverage()
    early = {c: {d: n for d, n in days.items() if d.isoformat() <= cut} for c, days in volume.items()}
    whole = [w for w in warn(rows, volume) if w.raised_on < cut]
    assert whole == [w for w in warn([r for r in rows if r.known_on <= cut], early) if w.raised_on < cut]


def test_a_repeated_id_is_one_incident() -> None:
    """The same lines three times change nothing."""
    assert warn(steady() * 3, coverage()) == warn(steady(), coverage())


def test_doubled_reading_is_no_rise() -> None:
    """Twice the volume and twice the incidents: more was read, nothing rose."""
    at = 7 * 120
    volume = coverage()
    volume["AVL"] |= {START + timedelta(d): 200.0 for d in range(at, 7 * WEEKS)}
    more = [
        incident(f"x{i.id}", (date.fromisoformat(i.date) - START).days)
        for i in steady()
        if i.date >= (START + timedelta(at)).isoformat()
    ]
    assert not [
        w for w in rises(warn([*steady(), *more], volume)) if w.raised_on >= (START + timedelta(at)).isoformat()
    ]


def test_silence_is_news() -> None:
    """Three weeks without a report raise that coverage is lost, within ten days."""
    lost = [w for w in warn(steady(), coverage(dark_from=900)) if w.kind == "coverage_lost"]
    assert len(lost) == 1
    assert 0 <= (date.fromisoformat(lost[0].raised_on) - (START + timedelta(900))).days <= 10


def test_several_incidents_in_a_new_area_are_spread_and_one_stray_is_not() -> None:
    """Three incidents on different days where the actor had not been; a single one says nothing."""
    arrival = [incident(f"n{k}", 7 * 130 + 3 * k, admin1="West") for k in range(3)]
    found = [w for w in warn([*steady(), *arrival], coverage()) if w.kind == "spread"]
    assert [(w.actor, w.admin1) for w in found] == [("front", "West")]
    assert not [w for w in warn([*steady(), arrival[0]], coverage()) if w.kind == "spread"]


def test_nothing_comes_of_nothing() -> None:
    """An empty record, or one incident, warns of nothing."""
    assert warn([], {}) == ()
    assert not rises(warn([incident("one", 800)], coverage()))

"""How an installation does: what the store holds, how collecting and following go, and whether somebody should look.

Counts, days and sizes only: no title, address or name of anything that was read, so that it may be shown to a monitor.
"""

import shutil
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct

from dateline.engine.pulse import pulse_path, read_pulse
from dateline.extraction.article import CODER
from dateline.store import Status, Store
from dateline.store.sources import SourceState, Totals, state_path

_SILENT_MINUTES = 15.0  # a follower beats every 15 seconds while it collects, every minute while it waits
_MANY_FAILURES = 3
_LOW_BYTES = 500_000_000


class Health(Struct, frozen=True, kw_only=True):
    """One look. Times are ISO, UTC; None where it is not known or does not exist here.

    Attributes:
        problems: what somebody should look at: `follower_silent`, `paused`, `rounds_failing`, `not_fused`,
            `sources_failing`, `disk_low`; none when all is well.
        program, coder: the versions that run here.
        schema, reports, refusals, events, statements, incidents, alerts: of the store.
        store_bytes, free_bytes: room taken, and left on the disk of a store that is a file.
        last_collected_at: when a source was last asked with success; `last_read_at` when a report last came in.
        newest_on: the day of the newest report.
        queue: pages that were never read and are to be.
        sources, sources_failing: of collecting.
        follower: what a following process is doing, or None; `follower_at` its last word.
    """

    problems: tuple[str, ...]
    program: str
    coder: str
    schema: int
    reports: int
    refusals: int
    events: int
    statements: int
    incidents: int
    store_bytes: int
    free_bytes: int | None
    last_collected_at: str | None
    last_read_at: str | None
    newest_on: str | None
    queue: int
    sources: int
    sources_failing: int
    follower: str | None
    follower_at: str | None
    rounds: int
    rounds_failed: int


def look(store: Store, status: Status, *, now: datetime) -> Health:
    """How the installation of a store does.

    Args:
        store: open.
        status: what it holds.
        now: UTC.
    """
    pulse = read_pulse(pulse_path(store.path))
    collected = _collected(state_path(store.path))
    free = None if store.path.is_server else shutil.disk_usage(Path(store.path).absolute().parent).free
    follower = pulse.doing if pulse is not None else None
    silent = (now - datetime.fromisoformat(pulse.at)).total_seconds() / 60 if pulse is not None else 0.0
    found = {
        "follower_silent": follower not in (None, "stopped") and silent > _SILENT_MINUTES,
        "paused": follower == "paused",
        "rounds_failing": pulse is not None and pulse.failures >= _MANY_FAILURES,
        "not_fused": not store.is_fused() and follower in (None, "stopped"),
        "sources_failing": collected.failing * 2 > collected.sources,
        "disk_low": free is not None and free < _LOW_BYTES,
    }
    return Health(
        problems=tuple(name for name, is_so in found.items() if is_so),
        program=version("dateline"),
        coder=CODER,
        schema=status.schema,
        reports=status.articles,
        refusals=status.refusals,
        events=status.events,
        statements=status.statements,
        incidents=status.incidents,
        store_bytes=store.size_bytes(),
        free_bytes=free,
        last_collected_at=collected.ok_at,
        last_read_at=store.last_read_at(),
        newest_on=status.to_on,
        queue=collected.waiting,
        sources=collected.sources,
        sources_failing=collected.failing,
        follower=follower,
        follower_at=pulse.at if pulse is not None else None,
        rounds=pulse.rounds if pulse is not None else 0,
        rounds_failed=pulse.failures if pulse is not None else 0,
    )


def as_metrics(health: Health) -> str:
    """The figures as Prometheus reads them, one gauge each; times as seconds since 1970."""
    lines = []
    for name, meaning in _METRICS.items():
        value = getattr(health, name)
        if isinstance(value, str):
            value = datetime.fromisoformat(value if "T" in value else f"{value}T00:00:00+00:00").timestamp()
        if value is not None:
            key = f"dateline_{name}_seconds" if name.endswith(("_at", "_on")) else f"dateline_{name}"
            lines += [f"# HELP {key} {meaning}", f"# TYPE {key} gauge", f"{key} {value:.17g}"]
    lines += ["# HELP dateline_problem Whether somebody should look.", "# TYPE dateline_problem gauge"]
    lines += [f'dateline_problem{{kind="{name}"}} {int(name in health.problems)}' for name in PROBLEMS]
    lines += ["# HELP dateline_info Versions that run here.", "# TYPE dateline_info gauge"]
    lines += [f'dateline_info{{program="{health.program}",coder="{health.coder}",schema="{health.schema}"}} 1']
    return "\n".join(lines) + "\n"


PROBLEMS = ("follower_silent", "paused", "rounds_failing", "not_fused", "sources_failing", "disk_low")
_METRICS = {
    "reports": "Reports that stand.",
    "refusals": "Inputs that were refused.",
    "events": "Events that stand.",
    "statements": "Statements that stand.",
    "incidents": "Incidents.",
    "store_bytes": "Room that the store takes.",
    "free_bytes": "Room left on the disk of the store.",
    "last_collected_at": "When a source was last asked with success.",
    "last_read_at": "When a report last came in.",
    "newest_on": "Day of the newest report.",
    "queue": "Pages that were never read and are to be.",
    "sources": "Sources that were ever asked.",
    "sources_failing": "Sources whose last asking failed.",
    "follower_at": "Last word of the following process.",
    "rounds": "Good rounds of the following process since it started.",
    "rounds_failed": "Rounds in a row that failed.",
}


def _collected(path: Path) -> Totals:
    if not path.is_file():  # nothing is collected here
        return Totals(sources=0, failing=0, ok_at=None, waiting=0)
    with SourceState(path, exclusive=False) as state:
        return state.totals()

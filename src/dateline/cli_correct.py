"""`dateline correct`: what people decide about events and incidents, on record with who, why and when."""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.store import Store


@click.group()
def correct() -> None:
    """Reject an event, join or split incidents, undo: each with a reason, on record, and obeyed from then on.

    \b
    Example:
      dateline correct reject 3f33546ccfa1bb02 --why "a cricket match"
      dateline correct join i0af31 i88c02 --why "one bombing, two names of the district"
      dateline correct undo 4 --why "they were two"
    """


def _decision(function: Callable[..., None]) -> Callable[..., None]:
    """Options that every decision takes, and the fusion that follows it."""

    @click.option("--why", required=True, metavar="REASON", help="Why, in a sentence; kept on record.")
    @click.option("--who", metavar="NAME", help="Who decides; your user name unless told.")
    @store_option
    @wraps(function)
    def decide(store_path: str, who: str | None, why: str, **given: Any) -> None:
        from dateline.engine.fusing import fuse_store

        at = datetime.now(UTC).isoformat(timespec="seconds")
        with _open(store_path) as store, store.batch():
            function(store, who=who or _user(), why=why, at=at, **given)
            number = max(correction.number for correction in store.corrections())
            added, revised, removed = fuse_store(store, at=at)
        click.echo(f"Correction {number}. Incidents: {added:,} new, {revised:,} revised, {removed:,} gone.")

    return decide


@correct.command()
@click.argument("event")
@_decision
def reject(store: "Store", event: str, *, who: str, why: str, at: str) -> None:
    """EVENT is none: take it out of every figure."""
    from dateline.engine.reviewing import reject_event

    reject_event(store, event, who=who, why=why, at=at)


@correct.command()
@click.argument("incidents", nargs=-1, required=True)
@_decision
def join(store: "Store", incidents: tuple[str, ...], *, who: str, why: str, at: str) -> None:
    """INCIDENTS are one happening."""
    from dateline.engine.reviewing import join_incidents

    join_incidents(store, list(incidents), who=who, why=why, at=at)


@correct.command()
@click.argument("incident")
@click.argument("events", nargs=-1, required=True)
@_decision
def split(store: "Store", incident: str, events: tuple[str, ...], *, who: str, why: str, at: str) -> None:
    """EVENTS of INCIDENT are another happening."""
    from dateline.engine.reviewing import split_incident

    split_incident(store, incident, list(events), who=who, why=why, at=at)


@correct.command()
@click.argument("number", type=int)
@_decision
def undo(store: "Store", number: int, *, who: str, why: str, at: str) -> None:
    """Correction NUMBER no longer holds."""
    from dateline.engine.reviewing import undo as undo_one

    undo_one(store, number, who=who, why=why, at=at)


@correct.command("list")
@store_option
def list_decisions(store_path: str) -> None:
    """List what was decided: number, day, who, what and why."""
    with _open(store_path) as store:
        for c in store.corrections():
            click.echo(f"{c.number:>5}  {c.made_at[:10]}  {c.who}  {c.kind} {c.about} {c.target}: {c.why}")


def _open(store_path: str) -> "Store":
    from dateline.store import Store

    if not StoreAddress(store_path).is_there:
        raise InputError(f"{store_path}: there is no store here. Name the one to correct with --store.")
    return Store(store_path)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"

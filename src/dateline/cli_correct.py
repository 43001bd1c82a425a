"""`dateline correct`: what people decide about events, incidents and stories, on record with who, why and when."""

import getpass
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import IO, TYPE_CHECKING, Any

import click

from dateline.cli_options import store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.store import Store


@click.group()
def correct() -> None:
    """Accept, fix or reject an event or a statement, join or split incidents and stories, undo: each with a reason, on
    record, and obeyed from then on. `queue` says what is most worth a look, `export` writes decisions as examples to learn from.

    \b
    Example:
      dateline correct queue
      dateline correct reject 3f33546ccfa1bb02 --why "a cricket match"
      dateline correct fix 91c0a7 --place "Goma, COD" --date 2021-11-19 --why "the dateline's town is not the place"
      dateline correct fix 5be20c91d0aa7f11 --stance denied --why "he denied it"
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
@click.argument("name", metavar="ID")
@_decision
def accept(store: "Store", name: str, *, who: str, why: str, at: str) -> None:
    """The event or statement ID is right as it stands."""
    from dateline.engine.reviewing import accept_event, accept_statement

    act = accept_statement if _is_statement(store, name) else accept_event
    act(store, name, who=who, why=why, at=at)


@correct.command()
@click.argument("name", metavar="ID")
@_decision
def reject(store: "Store", name: str, *, who: str, why: str, at: str) -> None:
    """The event or statement ID is none: take it out of every figure."""
    from dateline.engine.reviewing import reject_event, reject_statement

    act = reject_statement if _is_statement(store, name) else reject_event
    act(store, name, who=who, why=why, at=at)


@correct.command()
@click.argument("name", metavar="ID")
@click.option("--type", metavar="ACT", help="A PLOVER type such as ASSAULT.")
@click.option("--of", metavar="ACT", help="The act that a verbal act speaks of, or none.")
@click.option("--mode", metavar="MODE", help="How, as the type has it, or none.")
@click.option(
    "--standing", metavar="WORD", help="asserted, planned, possible, demanded, denied, hypothetical, historical."
)
@click.option("--source", metavar="ACTOR", help="Who, or who said it, by id or name, or none.")
@click.option("--target", metavar="ACTOR", help="Whom, by id or name, or none.")
@click.option("--place", metavar="PLACE", help="Where: `Goma`, `Goma, COD`, or none.")
@click.option("--date", metavar="DATE", help="When: 2021-11-25, 2021-11, 2021-W48, 2021, or none.")
@click.option("--killed", metavar="COUNT", help="How many: 46, 43-55, lowest-best-highest as 43-50-55, or none.")
@click.option("--injured", metavar="COUNT", help="The same of the injured.")
@click.option("--stance", metavar="WORD", help="Of a statement: said, denied, promised, threatened, demanded ..")
@_decision
def fix(store: "Store", name: str, *, who: str, why: str, at: str, **parts: str | None) -> None:
    """The event or statement ID is to be read otherwise: each part that is named is set, all others stay with the coder.

    Of a statement, --source and --stance can be set.
    """
    from dateline.engine.reviewing import fix_event, fix_statement

    told = {part: "" if words == "none" else words for part, words in parts.items() if words is not None}
    act = fix_statement if _is_statement(store, name) else fix_event
    act(store, name, told, who=who, why=why, at=at)


@correct.command()
@click.argument("incidents", nargs=-1, required=True)
@_decision
def join(store: "Store", incidents: tuple[str, ...], *, who: str, why: str, at: str) -> None:
    """INCIDENTS are one happening; so are stories, when ids of stories are given."""
    from dateline.engine.reviewing import join_incidents, join_stories

    act = join_stories if all(map(_is_story, incidents)) else join_incidents
    act(store, incidents, who=who, why=why, at=at)


@correct.command()
@click.argument("incident")
@click.argument("events", nargs=-1, required=True)
@_decision
def split(store: "Store", incident: str, events: tuple[str, ...], *, who: str, why: str, at: str) -> None:
    """EVENTS of INCIDENT are another happening; so are reports of a story, when its id is given."""
    from dateline.engine.reviewing import split_incident, split_story

    act = split_story if _is_story(incident) else split_incident
    act(store, incident, events, who=who, why=why, at=at)


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
    from dateline.engine.decided import log, says

    with _open(store_path) as store:
        entries = log(store)
        if not entries:
            click.echo(
                f"Nobody has decided anything in {store_path} yet; `dateline correct queue` lists what is worth a look.",
                err=True,
            )
        for entry in reversed(entries):
            c = entry.correction
            click.echo(f"{c.number:>5}  {c.made_at[:10]}  {c.who}  {says(entry)}: {c.why}")


@correct.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most so many.")
@store_option
def queue(store_path: str, limit: int) -> None:
    """List what is most worth a look: loud and unsure, one origin, numbers that differ, what alerts and relations rest on."""
    from dateline.engine.queueing import queue as doubtful

    with _open(store_path) as store:
        waiting = doubtful(store, limit=limit)
        if not waiting:
            click.echo(f"Nothing waits for a look in {store_path}.", err=True)
        for one in waiting:
            found = one.found
            click.echo(f"{found.id}  {found.event.type:<9}  {', '.join(one.reasons)}")
            click.echo(f"    {' '.join(found.evidence.words.split())[:200]}")


@correct.command()
@click.option(
    "-o",
    "--output",
    type=click.File("w", encoding="utf-8"),
    default="-",
    metavar="FILE",
    help="Default: standard output.",
)
@store_option
def export(store_path: str, output: IO[str]) -> None:
    """Write decisions that stand as examples, a JSON object a line: the sentence, how the machine read it, how the person did."""
    from dateline.engine.decided import examples

    with _open(store_path) as store:
        for row in examples(store):
            output.write(json.dumps(row, ensure_ascii=False) + "\n")


def _is_statement(store: "Store", name: str) -> bool:
    return bool(store.statements_now([name]))


def _is_story(name: str) -> bool:
    return name.startswith("story-")


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

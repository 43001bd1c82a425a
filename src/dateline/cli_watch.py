"""`dateline watch`: what people watch for, what was raised, and what became of it."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli_options import UNTIL, store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.engine.watching import Ran
    from dateline.values.alert import Raised

_file = click.argument("file", metavar="WATCH.toml", default="watch.toml")
_who = click.option("--who", metavar="NAME", help="Who decides; your user name unless told.")
_why = click.option("--why", default="", metavar="REASON", help="Why, in a sentence; kept on record.")


@click.group()
def watch() -> None:
    """Watches: alerts when something happens, with the sentences under them.

    Watches stand in a watch.toml; `dateline watch check --help` shows how they are written. An alert is staged for a
    person, or sent at once where its watch says so; nothing leaves unless a channel is configured.
    """


@watch.command()
@_file
@store_option
def check(file: str, store_path: str) -> None:
    """Check WATCH.toml and explain every watch; sends nothing and looks at nothing.

    \b
    A watch is
      [[watch]]
      name = "outside"
      when = "isis-k outside AFG"
      deliver = ["desk"]     # channels, see docs/warnings.md; left out: none
      send = "at once"       # or "staged" (as usual): a person lets it go
      quiet_days = 14        # after an alert
      fresh_days = 30        # older news is not raised

    \b
    Forms of `when`
      isis-k outside AFG                     isis-k in PAK, isis-k in AFG/Kunduz
      more than 5 incidents of isis-k in AFG in 4 weeks
      talks planned between USA and taliban  (and every other state of a relation)
      standing of PAK with taliban falls     (or rises, changes)
      isis-k spreads                         isis-k rises, isis-k falls in AFG
      coverage lost in AFG                   coverage lost
      planned talks between USA and taliban due or without word

    \b
    Example:
      dateline watch check watch.toml --store kunduz.db
    """
    from dateline.engine.watch_file import names_of, read_config
    from dateline.picture.watch_words import say

    names = names_of(store_path)
    config = read_config(Path(file), names)
    for one in config.watches:
        sent = "at once" if one.send == "at once" else "after a person released it"
        to = f"sent {sent} to {', '.join(one.deliver)}" if one.deliver else "kept in the store, sent to nobody"
        click.echo(f"{config.path}:{one.line}: {one.name}")
        click.echo(f"  when   {say(one.rule, names)}")
        click.echo(f"  then   {to}; quiet for {one.quiet_days} days; news is at most {one.fresh_days} days old")
    unused = [name for name in config.channels if not any(name in one.deliver for one in config.watches)]
    if unused:
        click.echo(f"No watch delivers to: {', '.join(unused)}.")


@watch.command()
@_file
@store_option
@click.option("--dry", is_flag=True, help="Look and say what would be raised; write and send nothing.")
@click.option("--as-of", type=UNTIL, metavar="DAY", help="Look as of a past day, from what was known then; always dry.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: every look, then every alert.")
def run(file: str, store_path: str, dry: bool, as_of: str | None, as_json: bool) -> None:
    """Let every watch of WATCH.toml look at the store, raise what is news, and send what may leave.

    The first look of a watch on a store is only staged. Run it after each `dateline run`, or from cron.

    \b
    Example:
      dateline watch run watch.toml --dry --store kunduz.db
    """
    import msgspec

    from dateline.engine.watch_file import names_of, read_config
    from dateline.engine.watching import run_watches
    from dateline.store import Store

    now = datetime.now(UTC)
    today = now.date().isoformat()
    if as_of is not None and as_of > today:
        raise click.UsageError(f"--as-of {as_of} lies ahead. Leave it out for today.")
    if not StoreAddress(store_path).is_there:
        raise InputError(
            f"{store_path}: there is no store here. Make one with `dateline run PATH --store {store_path}`."
        )
    config = read_config(Path(file), names_of(store_path))
    is_dry = dry or as_of is not None
    with Store(store_path, readonly=is_dry) as store:
        ran = run_watches(
            store,
            config,
            day=as_of or today,
            seen_at=now.isoformat(timespec="seconds"),
            is_dry=is_dry,
            is_past=as_of is not None,
        )
    if as_json:
        for value in (*ran.looks, *ran.alerts):
            click.echo(msgspec.json.encode(value).decode())
        return
    _tell(ran, is_dry=is_dry, is_past=as_of is not None)


@watch.command("list")
@store_option
@click.option("--all", "with_closed", is_flag=True, help="Closed alerts too.")
@click.option("--watch", "name", metavar="NAME", help="Alerts of this watch only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with every step.")
def list_(store_path: str, with_closed: bool, name: str | None, as_json: bool) -> None:
    """Show alerts, latest first, and what each watch saw last.

    \b
    Example:
      dateline watch list --all --store kunduz.db
    """
    import msgspec

    from dateline.engine.looking import record_of
    from dateline.store import Store

    with Store(store_path, readonly=True) as store:
        raised = store.alerts(watch=name)
        looks = [looked for looked in store.last_looks() if name is None or looked.watch == name]
    shown = [one for one in raised if with_closed or one.state != "closed"]
    if as_json:
        for one in shown:
            click.echo(msgspec.json.encode({"state": one.state, "alert": one.alert, "steps": one.steps}).decode())
        return
    for one in shown:
        _show(one)
    if not shown:
        click.echo("No alert is open." if raised else "No alert was raised.")
    for looked in looks:
        record = record_of(one for one in raised if one.alert.watch == looked.watch and one.alert.words == looked.words)
        judged = f"{record.false} of {record.judged} judged were false" if record.judged else "none judged yet"
        click.echo(f"watch {looked.watch}: looked on {looked.on}: {looked.verdict}; {record.raised} raised, {judged}")
        if looked.verdict != "raised":
            click.echo(f"  {looked.why}")


@watch.command()
@click.argument("alert")
@_who
@_why
@store_option
def ack(alert: str, who: str | None, why: str, store_path: str) -> None:
    """Put on record that you have taken ALERT up.

    \b
    Example:
      dateline watch ack 3f33546ccfa1 --why "asked the desk in Kabul"
    """
    from dateline.engine.watching import acknowledge
    from dateline.store import Store

    with Store(_there(store_path)) as store:
        _show(acknowledge(store, alert, who=who or _user(), at=_now(), why=why))


@watch.command()
@click.argument("alert")
@click.option(
    "--as",
    "verdict",
    type=click.Choice(["true", "false"]),
    help="Whether it told of something real; counts for its watch.",
)
@_who
@_why
@store_option
def close(alert: str, verdict: str | None, who: str | None, why: str, store_path: str) -> None:
    """Close ALERT, and say whether it was a false alarm.

    \b
    Example:
      dateline watch close 3f33546ccfa1 --as false --why "an old raid retold"
    """
    from dateline.engine.watching import close as close_alert
    from dateline.store import Store

    with Store(_there(store_path)) as store:
        _show(close_alert(store, alert, who=who or _user(), at=_now(), why=why, verdict=verdict))


@watch.command()
@click.argument("alert")
@_file
@_who
@_why
@store_option
def send(alert: str, file: str, who: str | None, why: str, store_path: str) -> None:
    """Let a staged ALERT leave, to the channels of its watch in WATCH.toml.

    \b
    Example:
      dateline watch send 3f33546ccfa1 watch.toml
    """
    from dateline.engine.sending import deliver_due
    from dateline.engine.watch_file import names_of, read_config
    from dateline.engine.watching import release
    from dateline.store import Store

    config = read_config(Path(file), names_of(_there(store_path)))
    with Store(store_path) as store:
        release(store, alert, who=who or _user(), at=_now(), why=why)
        deliver_due(store, config, seen_at=_now())
        _show(store.alerts(alert=alert)[0])


def _tell(ran: "Ran", *, is_dry: bool, is_past: bool) -> None:
    raised = {alert.id: alert for alert in ran.alerts}
    for looked in ran.looks:
        word = "would be raised" if is_dry and looked.verdict == "raised" else looked.verdict
        click.echo(f"{looked.watch}: {word}{f' ({looked.alert})' if looked.alert else ''}")
        click.echo(f"  {looked.why}")
        alert = raised.get(looked.alert or "")
        for quote in alert.quotes if alert is not None else ():
            click.echo(
                f"    “{quote.words}” {quote.publisher or quote.article}, {quote.known_on}{f', {quote.mark}' if quote.mark else ''}"
            )
        if alert is not None and alert.is_first_run:
            click.echo("    First look of this watch here: staged, whatever the watch says.")
    for step in ran.revised:
        click.echo(f"{step.alert}: {step.step}\n  {step.why}")
    for alert_id, channel, outcome in ran.deliveries:
        click.echo(f"{alert_id} to {channel}: {outcome.step}{f' ({outcome.why})' if outcome.why else ''}")
    newest = max((looked.to_on for looked in ran.looks if looked.to_on), default=None)
    on = max((looked.on for looked in ran.looks), default="")
    if newest is not None and not is_past and (datetime.fromisoformat(on) - datetime.fromisoformat(newest)).days > 30:
        click.echo(f"The newest report is of {newest}, and windows count back from {on}: try --as-of {newest}.")


def _show(one: "Raised") -> None:
    alert = one.alert
    click.echo(f"{alert.id}  {alert.raised_on}  {one.state:<12} {alert.title}")
    click.echo(f"  {alert.why}")
    for step in one.steps:
        said = "; ".join(filter(None, (step.why, f"alarm {step.verdict}" if step.verdict else "")))
        channel = f" {step.channel}" if step.channel else ""
        click.echo(
            f"  {step.at[:16]} {step.step}{channel}{f' by {step.who}' if step.who else ''}{f': {said}' if said else ''}"
        )


def _there(store_path: str) -> str:
    if not StoreAddress(store_path).is_there:
        raise InputError(f"{store_path}: there is no store here. Name the one that holds the alerts with --store.")
    return store_path


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user, as in some containers
        return "unknown"

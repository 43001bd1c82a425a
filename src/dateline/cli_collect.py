"""`dateline collect` and `dateline sources`: the world in, and how each source does."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.engine.collect import Collected
    from dateline.reading.sources import Source, Sources
    from dateline.store.sources import Health

_ROUND = 500  # pages in one round of --follow: the picture moves on before a long queue is through
_LONGEST_NAP = 60.0

sources_option = click.option(
    "--sources",
    "sources_path",
    default="sources.toml",
    show_default=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What to collect from.",
)


@click.command()
@sources_option
@store_option
@click.option("--once/--follow", "is_once", default=True, help="Collect what is due now (default), or go on for ever.")
@click.option(
    "--archive", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="Keep pages as WARC."
)
@click.option(
    "--cores", type=click.IntRange(0), default=0, metavar="N", help="Processes to use; 0 (default): all cores."
)
@click.option("--json", "as_json", is_flag=True, help="Print each round as one JSON object.")
def collect(
    sources_path: Path, store_path: str, is_once: bool, archive: Path | None, cores: int, as_json: bool
) -> None:
    """Fetch what the sources have that is new, and add it to the picture.

    Feeds, sites, folders and web archives are named in sources.toml (`dateline sources --help` shows one). Asks
    politely: robots.txt, one connection a host with a pause, conditional requests, Retry-After, and never what is
    behind a paywall or reserved by its publisher. Stopped at any moment, the same command goes on from there.

    \b
    Example:
      dateline sources add https://example.org --contact desk@example.org
      dateline collect --follow --archive pages/
    """
    from dateline.engine.collect import collect as collect_round
    from dateline.engine.fetching import Client, agent_of
    from dateline.engine.local import cores_here
    from dateline.engine.translators.settings import Settings
    from dateline.reading.warc import Archive
    from dateline.store import Store
    from dateline.store.sources import SourceState

    wanted = read_plan(sources_path)
    with SourceState(state_path(store_path)) as state, Store(store_path) as store:
        client = Client(wanted.contact, state, delay_seconds=wanted.delay_seconds)
        made_at = datetime.now(UTC)
        kept = None
        if archive is not None:
            name = f"dateline-{made_at:%Y%m%d%H%M%S%f}"
            kept = Archive(archive, name, made_at=made_at.isoformat(timespec="seconds"), agent=agent_of(wanted.contact))
        try:
            while True:
                most = None if is_once else _ROUND
                done = collect_round(
                    wanted,
                    store,
                    state,
                    client,
                    cores=cores or cores_here(),
                    settings=Settings.beside(store_path),
                    archive=kept,
                    most_pages=most,
                )
                _print(done, as_json=as_json, store_path=store_path, is_once=is_once)
                if is_once:
                    return
                due = done.next_at if done.next_at is not None else time.time() + _LONGEST_NAP
                time.sleep(min(max(due - time.time(), 1.0), _LONGEST_NAP))
                wanted = _read_sources(sources_path)  # a source that was added meanwhile counts
        finally:
            client.close()
            if kept is not None:
                kept.close()


@click.group(invoke_without_command=True)
@sources_option
@store_option
@click.pass_context
def sources(ctx: click.Context, sources_path: Path, store_path: str) -> None:
    """Show how each source does, add one, or bring a list of them.

    \b
    sources.toml, written by `add` or by hand:
      [collect]
      contact = "desk@example.org"      # sites see it and can write to you
      [[feed]]
      url = "https://example.org/rss.xml"
      [[site]]
      sitemap = "https://example.org/news-sitemap.xml"
      [[folder]]
      path = "reports/"
      mark = "TLP:AMBER"                # how far its reports may be passed on; any source may say so
      [[warc]]
      path = "CC-NEWS-20261101.warc.gz"
    """
    ctx.obj = {"sources": sources_path, "store": store_path}
    if ctx.invoked_subcommand is None:
        _list(sources_path, store_path, as_json=False)


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a source.")
@click.pass_obj
def list_(given: dict[str, Any], as_json: bool) -> None:
    """How each source does: last success, last new report, backing off until, volume against its habit."""
    _list(given["sources"], given["store"], as_json=as_json)


@sources.command()
@click.argument("address", metavar="URL")
@click.option(
    "--contact", metavar="ADDRESS", help="Your mail or web address, for the User-Agent; needed the first time."
)
@click.option("--allow-private", metavar="NETWORK", multiple=True, help="A private network that may be asked for it.")
@click.pass_obj
def add(given: dict[str, Any], address: str, contact: str | None, allow_private: tuple[str, ...]) -> None:
    """Find the feed of a site and add it; a feed, sitemap or index page may be named itself.

    \b
    Example:
      dateline sources add https://example.org --contact desk@example.org
    """
    from dateline.engine.discover import discover
    from dateline.engine.fetching import Client, Policy
    from dateline.store.sources import SourceState

    path: Path = given["sources"]
    wanted = _read_sources(path, may_be_missing=True)
    who = wanted.contact or (contact or "").strip()
    if not who:
        raise click.UsageError("Say who asks: --contact with your mail or web address. It is written to the file.")
    with SourceState(state_path(given["store"])) as state:
        client = Client(who, state, delay_seconds=wanted.delay_seconds)
        try:
            found = discover(address, client, policy=Policy(allow_private))
        finally:
            client.close()
    added = _append(path, wanted, [found], contact=who)
    kind = {"feed": "feed", "sitemap": "sitemap", "index": "page with links"}[found.kind]
    click.echo(f"{'Added' if added else 'Known already'}: {kind} {found.address}")


@sources.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_(given: dict[str, Any], file: Path) -> None:
    """Add the feeds of an OPML file, as any feed reader exports it."""
    from dateline.reading.opml import read_opml
    from dateline.reading.sources import Source

    path: Path = given["sources"]
    wanted = _read_sources(path, may_be_missing=True)
    outlines = read_opml(file.read_bytes(), where=str(file))
    found = [Source(kind="feed", address=o.url, name=o.title or o.url) for o in outlines]
    added = _append(path, wanted, found, contact=wanted.contact)
    click.echo(f"{len(found):,} feeds in {file}: {added:,} added, {len(found) - added:,} known already.")
    if not wanted.contact:
        click.echo(f'Before collecting, set contact = "your address" under [collect] in {path}.')


@sources.command()
@click.pass_obj
def vanished(given: dict[str, Any]) -> None:
    """Reports that are no longer at their address, or were cancelled; what was read is kept."""
    from dateline.store.sources import SourceState

    with SourceState(state_path(given["store"]), exclusive=False) as state:
        for page in state.vanished():
            kept = f"kept as {page.article}" if page.article else "never read"
            click.echo(f"{_when(page.gone_at)}  {page.url}  {kept}: {page.note}")


@sources.command()
@click.pass_obj
def refused(given: dict[str, Any]) -> None:
    """Pages that were left alone, each with the reason: robots.txt, a reservation, a paywall, or nothing to read."""
    from dateline.store.sources import SourceState

    with SourceState(state_path(given["store"]), exclusive=False) as state:
        for page in state.refused():
            click.echo(f"{page.url}  {page.note}")


def state_path(store_path: str) -> Path:
    """Where collecting keeps its own record: beside the store."""
    from dateline.store.sources import state_path as beside

    return beside(StoreAddress(store_path))


def read_plan(path: Path) -> "Sources":
    """What to collect from, with a contact where the web is asked.

    Raises:
        InputError: the file is missing, wrong, or says no contact.
    """
    wanted = _read_sources(path)
    _check_contact(wanted, path)
    return wanted


def _read_sources(path: Path, *, may_be_missing: bool = False) -> "Sources":
    from dateline.reading.sources import Sources, read_sources

    if not path.exists():
        if may_be_missing:
            return Sources(contact="", sources=())
        raise InputError(f"{path}: no such file. Make one with `dateline sources add URL --contact YOU@EXAMPLE.ORG`.")
    return read_sources(path.read_bytes(), where=str(path))


def _check_contact(wanted: "Sources", path: Path) -> None:
    if not wanted.contact and any(source.kind not in ("folder", "warc") for source in wanted.sources):
        raise InputError(f'{path}: no contact. Write contact = "your mail or web address" under [collect].')


def _append(path: Path, wanted: "Sources", found: list["Source"], *, contact: str) -> int:
    from dateline.reading.sources import written

    known = {source.address for source in wanted.sources}
    fresh = [source for source in found if source.address not in known]
    before = path.read_text("utf-8") if path.exists() else f'[collect]\ncontact = "{contact}"\n'
    if path.exists() and not wanted.contact and contact:
        if "[collect]" in before:
            before = before.replace("[collect]", f'[collect]\ncontact = "{contact}"', 1)
        else:
            before = f'[collect]\ncontact = "{contact}"\n\n{before}'
    text = before.rstrip("\n") + "\n" + "".join(f"\n{written(source)}" for source in fresh)
    beside = path.with_name(f".{path.name}.tmp")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}. Choose a file that can be written with --sources.") from error
    return len(fresh)


def _list(sources_path: Path, store_path: str, *, as_json: bool) -> None:
    from dateline.store.sources import SourceState

    wanted = _read_sources(sources_path)
    now = time.time()
    with SourceState(state_path(store_path), exclusive=False) as state:
        rows = [(source, state.health(source.address, now=now)) for source in wanted.sources]
    if as_json:
        import msgspec

        for source, health in rows:
            click.echo(msgspec.json.encode({"name": source.name, "kind": source.kind, **msgspec.to_builtins(health)}))
        return
    click.echo(f"{'source':<40} {'success':<16} {'new report':<16} {'leave until':<16} {'a day':>11} {'queue':>6}")
    for source, health in rows:
        usual = "-" if health.usual_a_day is None else f"{health.usual_a_day:g}"
        away = _when(health.next_at) if health.failures else "-"
        line = f"{source.name[:40]:<40} {_when(health.ok_at):<16} {_when(health.new_at):<16} {away:<16}"
        click.echo(f"{line} {f'{health.last_day} / {usual}':>11} {health.waiting:>6}")
        if health.trouble:
            click.echo(f"  {_failed(health)}{health.trouble}")
        elif health.note:
            click.echo(f"  malformed, read all the same: {health.note}")
    click.echo("\na day: reports in the last day / on its usual day")


def _failed(health: "Health") -> str:
    return f"failed {health.failures} times: " if health.failures > 1 else ""


def _when(at: float | None) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M") if at else "-"


def _print(done: "Collected", *, as_json: bool, store_path: str, is_once: bool) -> None:
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(done))
        sys.stdout.flush()
        return
    if not is_once and not done.sources.keys() - {"not_due"} and not done.summary.read:
        return  # nothing happened
    click.echo(f"sources    {_counts(done.sources)}")
    click.echo(f"pages      {_counts(done.pages)}; {done.found:,} new addresses, {done.waiting:,} waiting")
    run = done.summary
    click.echo(
        f"reports    {run.read:,} read: {run.accepted:,} accepted, {run.refused:,} refused, {run.duplicate:,} known"
    )
    if run.refused:
        click.echo(f"           `dateline status --refusals --store {store_path}` says why")
    if done.sources.get("failed"):
        click.echo("           `dateline sources` says which failed and until when they are left alone")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items()) or "none"

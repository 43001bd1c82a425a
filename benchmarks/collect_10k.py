"""Ten thousand articles from a local web, with the collecting process killed at random moments.

    python benchmarks/collect_10k.py --articles 10000 --kills 50

Hosts on loopback addresses serve feeds, sitemaps and pages; now and then a page answers 429 with Retry-After, 503, or is
slow. Prints what was lost, what was asked twice, and every broken rule of manners. Reading is real; extraction is left
out, because it is measured elsewhere.
"""

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

import local_web as lw

CONTACT = "desk@harbour.example"


def collect_quietly(sources: str, store_path: str, *, rounds: int = 1) -> None:
    """Collect with an extraction that finds nothing; what a killed process runs."""
    import dateline.engine.run as running
    from dateline.engine.collect import collect
    from dateline.engine.fetching import Client
    from dateline.reading.sources import read_sources
    from dateline.store import Store
    from dateline.store.sources import SourceState
    from dateline.values import Article, Extraction

    def stub(articles: list[Article]) -> list[Extraction]:
        return [Extraction(id=article.id, language="en", coder="stub") for article in articles]

    running.fuse_store = lambda store, *, at: (0, 0, 0)  # fusion has a measure of its own
    wanted = read_sources(Path(sources).read_bytes(), where=sources)
    with SourceState(store_path.replace(".db", "-sources.db")) as state, Store(store_path) as store:
        ahead = [0.0]  # long back-offs are not waited for: the clock is put on

        def now() -> float:
            return time.time() + ahead[0]

        client = Client(wanted.contact, state, delay_seconds=wanted.delay_seconds, now=now)
        for n in range(rounds):
            done = collect(wanted, store, state, client, extract=stub, now=now)
            if not done.waiting or done.next_at is None:
                return
            wait = max(0.0, done.next_at - now())
            if n + 1 < rounds:
                time.sleep(min(wait, 1.5))
                ahead[0] += max(0.0, wait - 1.5)


def killable() -> multiprocessing.context.ForkServerContext:
    """Processes that start quickly, so that a kill hits work and not imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dateline.engine.collect", "dateline.reading.html", "dateline.store", "feedparser"])
    return context


def write_sources(path: Path, feeds: list[str], sitemaps: list[str], *, delay_seconds: float) -> None:
    """A sources.toml over loopback hosts."""
    leave = 'allow_private = ["127.0.0.0/8"]\nevery_minutes = 1\n'
    blocks = [f'[collect]\ncontact = "{CONTACT}"\ndelay_seconds = {delay_seconds}\n']
    blocks += [f'[[feed]]\nurl = "{url}"\n{leave}' for url in feeds]
    blocks += [f'[[site]]\nsitemap = "{url}"\n{leave}' for url in sitemaps]
    path.write_text("\n".join(blocks))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=10_000)
    asked.add_argument("--hosts", type=int, default=8)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--delay", type=float, default=0.005)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    chance = random.Random(given.seed)
    with TemporaryDirectory() as folder, lw.LocalWeb(given.hosts) as web:
        wanted, feeds, sitemaps = _build(web, given.articles, given.hosts, chance)
        sources, store_path = Path(folder) / "sources.toml", str(Path(folder) / "n.db")
        write_sources(sources, feeds, sitemaps, delay_seconds=given.delay)
        kills, began = _collect_killed(web, str(sources), store_path, given.kills, given.articles, chance)
        took = time.monotonic() - began
        _report(web, store_path, wanted, kills, took, delay_seconds=given.delay)


def _build(web: lw.LocalWeb, articles: int, hosts: int, chance: random.Random) -> tuple[set[str], list[str], list[str]]:
    by_host: dict[int, list[tuple[str, str]]] = {}
    for n in range(articles):
        host = n % hosts
        page = lw.report(
            f"Council number {n}",
            f"The council of ward {n} met on Friday and voted on budget item {chance.randrange(10**9)}.",
            f"Clerk {chance.randrange(10**6)} said that the work would begin within {chance.randrange(2, 40)} weeks.",
        ).encode()
        trouble = chance.random()
        by_host.setdefault(host, []).append((web.put(host, f"/news/{n}", _page(page, trouble)), f"Council number {n}"))
    feeds, sitemaps = [], []
    for host, items in by_host.items():
        web.put(host, "/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
        web.put(host, "/private/x", "secret")
        half = len(items) // 2
        forbidden = [(web.url(host, "/private/x"), "Secret")]
        feeds.append(web.put(host, "/rss", lw.rss(*items[: half + 20], *forbidden), kind="application/rss+xml"))
        locs = "".join(f"<url><loc>{url}</loc></url>" for url, _ in items[half:])
        sitemaps.append(web.put(host, "/sitemap.xml", f"<urlset>{locs}</urlset>", kind="text/xml"))
    return {url for items in by_host.values() for url, _ in items}, feeds, sitemaps


def _page(page: bytes, trouble: float) -> lw.Page:
    left = [1]

    def answer(asked: lw.Asked) -> lw.Reply:
        if left and trouble < 0.002:
            left.pop()
            return 429, {"Retry-After": "1"}, b""
        if left and trouble < 0.003:
            left.pop()
            return 503, {"Retry-After": "1"}, b""
        if trouble > 0.99:
            time.sleep(0.03)
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page

    return answer


def _collect_killed(
    web: lw.LocalWeb, sources: str, store_path: str, kills: int, articles: int, chance: random.Random
) -> tuple[int, float]:
    context = killable()
    done = 0
    moments = sorted(chance.uniform(0.0, articles * 0.97) for _ in range(kills))
    began = time.monotonic()
    while True:
        process = context.Process(target=collect_quietly, args=(sources, store_path), kwargs={"rounds": 40})
        process.start()
        while process.is_alive() and not (moments and len(web.asked) >= moments[0]):
            time.sleep(0.005)
        if not process.is_alive():
            if process.exitcode != 0:
                raise SystemExit(f"collecting ended with {process.exitcode}")
            return done, began
        process.kill()
        process.join()
        done += 1
        while moments and len(web.asked) >= moments[0]:
            moments.pop(0)


def _report(
    web: lw.LocalWeb, store_path: str, wanted: set[str], kills: int, took: float, *, delay_seconds: float
) -> None:
    from dateline.store import Store

    with Store(store_path, readonly=True) as store:
        urls = Counter(row.url for row in store.articles())
    twice = Counter(a.host + a.path for a in web.asked if a.path.startswith("/news/") and a.status == 200)
    repeated = sum(n - 1 for n in twice.values())
    print(f"articles        {len(wanted):,} wanted, {len(urls):,} in the store, {len(wanted - set(urls)):,} lost")
    print(f"in store twice  {sum(n - 1 for n in urls.values()):,}")
    print(f"kills           {kills:,}; requests {len(web.asked):,}; pages served again after a kill {repeated:,}")
    print(f"time            {took:.0f} s, {len(wanted) / took:.0f} articles a second")
    broken = lw.broken_manners(web, delay_seconds=delay_seconds, contact=CONTACT)
    print(f"manners broken  {len(broken):,}")
    for line in broken[:20]:
        print(f"  {line}")


if __name__ == "__main__":
    main()

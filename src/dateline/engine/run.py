"""A run, in order: read, extract, store, fuse, warn.

Work goes in batches, each one transaction: a run that is killed keeps whole batches, and the next one goes on from
there. What is known already is not read again. The clock is the caller's: `seen_at` is handed in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dateline.engine.catalogue import user_file
from dateline.engine.early import keep_warnings
from dateline.engine.fusing import fuse_store
from dateline.engine.local import extract_all, pool_map
from dateline.engine.reprints import Readings
from dateline.engine.translating import can_translate, is_waiting
from dateline.engine.translators.settings import Settings
from dateline.store import Store
from dateline.values import Article, Extraction, Refused, digest_of

BATCH = 256  # articles in one transaction; a pool is kept busy, and a kill loses seconds
FEW = 12  # below this, starting processes costs more than it saves


class Summary(Struct, frozen=True, kw_only=True):
    """What a run did: `read` is always accepted + refused + duplicate. `languages` counts the accepted ones."""

    read: int
    accepted: int
    refused: int
    duplicate: int
    refusals: tuple[Refused, ...]
    languages: dict[str, int]
    translated: dict[str, int]  # by language, those of the accepted ones that a translation engine made readable
    late: int  # reports of earlier runs that could be translated now
    incidents: tuple[int, int, int] | None  # added, revised, removed; None when nothing had to be fused


class _Counts:
    def __init__(self) -> None:
        self.read = self.accepted = self.duplicate = 0
        self.refusals: list[Refused] = []
        self.languages: Counter[str] = Counter()
        self.translated: Counter[str] = Counter()


Extract = Callable[[list[Article]], Iterable[Extraction | Refused]]


def run(
    given: Iterable[Article | Refused],
    store: Store,
    *,
    seen_at: str,
    cores: int = 1,
    extract: Extract | None = None,
    settings: Settings | None = None,
    user_verbs: Path | None = None,
    progress: Callable[[int], None] = lambda read: None,
    batch: int = BATCH,
) -> Summary:
    """Read everything given into the store and bring the picture up to date.

    Args:
        given: what `dateline.read` gives: an article or a refusal each.
        store: open for writing.
        seen_at: when this run reads, ISO, UTC.
        cores: processes to extract with; one is used for a few articles anyway.
        extract: reads a list of articles in order; None takes the real one (tests hand in a small one).
        settings: which translation engines may be used; None takes what is installed here.
        user_verbs: the user's own words of acts; None takes those beside the store.
        progress: called with the number read so far.
        batch: articles in one transaction.
    Returns:
        what was read, and what became of it.
    """
    counts = _Counts()
    with ExitStack() as stack:
        is_real = extract is None
        extract = extract or Extractor(
            stack, cores, settings or Settings(), own_actors(store), user_verbs or own_verbs(store)
        )
        for items in _batches(given, batch):
            _run_batch(items, store, counts, extract=extract, seen_at=seen_at, progress=progress)
        late = _translate_waiting(store, extract, settings or Settings(), seen_at=seen_at) if is_real else 0
    fused = None
    if not store.is_fused():  # something new, or an earlier run was stopped before it came to this
        with store.batch():
            fused = fuse_store(store, at=seen_at)
        store.tune()
    keep_warnings(store)
    return Summary(
        read=counts.read,
        accepted=counts.accepted,
        refused=len(counts.refusals),
        duplicate=counts.duplicate,
        refusals=tuple(counts.refusals),
        languages=dict(sorted(counts.languages.items())),
        translated=dict(sorted(counts.translated.items())),
        late=late,
        incidents=fused,
    )


def _run_batch(
    items: list[Article | Refused],
    store: Store,
    counts: _Counts,
    *,
    extract: Extract,
    seen_at: str,
    progress: Callable[[int], None],
) -> None:
    fresh: list[Article] = []
    refused: list[Refused] = []
    known = store.known(item.id for item in items if isinstance(item, Article))
    done = counts.read
    for item in items:
        counts.read += 1
        if isinstance(item, Refused):
            refused.append(item)
            continue
        name = item.id, digest_of(item)
        if name in known:
            counts.duplicate += 1
        else:
            known.add(name)
            fresh.append(item)
    done += len(items) - len(fresh)
    outcomes: list[tuple[Article, Extraction]] = []
    for article, outcome in zip(fresh, extract(fresh) if fresh else ()):
        if isinstance(outcome, Refused):
            refused.append(replace(outcome, id=article.id))
        else:
            outcomes.append((article, outcome))
        done += 1
        progress(done)
    with store.batch():
        for refusal in refused:
            store.refuse(refusal, seen_at=seen_at)
        store.add_all(outcomes, seen_at=seen_at)
    counts.accepted += len(outcomes)
    counts.refusals += refused
    counts.languages.update(extraction.language for _, extraction in outcomes)
    counts.translated.update(x.language for _, x in outcomes if x.language != "en" and x.coder and not is_waiting(x))
    progress(counts.read)


def _translate_waiting(store: Store, extract: Extract, settings: Settings, *, seen_at: str) -> int:
    """Read again what earlier runs kept untranslated, where an engine is there now; how many that were."""
    waiting = store.waiting_for_translation()
    ready = [article for article in waiting if can_translate(article, settings)] if waiting else []
    done = 0
    with store.batch():
        for article, outcome in zip(ready, extract(ready) if ready else (), strict=True):
            if isinstance(outcome, Extraction) and not is_waiting(outcome):
                done += store.revise(article, outcome, seen_at=seen_at)
    return done


def own_actors(store: Store) -> Path | None:
    """The user's own actors beside a store, None where there are none."""
    path = user_file(store.path.beside)
    return path if path.is_file() else None


def own_verbs(store: Store) -> Path | None:
    """The user's own verbs beside a store, in `verbs.tsv`; None where there are none."""
    path = store.path.beside.with_name("verbs.tsv")
    return path if path.is_file() else None


class Extractor:
    """The real reading, also for recoding; tools are loaded and processes started when the first article comes."""

    def __init__(
        self,
        stack: ExitStack,
        cores: int,
        settings: Settings,
        user_actors: Path | None = None,
        user_verbs: Path | None = None,
    ) -> None:
        self._settings = settings
        self._user_actors = user_actors
        self._user_verbs = user_verbs
        self._stack = stack
        self._cores = cores
        self._pool: Callable[..., Any] | None = None
        self._readings = _readings(settings, user_actors, user_verbs)

    def __call__(self, articles: list[Article]) -> Iterable[Extraction | Refused]:
        return self._readings.read(articles, self._read)

    def _read(self, articles: list[Article]) -> Iterable[Extraction | Refused]:
        actors, verbs = self._user_actors, self._user_verbs
        if self._pool is None and self._cores > 1 and len(articles) >= FEW:
            self._pool = self._stack.enter_context(pool_map(self._cores, actors, verbs))
        mapped: Callable[..., Any] = map if self._pool is None else self._pool
        return extract_all(articles, settings=self._settings, user_actors=actors, user_verbs=verbs, map=mapped)


@lru_cache(maxsize=2)
def _readings(settings: Settings, user_actors: Path | None, user_verbs: Path | None) -> Readings:
    """What this process read with these engines and tables, which are loaded once a process as well."""
    return Readings(is_open=is_waiting)


def _batches(given: Iterable[Article | Refused], size: int) -> Iterator[list[Article | Refused]]:
    items = iter(given)
    while batch := list(islice(items, size)):
        yield batch

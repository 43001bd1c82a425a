"""Reads stored articles again with the present coder, and says what changed.

Both readings are kept; the new one becomes current. Work goes in batches, each one transaction, and an article that the
present coder has read is passed over: a recoding that is stopped goes on where it stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from dateline.engine.fusing import fuse_store
from dateline.engine.run import BATCH, Extract, Extractor, own_actors, own_verbs
from dateline.engine.translating import has_another_engine
from dateline.engine.translators.settings import Settings
from dateline.extraction.article import CODER
from dateline.extraction.translated import KEPT
from dateline.store import Store
from dateline.values import Extraction, Refused, event_ids, statement_ids
from dateline.values.article import Article


class Change(Struct, frozen=True, kw_only=True):
    """What a new reading of an article gave: event types found anew and no longer found, statements likewise."""

    article: str
    events_added: tuple[str, ...]
    events_dropped: tuple[str, ...]
    statements_added: int
    statements_dropped: int


class Recoded(Struct, frozen=True, kw_only=True):
    """What a recoding did: `read` is revised + same + refused. `passed_over` had the present coder's reading before.

    `revised` counts the articles of which anything in the reading differs, `changed` those whose events or statements
    do. `incidents`: added, revised, removed; None when nothing had to be fused.
    """

    read: int
    revised: int
    changed: int
    same: int
    passed_over: int
    refusals: tuple[Refused, ...]
    added: dict[str, int]
    dropped: dict[str, int]
    incidents: tuple[int, int, int] | None


def recode(
    store: Store,
    *,
    seen_at: str,
    coder: str = CODER,
    everything: bool = False,
    cores: int = 1,
    settings: Settings | None = None,
    user_verbs: Path | None = None,
    extract: Extract | None = None,
    tell: Callable[[Change], None] = lambda change: None,
    progress: Callable[[int], None] = lambda read: None,
    batch: int = BATCH,
) -> Recoded:
    """Read every article that stands again, and bring the picture up to date.

    Args:
        store: open for writing.
        seen_at: now, ISO, UTC.
        coder: the present coder; articles with a reading of it are passed over.
        everything: read those too, as after a change of catalogue or gazetteer.
        cores: processes to extract with.
        settings: which translation engines may be used; None takes what is installed here.
        user_verbs: the user's own words of acts; None takes those beside the store.
        extract: reads a list of articles in order; None takes the real one.
        tell: called for each article whose events or statements changed, in the order of ids.
        progress: called with the number read so far.
        batch: articles in one transaction.
    Returns:
        what changed, in numbers.
    """
    due, passed_over = [], 0
    for reading in store.readings():
        is_there = bool(reading.article.text)  # a purged text cannot be read again: its reading stays
        if is_there and (everything or _is_due(reading.extraction, coder, settings or Settings())):
            due.append(reading.article.id)
        else:
            passed_over += 1
    read = revised = changed = same = 0
    refusals: list[Refused] = []
    added: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    with ExitStack() as stack:
        extract = extract or Extractor(
            stack, cores, settings or Settings(), own_actors(store), user_verbs or own_verbs(store)
        )
        for start in range(0, len(due), batch):
            readings = [found for name in due[start : start + batch] if (found := store.reading(name)) is not None]
            articles = [reading.article for reading in readings]
            with store.batch():
                for reading, outcome in zip(readings, extract(articles)):
                    read += 1
                    if isinstance(outcome, Refused):  # the reading before stays; why is said and kept
                        store.refuse(outcome, seen_at=seen_at)
                        refusals.append(outcome)
                        continue
                    if not store.revise(reading.article, outcome, seen_at=seen_at):
                        same += 1
                        continue
                    revised += 1
                    change = _change(reading.article, reading.extraction, outcome)
                    if change is not None:
                        changed += 1
                        added.update(change.events_added)
                        dropped.update(change.events_dropped)
                        tell(change)
            progress(read)
    fused = None
    if not store.is_fused():
        with store.batch():
            fused = fuse_store(store, at=seen_at)
        store.tune()
    return Recoded(
        read=read,
        revised=revised,
        changed=changed,
        same=same,
        passed_over=passed_over,
        refusals=tuple(refusals),
        added=dict(sorted(added.items())),
        dropped=dict(sorted(dropped.items())),
        incidents=fused,
    )


def _is_due(extraction: Extraction, coder: str, settings: Settings) -> bool:
    """Read by another coder, kept until its language can be read, or translated by another engine than is here now."""
    by = extraction.coder
    is_by_this_coder = by == coder or by.startswith(f"{coder}, ")
    return by.endswith(KEPT) or not is_by_this_coder or has_another_engine(extraction, settings)


def _change(article: Article, before: Extraction, now: Extraction) -> Change | None:
    old = dict(zip(event_ids(article, before.events), before.events))
    new = dict(zip(event_ids(article, now.events), now.events))
    said_before, said_now = statement_ids(article, before.statements), statement_ids(article, now.statements)
    change = Change(
        article=article.id,
        events_added=tuple(event.type for name, event in new.items() if name not in old),
        events_dropped=tuple(event.type for name, event in old.items() if name not in new),
        statements_added=_missing(said_now, said_before),
        statements_dropped=_missing(said_before, said_now),
    )
    is_same = not (change.events_added or change.events_dropped or change.statements_added or change.statements_dropped)
    return None if is_same else change


def _missing(names: Iterable[str], among: Iterable[str]) -> int:
    known = set(among)
    return sum(name not in known for name in names)

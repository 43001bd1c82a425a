"""Fuses what a store holds: copies, stories, incidents - each in place of what was said before."""

from collections.abc import Iterable, Iterator

from dateline.engine.settling import decisions, settle
from dateline.fusion.copies import in_time
from dateline.fusion.corrections import regroup_stories
from dateline.fusion.incidents import fuse
from dateline.fusion.purged import Shelved, with_purged
from dateline.fusion.stories import group
from dateline.store import ArticleRow, Reading, Store
from dateline.values import Article


def fuse_store(store: Store, *, at: str) -> tuple[int, int, int]:
    """Bring copies, stories and incidents up to date with the articles that stand now and with what people decided.

    Args:
        store: open for writing.
        at: now, ISO, UTC; dates the changes that subscribers are told of.
    Returns:
        incidents added, revised and removed.
    """
    with store.batch():
        rows: dict[str, ArticleRow] = {}
        articles = in_time(_noted(store.readings(), rows))
        shelved = [_shelved(article, rows[article.id]) for article in articles]
        stories, copies = with_purged(*group(article for article in articles if article.text), shelved)
        store.replace_copies(copies)
        decided = decisions(store)
        order = {article.id: n for n, article in enumerate(articles)}
        titles = {article.id: article.title for article in articles}
        stories = regroup_stories(stories, decided, order=order, titles=titles)
        store.replace_stories(stories)
        shelf = {article: story.id for story in stories for article in story.articles}
        settle(store, decided, at=at)
        return store.replace_incidents(fuse(store.events(), stories=shelf, decisions=decided), at=at)


def _noted(readings: Iterable[Reading], rows: dict[str, ArticleRow]) -> Iterator[Article]:
    for reading in readings:
        rows[reading.article.id] = reading.row
        yield reading.article


def _shelved(article: Article, row: ArticleRow) -> Shelved:
    return Shelved(article.id, row.copy_of, row.story, row.title, bool(article.text))

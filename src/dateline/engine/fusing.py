"""Fuses what a store holds: copies, stories, incidents - each in place of what was said before."""

from dateline.engine.settling import decisions, settle
from dateline.fusion.copies import in_time
from dateline.fusion.corrections import regroup_stories
from dateline.fusion.incidents import fuse
from dateline.fusion.stories import group
from dateline.store import Store


def fuse_store(store: Store, *, at: str) -> tuple[int, int, int]:
    """Bring copies, stories and incidents up to date with the articles that stand now and with what people decided.

    Args:
        store: open for writing.
        at: now, ISO, UTC; dates the changes that subscribers are told of.
    Returns:
        incidents added, revised and removed.
    """
    with store.batch():
        articles = in_time(reading.article for reading in store.readings())
        stories, copies = group(articles)
        store.replace_copies(copies)
        decided = decisions(store)
        order = {article.id: n for n, article in enumerate(articles)}
        titles = {article.id: article.title for article in articles}
        stories = regroup_stories(stories, decided, order=order, titles=titles)
        store.replace_stories(stories)
        shelf = {article: story.id for story in stories for article in story.articles}
        settle(store, decided, at=at)
        return store.replace_incidents(fuse(store.events(), stories=shelf, decisions=decided), at=at)

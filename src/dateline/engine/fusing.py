"""Fuses what a store holds: copies, stories, incidents - each in place of what was said before."""

from dateline.fusion.incidents import fuse
from dateline.fusion.stories import group
from dateline.store import Store


def fuse_store(store: Store, *, at: str) -> tuple[int, int, int]:
    """Bring copies, stories and incidents up to date with the articles that stand now.

    Args:
        store: open for writing.
        at: now, ISO, UTC; dates the changes that subscribers are told of.
    Returns:
        incidents added, revised and removed.
    """
    articles = [reading.article for reading in store.readings()]
    stories, copies = group(articles)
    store.replace_copies(copies)
    store.replace_stories(stories)
    shelf = {article: story.id for story in stories for article in story.articles}
    return store.replace_incidents(fuse(store.events(), stories=shelf), at=at)

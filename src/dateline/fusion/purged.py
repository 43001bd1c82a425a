"""What was known of reports whose text is gone: they stay copies of what they copied, on the shelf they stood on.

Grouping looks at words. A report without any can neither join a story nor leave it, so what was said of it while its
words were there holds; a report that comes later and belongs to its story finds it through a member that has words.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from dateline.fusion.stories import why_one_story
from dateline.values import Copy, Story


class Shelved(Struct, frozen=True):
    """A report as it was last grouped: what it copies, its story; `has_text` is False once its text was purged."""

    id: str
    copy_of: str | None
    story: str | None
    title: str | None
    has_text: bool


def with_purged(
    stories: Iterable[Story], copies: Iterable[Copy], shelved: Sequence[Shelved]
) -> tuple[tuple[Story, ...], tuple[Copy, ...]]:
    """Stories and copies among the reports that have words, joined by what was known of those that have none.

    Args:
        stories, copies: as `group` gives them for the reports with text.
        shelved: all reports in time order, as they were grouped before.
    Returns:
        stories and copies over all of them. A story keeps the id that follows from its earliest member.
    """
    purged = {row.id for row in shelved if not row.has_text}
    if not purged:
        return tuple(stories), tuple(copies)
    kept = {row.id: row.copy_of for row in shelved if row.copy_of and (row.id in purged or row.copy_of in purged)}
    found = {copy.article: copy for copy in copies if copy.article not in kept}
    settled = [
        structs.replace(copy, copy_of=kept.get(copy.copy_of, copy.copy_of))  # no copy of a copy
        for copy in found.values()
        if kept.get(copy.copy_of) != copy.article
    ]
    settled += [Copy(article, source, "told before its text was purged") for article, source in kept.items()]
    return _stories(list(stories), shelved, purged), tuple(sorted(settled, key=lambda copy: copy.article))


def _stories(stories: list[Story], shelved: Sequence[Shelved], purged: set[str]) -> tuple[Story, ...]:
    order = {row.id: n for n, row in enumerate(shelved)}
    shelf_of = {row.id: row.story for row in shelved}
    gone: dict[str, list[str]] = {}
    for row in shelved:
        if row.id in purged:
            gone.setdefault(row.story or f"story-{row.id}", []).append(row.id)
    told = []
    for story in stories:
        before = [shelf for name in story.articles if (shelf := shelf_of.get(name)) in gone]
        members = [*story.articles, *(name for shelf in dict.fromkeys(before) for name in gone.pop(shelf, ()))]
        ids = sorted(members, key=lambda name: order.get(name, len(order)))
        told.append(_told(story.title, ids))
    titles = {row.id: row.title for row in shelved}
    told += [_told(next((titles[name] for name in ids if titles[name]), None), ids) for ids in gone.values()]
    return tuple(sorted(told, key=lambda story: order.get(story.articles[0], len(order))))


def _told(title: str | None, ids: Sequence[str]) -> Story:
    return Story(f"story-{ids[0]}", tuple(ids), title, why_one_story(len(ids)))

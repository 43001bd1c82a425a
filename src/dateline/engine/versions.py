"""A fetched page as an article, dated as the version of the report that it is."""

from hashlib import sha256

from msgspec.structs import replace

from dateline.reading.links import host_of
from dateline.reading.pages import article_of, readable_stamp
from dateline.reading.sources import Source
from dateline.store.sources import QueuedPage
from dateline.values import Article, Refused, content_id
from dateline.values.days import moment_of


def to_article(page: QueuedPage, body: bytes, source: Source | None) -> Article | Refused:
    """A fetched page as an article at its final address, with what the feed knows where the page is silent."""
    url = page.final_url or page.url
    article = article_of(body, page.content_type or "", url)
    if isinstance(article, Refused):
        return replace(article, room="collecting")
    hint = page.hint
    published = article.published
    if hint.get("published") and (
        published is None or len(published) == 10
    ):  # a bare day may be guessed: the feed knows
        published = readable_stamp(hint["published"]) or published
    article = replace(
        article,
        id="",
        url=url,
        published=published,
        title=article.title or hint.get("title"),
        byline=article.byline or hint.get("byline"),
        language=article.language or hint.get("language"),
        publisher=(source.publisher if source else None) or article.publisher or host_of(url).removeprefix("www."),
    )
    return replace(article, id=content_id(article))


def as_version(article: Article, page: QueuedPage) -> tuple[Article, str | None]:
    """The article dated as the version it is, and its digest; None for the text that was read before.

    A publisher may change words and keep the stamp: then the version dates from when we saw it, so that no figure as of
    an earlier day rests on words that were not there yet.
    """
    words = sha256(f"{article.title}\n{article.text}".encode()).hexdigest()
    stamp = article.updated or article.published or ""
    before, _, old_stamp = (page.digest or "").partition(" ")
    if before == words:
        return article, None
    if before and stamp <= old_stamp:
        stamp = moment_of(page.fetched_at or page.found_at)
        article = replace(article, id="", updated=stamp)
        article = replace(article, id=content_id(article))
    return article, f"{words} {stamp}"

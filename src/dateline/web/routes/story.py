"""`/story/ID`: the reports of one happening, in the order they came out."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from dateline.engine.decided import history
from dateline.store import ArticleFilter
from dateline.web.desk import ask
from dateline.web.tongues import _

router = APIRouter()


@router.get("/story/{name}")
def story(request: Request, name: str) -> Response:
    """The reports of one happening."""
    desk, asked = ask(request)
    found = desk.store.story(name)
    reports = desk.store.articles(ArticleFilter(story=name, standing=False, as_of=asked.as_of), limit=200)
    if found is None or not reports:  # none of it was out, as of a day
        raise HTTPException(404, _("No story has this id now. Stories are put together anew when reports come in."))
    events = desk.store.events(asked.events(story=name), limit=200)
    return desk.page(
        request,
        "story.html",
        asked=asked,
        story=found,
        reports=sorted(reports, key=lambda r: (r.published or r.known_on, r.id)),
        events=events,
        entries=history(desk.record(asked.as_of), articles=found.articles),
    )

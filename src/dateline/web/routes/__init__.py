"""The pages, a file each."""

from dateline.web.routes import (
    about,
    actor,
    article,
    evidence,
    guide,
    health,
    incident,
    login,
    pair,
    place,
    review,
    search,
    start,
    story,
    tables,
)

ROUTERS = tuple(
    room.router
    for room in (
        login,
        health,
        start,
        pair,
        actor,
        place,
        incident,
        story,
        article,
        evidence,
        tables,
        search,
        review,
        about,
        guide,
    )
)

"""One report as it was read."""

from msgspec import Struct


class Outlet(Struct, frozen=True):
    """Where the publisher is at home: ISO 3166 alpha-3 country, WGS84 degrees."""

    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class Article(Struct, frozen=True, kw_only=True):
    """One report. `text` is never touched after reading; every offset counts in it.

    Dates are ISO 8601 as the source gave them (a date, or a date-time with or without zone).
    `text` may be the bare body or all that a page prints: headline, captions, notices and stamps included.
    `mark`: how far it may be passed on (`values/mark.py`); None where nobody said.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    outlet: Outlet | None = None
    mark: str | None = None


class Refused(Struct, frozen=True):
    """An article that could not be read: which room refused it, why, and how to mend it."""

    id: str | None
    room: str
    why: str
    where: str | None = None  # file and line, where there is one

"""What travels between the rooms: frozen values that check themselves when read from disk.

Nothing here loads, decides or remembers. A value names its units and offsets; changing one is `msgspec.structs.replace`.
"""

from dateline.values.actor import Actor, Entity, Party
from dateline.values.article import Article, Outlet, Refused
from dateline.values.days import days_of
from dateline.values.event import Event, Pinned, RoleFiller, Roles, Toll
from dateline.values.evidence import Evidence, FoundEvent, FoundStatement, Sighting
from dateline.values.extraction import Extraction
from dateline.values.identity import content_id, digest_of, event_ids, statement_ids
from dateline.values.incident import Copy, Count, Incident, ReportedToll, Site, Story
from dateline.values.place import Candidate, Place
from dateline.values.review import Fixed, Review
from dateline.values.span import Notice, Sentence, Span, Via
from dateline.values.statement import Statement
from dateline.values.time import Time

__all__ = [
    "Actor",
    "Article",
    "Candidate",
    "Copy",
    "Count",
    "Entity",
    "Event",
    "Evidence",
    "Extraction",
    "Fixed",
    "FoundEvent",
    "FoundStatement",
    "Incident",
    "Notice",
    "Outlet",
    "Party",
    "Pinned",
    "Place",
    "Refused",
    "ReportedToll",
    "Review",
    "RoleFiller",
    "Roles",
    "Sentence",
    "Sighting",
    "Site",
    "Span",
    "Statement",
    "Story",
    "Time",
    "Toll",
    "Via",
    "content_id",
    "days_of",
    "digest_of",
    "event_ids",
    "statement_ids",
]

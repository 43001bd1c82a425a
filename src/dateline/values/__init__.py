"""What travels between the rooms: frozen values that check themselves when read from disk.

Nothing here loads, decides or remembers. A value names its units and offsets; changing one is `msgspec.structs.replace`.
"""

from dateline.values.actor import Actor, Entity, Party
from dateline.values.article import Article, Outlet, Refused
from dateline.values.event import Event, Pinned, RoleFiller, Roles, Toll
from dateline.values.extraction import Extraction
from dateline.values.place import Candidate, Place
from dateline.values.span import Notice, Sentence, Span, Via
from dateline.values.statement import Statement
from dateline.values.time import Time

__all__ = [
    "Actor",
    "Article",
    "Candidate",
    "Entity",
    "Event",
    "Extraction",
    "Notice",
    "Outlet",
    "Party",
    "Pinned",
    "Place",
    "Refused",
    "RoleFiller",
    "Roles",
    "Sentence",
    "Span",
    "Statement",
    "Time",
    "Toll",
    "Via",
]

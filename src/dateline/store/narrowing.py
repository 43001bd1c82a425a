"""The words that the page, the API, the command line and frames narrow a table by, and the filter that they make.

One table says which word is which field of which filter, so that the same words give the same rows everywhere.
"""

from collections.abc import Mapping
from typing import Any, Literal

from dateline.store.filters import ArticleFilter, EventFilter, IncidentFilter, StatementFilter

Table = Literal["events", "statements", "incidents", "sources"]
Filter = EventFilter | StatementFilter | IncidentFilter | ArticleFilter
_WINDOW = {"since": "since", "until": "until", "as_of": "as_of"}
_TOLD = {"outlet": "publisher", "language": "language"}
_ACTS = {key: key for key in ("actor", "type", "of", "quad", "modality", "country", "admin1")}
_FIELDS: dict[str, dict[str, str]] = {
    "events": {**_ACTS, "by": "source", "about": "target", **_TOLD, "story": "story", **_WINDOW},
    "incidents": {**_ACTS, **_TOLD, **_WINDOW},
    "statements": {"by": "by", "about": "about", "kind": "kind", "stance": "stance", **_TOLD, **_WINDOW},
    "sources": {"actor": "actor", **_TOLD, "story": "story", **_WINDOW},
}
_FILTERS: dict[str, type[Filter]] = {
    "events": EventFilter, "incidents": IncidentFilter, "statements": StatementFilter, "sources": ArticleFilter,
}  # fmt: skip
_PAIRED = ("events", "incidents")  # `one` and `other`: the two on opposite sides
_THROUGH = ("events", "incidents", "statements")  # `mt`: `no`, or the engine that it came through


def words_for(table: str) -> frozenset[str]:
    """The words that narrow a table."""
    pair = ("one", "other") if table in _PAIRED else ()
    return frozenset((*_FIELDS[table], *pair, *(("mt",) if table in _THROUGH else ())))


def narrowed(table: Table, words: Mapping[str, Any]) -> Any:
    """The filter that some words make; a word that does not narrow the table is passed over, None asks for everything.

    `mt` is `no` for what stands on no machine translation, else the name of an engine. Reports are those that stood on
    the day of `as_of`; without one, withdrawn ones are listed too.
    """
    fields: dict[str, Any] = {field: words.get(word) for word, field in _FIELDS[table].items()}
    one, other, mt = words.get("one"), words.get("other"), words.get("mt")
    if table in _PAIRED and one and other:
        fields["pair"] = (one, other)
    if table in _THROUGH and mt is not None:
        fields |= {"machine_translated": False} if mt.lower() == "no" else {"engine": mt}
    if table == "sources":
        fields["standing"] = words.get("as_of") is not None
    return _FILTERS[table](**fields)

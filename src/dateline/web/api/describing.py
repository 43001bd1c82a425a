"""The OpenAPI document, made from the table that the API is served from, so that it cannot say anything else."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from dateline import __version__
from dateline.exports.columns import schema_of
from dateline.exports.rows import COLUMNS
from dateline.web.api.answers import ErrorAnswer, Listed, WarningsListed
from dateline.web.api.asking import PARAMETERS
from dateline.web.api.endpoints import NOTE, Endpoint

_REF = "#/components/schemas/{name}"
_ERRORS = {
    "400": "The question cannot be understood; `why` says what would do.",
    "401": "A token is needed where the picture is served to others.",
    "403": "The token's role does not allow this.",
    "404": "There is no such thing; or what `after` names is gone: begin again without it.",
    "405": "Only GET is answered.",
    "421": "This server does not answer to that name.",
    "429": "Too many requests at once; `Retry-After` says when to come again.",
}


def describe(endpoints: Sequence[Endpoint], *, root: str) -> dict[str, Any]:
    """The document, OpenAPI 3.1.

    Args:
        endpoints: all there are.
        root: what their paths begin with.
    """
    kinds = list({id(e.gives): e.gives for e in endpoints}.values())
    schemas, shapes = msgspec.json.schema_components([*kinds, ErrorAnswer], ref_template=_REF)
    by_kind = {id(kind): schema for kind, schema in zip([*kinds, ErrorAnswer], schemas, strict=True)}
    error = by_kind[id(ErrorAnswer)]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dateline", "version": __version__, "description": NOTE, "license": {"name": "Apache-2.0"}},
        "paths": {
            root + re.sub(r":path", "", e.path): {"get": _operation(e, by_kind[id(e.gives)], error)} for e in endpoints
        },
        "components": {
            "schemas": shapes,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(one: Endpoint, gives: dict[str, Any], error: dict[str, Any]) -> dict[str, Any]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"\{(\w+)", one.path)
    ]
    in_query = [
        {"name": p.name, "in": "query", "required": p.is_needed, "description": p.about, "schema": p.takes}
        for p in (PARAMETERS[name] for name in one.takes)
    ]
    answers = {
        "200": {"description": one.about, "content": {"application/json": {"schema": _shape(one, gives)}}},
        "304": {"description": "Nothing changed since the answer whose ETag was sent."},
    }
    for code, why in _ERRORS.items():
        answers[code] = {"description": why, "content": {"application/json": {"schema": error}}}
    return {
        "operationId": one.answer.__name__,
        "summary": one.about,
        "parameters": [*in_path, *in_query],
        "responses": answers,
    }


def _shape(one: Endpoint, gives: dict[str, Any]) -> dict[str, Any]:
    """The shape of an answer; rows have their columns named and typed."""
    if one.gives not in (Listed, WarningsListed) or one.table is None:
        return gives
    row = row_schema(one.table)
    return {"allOf": [gives, {"type": "object", "properties": {"items": {"type": "array", "items": row}}}]}


def row_schema(table: str) -> dict[str, Any]:
    """A row of a table, as JSON Schema: what an answer lists, and what a line of a JSON Lines download holds."""
    columns = COLUMNS[table]
    return {
        "type": "object",
        "required": list(columns),
        "properties": {column: schema_of(table, column) for column in columns},
        "additionalProperties": False,
    }

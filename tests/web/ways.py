"""Every way out of the page, from the lists of routes, addresses of the API and formats, so that new ones are included."""

import re
from collections.abc import Iterator, Mapping

from fastapi.routing import APIRoute

from dateline.exports import FORMATS
from dateline.web.api.endpoints import ENDPOINTS, ROOT
from dateline.web.routes import ROUTERS
from dateline.web.routes.tables import _VIEWS


def routes() -> Iterator[str]:
    """Every path that answers GET: pages, downloads and addresses of the API."""
    yield from (r.path for router in ROUTERS for r in router.routes if isinstance(r, APIRoute) and "GET" in r.methods)
    yield from (ROOT + endpoint.path for endpoint in ENDPOINTS)


def filled(path: str, names: Mapping[str, str], parts: Mapping[str, str]) -> Iterator[str]:
    """A path with something that exists for each of its parts; one for each kind of download.

    Args:
        path: of a route.
        names: what `{name}` is, by how the path begins.
        parts: what the other parts are.
    """
    if "{form}" in path:
        for table in _VIEWS:
            yield from (
                path.replace("{table}", table).replace("{form}", name)
                for name, form in FORMATS.items()
                if table in form.tables
            )
        return
    for start, name in names.items():
        if path.removeprefix(ROOT).startswith(start):
            path = re.sub(r"\{name(:path)?\}", name, path)
    yield re.sub(r"\{(\w+)(:path)?\}", lambda m: parts.get(m[1], parts["one"]), path)

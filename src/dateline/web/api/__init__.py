"""The picture for programs: the same answers as the pages, as JSON, described by an OpenAPI document of itself.

`asking.py` reads and checks what an address asks, `answers.py` says what comes back, `endpoints.py` has one function for
each address, `describing.py` makes the OpenAPI document from the same table that the addresses are served from.
"""

from dateline.web.api.endpoints import router

__all__ = ["router"]

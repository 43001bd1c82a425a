"""`/help/figures` and `/help/limits`: the two pages of the documentation that a reader of the picture needs beside it.

Their text is `docs/figures.md` and `docs/limits.md`, which travel in the wheel. They are English, whatever the page speaks.
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dateline.web.desk import HERE, ask

router = APIRouter()
PAGES = ("figures", "limits")
_FOLDERS = (HERE / "help", HERE.parents[2] / "docs")  # in a wheel; in a checkout
_PATH = re.compile(r"`/(\w*)`")


@router.get("/help/{page}")
def show(request: Request, page: str) -> Response:
    """One page of help; each section has the first word of the addresses that it explains as its anchor."""
    if page not in PAGES:
        raise HTTPException(404, "Not Found")
    desk, asked = ask(request)
    title, body = _rendered(page)
    return desk.page(request, "help.html", asked=asked, title=title, body=body)


@cache
def _rendered(page: str) -> tuple[str, str]:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(_text(page))
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            for path in reversed(_PATH.findall(inline.content)):
                token.attrSet("id", path or "start")
        elif token.type == "table_open":
            token.attrSet("class", "plain-table")
        if token.type == "inline" and token.children:
            token.children = _without_other_pages(token.children)
    return tokens[1].content, str(markdown.renderer.render(tokens, markdown.options, {}))


def _text(page: str) -> str:
    path: Path = next(folder / f"{page}.md" for folder in _FOLDERS if (folder / f"{page}.md").is_file())
    return path.read_text("utf-8")


def _without_other_pages(tokens: list[Token]) -> list[Token]:
    """Links between these pages lead there; what they say of other pages of the documentation stays as words."""
    kept, is_open = [], False
    for token in tokens:
        if token.type == "link_open":
            name = str(token.attrGet("href") or "").removesuffix(".md")
            is_open = name in PAGES
            if is_open:
                token.attrSet("href", f"/help/{name}")
        if token.type not in ("link_open", "link_close") or is_open:
            kept.append(token)
    return kept

"""The help that the page serves: it explains every page and every label of a figure, and loads nothing."""

import re
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from dateline.web import words
from dateline.web.routes import guide

TEMPLATES = Path(guide.__file__).parents[1] / "templates"
_LABEL = re.compile(r"<(?:h2|h3|th|dt)\b[^>]*>\{\{ (?:_|pgettext)\((?:'[^']*', )?'([^']+)'\)")
_NO_FIGURES = {"about.html", "base.html", "review_group.html", "review_one.html"}  # prose, keys, forms
_PAGES = (
    "", "pair", "actor", "place", "incident", "story", "article", "events", "incidents", "statements", "calendar",
    "warnings", "sources", "search", "review", "evidence", "health",
)  # fmt: skip


def _figures() -> str:
    return re.sub(r"\s+", " ", guide._text("figures")).lower()


def test_every_label_of_a_figure_is_explained() -> None:
    """Headings and names of columns, as the templates print them."""
    said = _figures()
    for path in sorted(TEMPLATES.glob("*.html")):
        if path.name not in _NO_FIGURES:
            for label in _LABEL.findall(path.read_text("utf-8")):
                assert label.lower() in said, f"docs/figures.md says nothing of “{label}” ({path.name})"


@pytest.mark.parametrize("name", ["DOUBTS", "FACETS", "OUTCOMES", "RISES", "STANCES", "QUADS"])
def test_every_word_of_state_is_explained(name: str) -> None:
    """Facets, doubt, outcomes, kinds of warning, stances, quads."""
    said = _figures()
    for key in getattr(words, name):
        assert getattr(words, name).say(key).split()[-1] in said, key


def test_each_page_has_its_section(small: TestClient) -> None:
    """The link at the foot of a page leads to what explains it."""
    page = html.fromstring(small.get("/help/figures").text)
    anchors = {node.get("id") for node in page.iter("h2")}
    assert {name or "start" for name in _PAGES} <= anchors
    foot = html.fromstring(small.get("/events").text).xpath("//footer//a/@href")
    assert any(href.endswith("/help/figures#events") for href in foot)


@pytest.mark.parametrize("name", guide.PAGES)
def test_help_leads_nowhere_else(small: TestClient, name: str) -> None:
    """Its links stay on this page; nothing in it is markup that the text did not mean."""
    page = html.fromstring(small.get(f"/help/{name}").text)
    (body,) = page.xpath("//div[contains(@class, 'help')]")
    assert body.get("lang") == "en"
    assert {a.get("href").split("#")[0] for a in body.iter("a")} <= {f"/help/{other}" for other in guide.PAGES}
    assert not body.xpath(".//script | .//img | .//@style")


def test_there_is_no_other_page_of_help(small: TestClient) -> None:
    """Names of files lead nowhere."""
    for name in ("quality", "..%2fREADME", "figures.md"):
        assert small.get(f"/help/{name}").status_code == 404

"""The page's own words in every language it speaks: complete, safe to fill in, and chosen as the reader asks."""

import re
import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from lxml import html
from starlette.testclient import TestClient

from dateline.picture import acts
from dateline.web import words
from dateline.web.tongues import CATALOGUES, choose, tongues

_TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools/words.py"))
_FILES = sorted(CATALOGUES.glob("*.po"))
_PLACES = re.compile(r"%\((\w+)\)s")
_TAGS = re.compile(r"</?\w+[^>]*>")


@pytest.fixture(scope="module")
def source() -> Catalog:
    """The messages as templates and code have them."""
    found: Catalog = _TOOL["messages"]()
    return found


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_a_catalogue_has_every_message_and_no_other(path: Path, source: Catalog) -> None:
    """Run `make words`, then fill in what is empty in src/dateline/web/catalogues."""
    there = {(m.context, m.id): m.string for m in _TOOL["read"](path) if m.id}
    wanted = {(m.context, m.id) for m in source if m.id}
    assert wanted - there.keys() == set()
    assert there.keys() - wanted == set()
    assert [key for key, said in there.items() if not all([said] if isinstance(said, str) else said)] == []


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_a_translation_fills_in_what_its_message_does(path: Path) -> None:
    """The same places and the same tags; a plural form may leave out its number, no other place."""
    for message in _TOOL["read"](path):
        if not message.id:
            continue
        is_plural = not isinstance(message.id, str)
        ids, said = (message.id, message.string) if is_plural else ((message.id,), (message.string,))
        wanted = set(_PLACES.findall(ids[0]))
        for form in said:
            found = set(_PLACES.findall(form))
            assert found <= wanted, form
            assert wanted - found <= ({"num"} if is_plural else set()), form
            assert "%" not in _PLACES.sub("", form)
            assert sorted(_TAGS.findall(form)) == sorted(_TAGS.findall(ids[0])), form


@pytest.mark.parametrize("code", list(tongues()))
def test_every_number_has_its_form(code: str) -> None:
    """Whatever the number, the tongue has a form for it."""
    said = tongues()[code].words
    for n in (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 1000):
        assert said.ngettext("%(num)s report", "%(num)s reports", n)
    if code == "ar":
        forms = [said.ngettext("%(num)s report", "%(num)s reports", n) for n in (1, 2, 3, 11, 100)]
        assert len(set(forms)) == 5


@pytest.mark.parametrize(
    ("asked", "accepted", "code"),
    [
        (None, None, "en"),
        ("fr", "ar", "fr"),
        ("xx", "es", "es"),
        (None, "de, ar;q=0.4, fr-CA;q=0.8", "fr"),
        (None, "ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        (None, ";;q=,*;q=x", "en"),
        ("../etc", "\u202e" * 90, "en"),
    ],
)
def test_the_reader_chooses(asked: str | None, accepted: str | None, code: str) -> None:
    """By the address first, then by the browser; what cannot be read is English."""
    assert choose(asked, accepted).code == code


@pytest.mark.parametrize("code", list(tongues()))
@pytest.mark.parametrize(
    "path", ["/", "/events", "/pair/COD/north-front", "/incident/i0-0", "/article/r1", "/warnings"]
)
def test_a_page_says_its_language_and_keeps_it(small: TestClient, path: str, code: str) -> None:
    """In its root, in its headers and in its links; sentences keep their own."""
    answer = small.get(path, params={"lang": code})
    tree = html.fromstring(answer.text)
    assert (tree.get("lang"), tree.get("dir")) == (code, tongues()[code].direction)
    assert answer.headers["content-language"] == code
    assert "accept-language" in answer.headers["vary"].lower()
    assert {q.get("lang") for q in tree.iter("blockquote")} <= {"en"}
    for link in tree.iter("a"):
        href = link.get("href") or ""
        is_page = href.startswith("/") and not re.match(r"/(static|\w+\.\w+)", href)
        assert not is_page or "lang=" in href, href


def test_downloads_are_the_same_in_every_language(small: TestClient) -> None:
    """Data are codes and English words, whoever asks."""
    for table in ("events", "incidents", "calendar"):
        english = small.get(f"/{table}.csv").text
        assert small.get(f"/{table}.csv", headers={"Accept-Language": "ar"}).text == english


def test_acts_are_called_alike_on_the_page_and_in_data() -> None:
    """In English, where both have words."""
    for type_ in acts.ACTS:
        for of in (None, "CONSULT", "AID"):
            assert words.act_of(type_, of) == acts.act_of(type_, of)


def test_countries_and_days_are_said_by_the_tongue(small: TestClient) -> None:
    """By Unicode's own tables, so that no catalogue has to list them."""
    assert "République démocratique" in small.get("/place/COD?lang=fr").text or "Congo-Kinshasa" in (
        small.get("/place/COD?lang=fr").text
    )
    assert "نوفمبر" in small.get("/events?lang=ar").text
    assert "nov 2021" in small.get("/events?lang=es").text

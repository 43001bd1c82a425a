"""Fifty kinds of hostile words in reports change nothing on the page: every route has the same bones as with tame ones."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet
import pytest
from fastapi.routing import APIRoute
from lxml import html
from starlette.testclient import TestClient

from dateline.exports import FORMATS
from dateline.store import Store
from dateline.web.app import create_app
from dateline.web.routes import ROUTERS

from .conftest import SEEN, fill_incidents, report

KINDS = {
    "script": "<script>alert(1)</script>",
    "closed script": "</script><script src=//evil.example></script>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)><path d='M0'/></svg>",
    "attribute": '" onmouseover="alert(1)',
    "single quotes": "' onfocus='alert(1)' autofocus='",
    "backticks": "`onload=alert(1)`",
    "comment": "<!-- --><!--[if IE]><b>",
    "cdata": "]]><![CDATA[<x>",
    "closing tags": "</p></li></ul></main></body></html>",
    "title": "</title><h1>fake</h1>",
    "textarea": "</textarea><form action=//evil.example>",
    "base": "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "style": "</style><style>*{display:none}</style>",
    "javascript link": "javascript:alert(1)",
    "data link": "data:text/html,<script>alert(1)</script>",
    "entities": "&lt;script&gt;&#60;&#x3c;&quot;&amp;amp;",
    "template": "{{ 7*7 }}{% raw %}{# x #}",
    "format": "%(num)s %s %d {0} ${HOME}",
    "shell": "$(reboot) `reboot`; rm -rf / | cat &",
    "sql": "'); DROP TABLE articles; --",
    "formula": '=HYPERLINK("//evil.example")',
    "csv": 'a,"b"\r\nc;d\te',
    "path up": "../../../../etc/passwd",
    "path of windows": "..\\..\\C:\\boot.ini",
    "path encoded": "%2e%2e%2f%00",
    "address": "?lang=xx&part=1#main",
    "header": "x\r\nSet-Cookie: a=b",
    "right-to-left override": "\u202egnirts\u202c",
    "left-to-right isolate": "\u2066abc\u2067def",
    "unclosed embeddings": "\u202a\u202b" * 40,
    "marks of direction": "\u200f\u200e\u061c",
    "zero width": "a\u200bb\u200cc\u200dd\ufeff",
    "soft hyphens": "\u00ad" * 60,
    "combining": "z" + "\u0301\u0316" * 120,
    "enclosing": "a\u20dd\u20e3",
    "huge word": "w" * 20_000,
    "huge number": "9" * 5_000,
    "many words": "word " * 3_000,
    "many lines": "line\n" * 400,
    "controls": "".join(map(chr, range(1, 32))) + "\x7f",
    "controls of C1": "".join(map(chr, range(0x80, 0xA0))),
    "broken bytes": "\ufffd\ufffe\uffff\U0010ffff",
    "private use": "\ue000\uf8ff\U000f0000",
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "tags of plane 14": "\U000e0041\U000e007f",
    "emoji families": "👨‍👩‍👧‍👦🏳️‍🌈🇺🇳" * 20,
    "Arabic": "قال المتحدث إن القوات انسحبت من المدينة",
    "Hebrew and numbers": "ההתקפה ב-12.3 בשעה 5:30",
    "Chinese": "新华社消息：双方将于下周会谈。" * 10,
    "Thai": "กองกำลังถอนตัวออกจากเมืองแล้ว" * 10,
    "Burmese and Khmer": "တပ်ဖွဲ့များ កងកម្លាំង",
    "Tibetan stacks": "ཧཱུྃ་ཀྵྨྱྭ",
    "look-alikes": "Тhе Тaliban ＜script＞ ｊａｖａ",
    "byte order mark": "\ufeff\ufffe<b>",
}
_TAME = "nothing of note"
_FILLED: dict[str, str] = {
    "one": "COD", "other": "north-front", "name:path": "r1", "country": "COD", "admin1": "Nord-Kivu",
    "table": "events", "form": "csv",
}  # fmt: skip
_NAMES = {"/actor/": "north-front", "/incident/": "i0-0", "/story/": "story-r1", "/article/": "r1"}


def _store(path: Path, words: Callable[[int], str]) -> TestClient:
    with Store(path) as store:
        coded = [
            report(
                f"r{n}", n, hostile=words(n), publisher=f"A{words(n)[:300]}Z", byline=f"A{words(n)[:300]}Z",
                url=f"https://a.example/{n}/{words(n)[:300]}",
            )
            for n in range(len(KINDS))
        ]  # fmt: skip
        fill_incidents(store, coded, seen_at=SEEN, title=f"A {words(1)}")
    return TestClient(create_app(path))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Every report with hostile words of another kind."""
    kinds = list(KINDS.values())
    return _store(tmp_path_factory.mktemp("hostile") / "hostile.db", lambda n: kinds[n])


@pytest.fixture(scope="module")
def tame(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The same reports with tame words."""
    return _store(tmp_path_factory.mktemp("tame") / "tame.db", lambda n: f"{_TAME} {n:02d}")


def _bones(text: str) -> Counter[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, but those of a report's own text, which has its own lines."""
    tree = html.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))
    bones: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for element in tree.iter():
        inside = [e.get("class") or "" for e in element.iterancestors()]
        if isinstance(element.tag, str) and not any("paper" in c.split() for c in inside):
            bones[element.tag, tuple(sorted(element.attrib))] += 1
    return bones


def _pages() -> list[str]:
    """An address for each route that gives a page, from the list of routes, so that new ones are included."""
    found = []
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    for path in (route.path for route in routes if "GET" in route.methods):
        for start, name in _NAMES.items():
            if path.startswith(start):
                path = re.sub(r"\{name(:path)?\}", name, path)
        path = re.sub(r"\{([^}]+)\}", lambda m: _FILLED.get(m[1], "COD"), path)
        found.append(path)
    return found


def test_every_route_has_the_same_bones(hostile: TestClient, tame: TestClient) -> None:
    """No element, no attribute more or less, whatever the reports say."""
    paths = [*_pages(), "/?map=world", "/evidence?type=ASSAULT&from=2021-11-05&to=2021-11-05", "/search?q=barracks"]
    looked_at = 0
    for path in paths:
        one, other = hostile.get(path), tame.get(path)
        assert one.status_code == other.status_code, path
        if one.headers.get("content-type", "").startswith("text/html"):
            assert _bones(one.text) == _bones(other.text), path
            looked_at += 1
    assert looked_at > 15


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_of_each_kind_is_shown_and_stays_inside(hostile: TestClient, tame: TestClient, kind: str) -> None:
    """On its own page, in the drawer and in a search for its words."""
    n = list(KINDS).index(kind)
    for path in (f"/article/r{n}", f"/incident/i{n}-1", f"/events?outlet={quote(f'A{KINDS[kind][:100]}Z')}"):
        answer = hostile.get(path)
        assert answer.status_code == 200, path
        tree = html.fromstring(answer.text)
        assert all((s.get("src") or "").startswith("/static/") for s in tree.iter("script"))
        assert not list(tree.iter("img", "iframe", "object", "embed", "base"))
        for element in tree.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            for link in (element.get("href"), element.get("src"), element.get("action")):
                assert link is None or re.match(r"/(?!/)|#|\?|https://a\.example/", link), link
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text), path
    assert hostile.get("/search", params={"q": KINDS[kind]}).status_code == 200


def _cells(delimiter: str) -> Callable[[bytes], object]:
    return lambda data: [len(row) for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)]


_SHAPES: dict[str, Callable[[bytes], object]] = {
    "csv": _cells(","), "acled": _cells(","), "ucdp": _cells(","), "hxl": _cells(","),
    "gdelt": lambda data: [line.count(b"\t") for line in data.split(b"\n")],
    "gdelt-mentions": lambda data: [line.count(b"\t") for line in data.split(b"\n")],
    "polecat": lambda data: [line.count(b"\t") for line in data.split(b"\n")],
    "json": lambda data: [sorted(row) for row in json.loads(data)],
    "jsonl": lambda data: [sorted(json.loads(line)) for line in data.split(b"\n") if line],
    "geojson": lambda data: Counter(each["geometry"] is None for each in json.loads(data)["features"]),
    "ftm": lambda data: Counter(json.loads(line)["schema"] for line in data.split(b"\n") if line),
    "stix": lambda data: Counter(each["type"] for each in json.loads(data)["objects"]) - Counter(identity=999),
    "prov": lambda data: {name: len(part) for name, part in json.loads(data).items() if name != "agent"},
    "parquet": lambda data: pyarrow.parquet.read_table(io.BytesIO(data)).shape,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_export_has_the_same_shape(hostile: TestClient, tame: TestClient, name: str) -> None:
    """As many rows, cells, features, objects, of the same kinds, whatever the reports say."""
    for table in FORMATS[name].tables:
        one, other = hostile.get(f"/{table}.{name}"), tame.get(f"/{table}.{name}")
        assert one.status_code == other.status_code == 200
        assert _SHAPES[name](one.content) == _SHAPES[name](other.content), table
        assert len(one.headers) == len(other.headers)

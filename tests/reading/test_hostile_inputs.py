"""What a million spoiled inputs found, in small: broken archives, nesting without end, numbers and bytes that are none.

The million is `benchmarks/mutations.py`; a few thousand of it are read here.
"""

import gzip
import sys
from pathlib import Path

import pytest

from dateline.engine.translators.settings import Settings, open_translators
from dateline.engine.user_actors import rows_of
from dateline.engine.watch_file import read_config
from dateline.errors import DatelineError
from dateline.extraction.events.lexicon import read_lexicon
from dateline.picture.watch_words import Names
from dateline.reading.archives import read_archives, read_raw
from dateline.reading.links import tidy
from dateline.reading.opml import read_opml
from dateline.reading.robots import MiningRules
from dateline.reading.sitemaps import read_sitemap
from dateline.reading.sources import read_sources
from dateline.values import Article, Refused
from dateline.web.access import read_tokens

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from mutations import Tried

LINE = b'{"text": "Guards closed the quay."}\n'


@pytest.mark.parametrize("first", range(0, 1500, 250))
def test_nothing_spoiled_crashes_a_reader(first: int) -> None:
    """Each is read or refused, within its time, and what was read adds up."""
    for number in range(first, first + 250):
        tried = Tried(number, seed=2, measure=False)
        assert tried.trouble is None, f"python benchmarks/mutations.py --seed 2 --only {number}: {tried.trouble}"


def test_an_archive_that_breaks_off_is_read_so_far(tmp_path: Path) -> None:
    """Whole lines before the break come in; the break is told once, with the line before it."""
    packed = gzip.compress(LINE * 4000, 1)
    for name, raw in (("cut", packed[:-40]), ("changed", packed[:30] + b"\x00\x01\x02" + packed[33:])):
        path = tmp_path / f"{name}.jsonl.gz"
        path.write_bytes(raw)
        found = [read_raw(record) for record in read_archives([str(path)])]
        assert [type(item) for item in found[:-1]] == [Article] * (len(found) - 1)
        assert isinstance(found[-1], Refused) and "cut short or broken after line" in found[-1].why


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    """A gzip file of zeros is one refused line."""
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(bytes(25_000_000), 9))
    (found,) = [read_raw(record) for record in read_archives([str(path)])]
    assert isinstance(found, Refused) and "no single report" in found.why


@pytest.mark.parametrize(
    "raw",
    [
        b"a = " + b"[" * 5000,
        b"accept = " + b"9" * 5000,
        b"[[watch]]\nname = 'a'\nquiet_days = 0x" + b"f" * 5000,
        b"\xff\xfe",
        b"collect = 3\ntoken = 3\nwatch = 3\ntranslators = 3\n",
        b'collect = ["a"]\ntoken = ["a"]\nwatch = ["a"]\ntranslators = ["a"]\n',
    ],
    ids=["nested", "a number of 5000 digits", "a number in hex", "no UTF-8", "numbers for tables", "words for tables"],
)
def test_a_table_of_settings_is_read_or_refused_in_our_words(raw: bytes, tmp_path: Path) -> None:
    """Whatever the file holds, no library's error comes through."""
    path = tmp_path / "settings.toml"
    path.write_bytes(raw)
    for read in (
        lambda: read_sources(raw, where="sources.toml"),
        lambda: read_config(path, Names({}, {})),
        lambda: open_translators(Settings(str(path))),
        lambda: read_tokens(path),
        lambda: read_lexicon([path]),
    ):
        with pytest.raises(DatelineError):
            read()


@pytest.mark.parametrize(
    "match", ["(" * 3000, "a{99999999999999999999}", "["], ids=["nested", "a number too large", "open"]
)
def test_a_pattern_that_cannot_be_compiled_is_told(match: str) -> None:
    """With the entry that has it."""
    raw = f'[[site]]\nindex = "https://example.org/"\nmatch = "{match}"\n'.encode()
    with pytest.raises(DatelineError, match=r"number 1: `match` is no regular expression"):
        read_sources(raw, where="sources.toml")


def test_an_engine_at_no_address_is_told(tmp_path: Path) -> None:
    """Brackets that do not close, and what no web server answers."""
    path = tmp_path / "translators.toml"
    for url in ("http://[::1", "ftp://127.0.0.1", "localhost:5000"):
        path.write_text(f'[[translators]]\nengine = "libretranslate"\nurl = "{url}"\nfrom = ["fr"]\n')
        with pytest.raises(DatelineError, match="`url` is no http or https address"):
            open_translators(Settings(str(path)))


def test_lists_that_are_no_words_are_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 behind a declaration of UTF-8: XML that can be mended is, the rest is told."""
    bad = b'<?xml version="1.0" encoding="utf-8"?><opml><outline xmlUrl="https://example.org/\xed\xa0\x80"/><outline/></opml>'
    assert len(read_opml(bad, where="f")) <= 1
    sitemap = b"<url\xed\xa0\x80set><url><loc>https://example.org/a</loc></url></url\xed\xa0\x80set>"
    assert isinstance(read_sitemap(sitemap, url="https://example.org/s"), Refused)
    path = tmp_path / "query.json"
    for raw in (b'[{"personLabel": "\xff"}]', b"[" * 5000):
        path.write_bytes(raw)
        with pytest.raises(DatelineError, match="no JSON"):
            rows_of(path)


def test_half_a_character_in_an_address_is_written_as_a_question() -> None:
    """And the address has one spelling all the same."""
    found = tidy("https://example.org/\udc83?utm_source=x&b=\udcb9")
    assert found is not None and tidy(found) == found


def test_rules_with_many_stars_take_no_time() -> None:
    """A regular expression of sixty stars would try every way to fit a long address."""
    stars = "".join("/a*" for _ in range(60))
    rules = MiningRules(
        f'[{{"location": "{stars}b$", "tdm-reservation": 1}}, {{"location": "/n*/x$", "tdm-reservation": 1}}]'
    )
    assert not rules.reserves("https://example.org" + "/a" * 5000)
    assert rules.reserves("https://example.org/news/2026/x")
    assert not rules.reserves("https://example.org/news/2026/xy")
    assert not MiningRules("[" * 5000).reserves("https://example.org/")
    assert not MiningRules('[{"location": "http://[::1", "tdm-reservation": 1}]').reserves("https://example.org/")

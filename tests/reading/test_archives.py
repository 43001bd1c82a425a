"""Archives into raw records, and records into articles."""

import gzip
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from dateline.errors import InputError
from dateline.reading.archives import read_archives, read_raw
from dateline.reading.warc import Archive
from dateline.values import Article, Refused

LINE = '{"id": "a1", "text": "Rebels left Elm on Sunday.", "published": "2021-11-25"}'
PAGE = b"<html><body><article><h1>Ferry</h1><p>The ferry to Avalon sank on Monday, the harbour master said.</p></article></body></html>"


def test_lines_plain_packed_and_as_rows_are_the_same_articles(tmp_path: Path) -> None:
    """The kind of the archive changes nothing in what is read."""
    (tmp_path / "a.jsonl").write_text(LINE + "\n\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(LINE.encode()))
    row = {"id": ["a1"], "text": ["Rebels left Elm on Sunday."], "published": ["2021-11-25"]}
    parquet.write_table(pyarrow.table(row), tmp_path / "c.parquet")
    found = [read_raw(raw) for raw in read_archives([str(tmp_path)])]
    assert len(found) == 3
    assert len(set(found)) == 1
    assert isinstance(found[0], Article)


def test_pages_of_a_web_archive_come_with_their_address(tmp_path: Path) -> None:
    """A page is parsed when it is read, not when it is cut; the visit dates it."""
    archive = Archive(tmp_path, "visit", made_at="2021-11-25T10:00:00Z", agent="test")
    archive.keep("https://a.example/1", visited="2021-11-25T10:00:00Z", status=200, headers={"content-type": "text/html"}, body=PAGE)  # fmt: skip
    archive.close()
    (raw,) = read_archives([str(tmp_path / "visit.warc.gz")])
    article = read_raw(raw)
    assert isinstance(article, Article)
    assert (article.url, article.publisher, article.updated) == (
        "https://a.example/1", "a.example", "2021-11-25T10:00:00+00:00",
    )  # fmt: skip


def test_a_bad_line_is_refused_with_its_place(tmp_path: Path) -> None:
    """What cannot be read says where it lies, and spoils nothing else."""
    (tmp_path / "a.jsonl").write_text(f"{LINE}\n{{broken\n{LINE}\n")
    found = [read_raw(raw) for raw in read_archives([str(tmp_path / "a.jsonl")])]
    assert [isinstance(item, Refused) for item in found] == [False, True, False]
    assert isinstance(found[1], Refused) and str(found[1].where).endswith("a.jsonl:2")


def test_a_record_is_named_by_what_it_holds(tmp_path: Path) -> None:
    """The same record elsewhere has the same digest; another record has another."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(LINE)
    (tmp_path / "c.jsonl").write_text(LINE.replace("Elm", "Oak"))
    a, b, c = (raw.digest() for raw in read_archives([str(tmp_path)]))
    assert a == b != c


def test_a_table_without_text_is_refused_with_the_mend(tmp_path: Path) -> None:
    """A Parquet file of something else says which column is missing."""
    parquet.write_table(pyarrow.table({"body": ["x"]}), tmp_path / "c.parquet")
    with pytest.raises(InputError, match="no column `text`"):
        list(read_archives([str(tmp_path / "c.parquet")]))
    with pytest.raises(InputError, match="no such file"):
        list(read_archives([str(tmp_path / "missing")]))

"""Web archives: whole, cut short, packed, huge, and with other things in them; warcio as the second reader."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.reading.warc import Archive, Counted, Page, read_warc
from dateline.values import Refused

HTML = b"<html><body><p>The quay of Selm was opened on Friday.</p></body></html>"


def made(path: Path, records: list[tuple[str, str, bytes, dict[str, str]]], *, is_packed: bool = True) -> Path:
    """An archive written by warcio: (address, status line, body, headers) each."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed)
        writer.write_record(writer.create_warcinfo_record("w.warc", {"software": "test"}))
        for url, status, body, headers in records:
            kind = {"Content-Type": "text/html; charset=utf-8", **headers}
            about = StatusAndHeaders(status, list(kind.items()), protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=about)
            writer.write_record(record)
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
    return path


def several(n: int) -> list[tuple[str, str, bytes, dict[str, str]]]:
    return [(f"http://a.example/{i}", "200 OK", HTML.replace(b"Friday", b"Day %d" % i), {}) for i in range(n)]


def pages(path: Path, counted: Counted | None = None) -> list[Page]:
    return [found for found in read_warc(path, counted=counted) if isinstance(found, Page)]


@pytest.mark.parametrize("is_packed", [True, False])
def test_counts_agree_with_a_second_reader(tmp_path: Path, is_packed: bool) -> None:
    """Every record is seen, packed or not, and bodies are what warcio gives."""
    path = made(tmp_path / "a.warc", several(20), is_packed=is_packed)
    counted = Counted()
    found = pages(path, counted)
    with path.open("rb") as file:
        kinds = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)]
    assert counted.records == len(kinds) == 41 and counted.pages == 20 and not counted.is_truncated
    assert [page.body for page in found] == [body for kind, body in kinds if kind == "response"]
    assert counted.skipped == {"warcinfo record": 1, "request record": 20}


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_file_cut_short_gives_its_whole_records(tmp_path: Path, is_packed: bool) -> None:
    """What comes before the cut is read, and the cut is told."""
    path = made(tmp_path / "a.warc", several(20), is_packed=is_packed)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 6 // 10])
    counted = Counted()
    found = list(read_warc(path, counted=counted))
    assert 8 <= counted.pages <= 13 and counted.is_truncated
    assert isinstance(found[-1], Refused) and "cut short" in found[-1].why
    assert [p.body for p in found[:-1] if isinstance(p, Page)] == [r[2] for r in several(20)][: counted.pages]


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    """Other types, other answers, huge records and bombs are let pass, each under its reason."""
    records = [
        ("http://a.example/ok", "200 OK", HTML, {}),
        ("http://a.example/pic", "200 OK", b"\x89PNG", {"Content-Type": "image/png"}),
        ("http://a.example/gone", "404 Not Found", HTML, {}),
        ("http://a.example/huge", "200 OK", b"x" * 6_000_000, {}),
        ("http://a.example/bomb", "200 OK", gzip.compress(bytes(20_000_000)), {"Content-Encoding": "gzip"}),
        ("http://a.example/packed", "200 OK", gzip.compress(HTML), {"Content-Encoding": "gzip"}),
    ]
    counted = Counted()
    found = pages(made(tmp_path / "a.warc.gz", records), counted)
    assert [p.url for p in found] == ["http://a.example/ok", "http://a.example/packed"] and found[1].body == HTML
    assert counted.skipped["no HTML"] == counted.skipped["not answered with 200"] == 1
    assert (
        counted.skipped["larger than a report"] == counted.skipped["compression broken, unknown or beyond measure"] == 1
    )


def test_what_we_write_others_can_read(tmp_path: Path) -> None:
    """Our records go through warcio with digests that hold, and come back as they were."""
    archive = Archive(tmp_path, "own", made_at="2026-11-22T12:00:00Z", agent="test")
    head = {"content-type": "text/html", "content-encoding": "gzip", "x-note": "größe"}
    archive.keep("http://a.example/1", visited="2026-11-22T12:00:01Z", status=200, headers=head, body=HTML)
    archive.keep("http://a.example/2", visited="2026-11-22T12:00:02Z", status=200, headers=head, body=b"")
    archive.close()
    with archive.path.open("rb") as file:
        theirs = [(r.rec_type, r.content_stream().read(), r.digest_checker.passed)
                  for r in ArchiveIterator(file, check_digests=True)]  # fmt: skip
    assert [kind for kind, _, _ in theirs] == ["warcinfo", "response", "response"] and theirs[1][1] == HTML
    assert all(passed is not False for _, _, passed in theirs)
    assert next((p.url, p.visited, p.body) for p in pages(archive.path)) == (
        "http://a.example/1",
        "2026-11-22T12:00:01Z",
        HTML,
    )


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """An archive of the same name is never replaced."""
    Archive(tmp_path, "own", made_at="2026-11-22T12:00:00Z", agent="test").close()
    with pytest.raises(FileExistsError):
        Archive(tmp_path, "own", made_at="2026-11-22T12:00:00Z", agent="test")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """An empty file or another kind of file says so."""
    for raw in (b"", b"hello there\n" * 40, gzip.compress(b"hello" * 100)):
        (tmp_path / "x.warc").write_bytes(raw)
        assert any(isinstance(found, Refused) for found in read_warc(tmp_path / "x.warc"))


@settings(max_examples=40)
@given(st.binary(min_size=1, max_size=40), st.floats(0, 1), st.booleans())
def test_no_bytes_crash_it(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, where: float, is_packed: bool
) -> None:
    """Noise anywhere in an archive ends in pages and refusals."""
    folder = tmp_path_factory.mktemp("w")
    raw = made(folder / "a.warc", several(3), is_packed=is_packed).read_bytes()
    at = int(where * len(raw))
    (folder / "b.warc").write_bytes(raw[:at] + noise + raw[at + len(noise) :])
    assert all(isinstance(found, Page | Refused) for found in read_warc(folder / "b.warc"))

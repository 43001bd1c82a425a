"""Archives in object storage, and shards that go there: a stand-in of S3 on this machine."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from dateline.engine.shards import Outcome, Shelf, cut
from dateline.engine.waves import run_waves
from dateline.errors import InputError
from dateline.reading.archives import Raw, read_archives, read_raw
from dateline.values import Article, Extraction

LINES = "".join(
    json.dumps({"id": f"a{n}", "text": "France condemned the attack in Kabul.", "published": "2021-11-25"}) + "\n"
    for n in range(6)
)


class ReadsOnly:
    """An engine that finds nothing: storage is tried here, not the coder."""

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        for n, record in enumerate(records):
            article = read_raw(msgspec.msgpack.decode(record, type=Raw))
            assert isinstance(article, Article)
            found = Extraction(id=article.id, language="en")
            yield n, msgspec.msgpack.encode(Outcome(article=article, found=found))


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """What lies in the storage: "bucket/key" to bytes."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    from object_storage import object_storage

    with object_storage("news") as (address, kept):
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield kept


def test_an_archive_in_storage_gives_the_bytes_of_one_on_disk(objects: dict[str, bytes], tmp_path: Path) -> None:
    """Read from there and written to there, shards are what they are on disk; a second run knows them all."""
    (tmp_path / "a.jsonl").write_text(LINES)
    objects["news/2011/a.jsonl"] = LINES.encode()
    engine = ReadsOnly()
    done = run_waves(cut(read_archives([str(tmp_path / "a.jsonl")]), size=4), Shelf(str(tmp_path / "found")), engine)
    there = Shelf("s3://news/found")
    assert run_waves(cut(read_archives(["s3://news/2011/a.jsonl"]), size=4), there, engine) == done
    here = {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir()}
    assert {key.removeprefix("news/found/"): kept for key, kept in objects.items() if "found" in key} == here
    assert run_waves(cut(read_archives(["s3://news/2011/"]), size=4), there, engine).known == 6
    assert [list(there.get(name)) for name in there.names()] == [
        list(Shelf(str(tmp_path / "found")).get(name)) for name in sorted(n.removesuffix(".parquet") for n in here)
    ]


def test_a_folder_of_objects_is_read_in_order_of_names(objects: dict[str, bytes]) -> None:
    """To the bottom, hidden ones left out, as a folder on disk."""
    for name in ("b/two.jsonl", "a/one.jsonl", "a/.hidden.jsonl"):
        objects[f"news/in/{name}"] = LINES.encode()
    where = list(dict.fromkeys(raw.where.rpartition(":")[0] for raw in read_archives(["s3://news/in/"])))
    assert where == ["s3://news/in/a/one.jsonl", "s3://news/in/b/two.jsonl"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://news/none.jsonl", "does not exist"),
        ("s3://nowhere/a.jsonl", "nowhere"),
        ("s3://news/none/", "none"),
        ("abc://news/a.jsonl", "abc"),
        ("s3://news/a.pdf", "only .jsonl"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_address(objects: dict[str, bytes], address: str, said: str) -> None:
    """A clean error names the address and what to look at."""
    objects["news/a.pdf"] = b"x"
    with pytest.raises(InputError, match="://") as error:
        list(read_archives([address]))
    assert address in str(error.value) and said in str(error.value)


@pytest.mark.parametrize("address", ["s3://nowhere/found", "abc://news/found"])
def test_a_place_that_is_not_there_is_told_before_anything_is_read(objects: dict[str, bytes], address: str) -> None:
    """Hours of reading must not end at the first shard that cannot be put down."""
    with pytest.raises(InputError, match="address is right"):
        Shelf(address)

"""The gazetteer's file: places and names as one block of bytes that can be mapped and read without unpacking.

Layout, little-endian: a 64-byte head (magic, counts, offsets of the parts), then
    records   40 bytes a place (see RECORD)
    buckets   u32 for each value of the top bits of a name's hash: where its keys begin
    keys      u64 hashes of folded names, sorted
    starts    u32, one a key and one more: where the key's postings begin
    postings  u32, a record number in the low 24 bits and flags above; best known place first
    codes     three letters a country
    heap      UTF-8 names
Pure: takes values and gives bytes. Same places, same bytes.
"""

import math
import struct
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from msgspec import Struct

from dateline.extraction.places.folding import fold

FORMAT = 6
MAGIC = b"DLGAZ\x00\x00" + bytes([FORMAT])
HEAD = struct.Struct("<8sIIIIIIIIIII")
HEAD_BYTES = 64
RECORD = struct.Struct("<iiIIIHHIIfBBH")
KINDS = (
    "city", "admin1", "admin2", "country", "region", "continent", "water", "river", "lake", "mountain", "desert",
    "island", "camp", "crossing", "airbase", "site", "sea", "quarter", "area",
)  # fmt: skip
OTHER_NAME, EXACT_CASE = 1, 2  # flags of a posting: not the usual name; an abbreviation
CAPITAL, PART = 1, 2  # flags of a record: capital of a country; part of a bigger town
_RECORD_BITS = 24
_BUCKET_BITS = 18
_MOST_POSTINGS = 200


class Row(Struct):
    """One place on its way into the file. `admin1` and `admin2` are positions in the list of rows, -1 for none.

    `usual_names` count like `name`, `names` are rarer. `weight` is how likely news means this place when it says the name: on the scale of log10(population).
    """

    name: str
    lat: float
    lon: float
    country: str | None
    kind: str
    population: int = 0
    geonameid: int = 0
    admin1: int = -1
    admin2: int = -1
    radius_km: float = 5.0
    weight: float = 0.0
    flags: int = 0
    usual_names: Sequence[str] = ()
    names: Sequence[str] = ()
    abbreviations: Sequence[str] = ()


def digest(key: bytes) -> int:
    """The 64-bit hash that a folded name is filed under."""
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")


def pack(rows: Sequence[Row]) -> bytes:
    """Make the file's bytes. Rows whose name folds to nothing keep their record but cannot be looked up."""
    codes = sorted({r.country for r in rows if r.country})
    code_of = {c: n + 1 for n, c in enumerate(codes)}
    heap = bytearray()
    records = bytearray()
    for row in rows:
        name = row.name.encode()[:250]
        records += RECORD.pack(
            round(row.lat * 1e5), round(row.lon * 1e5), min(row.population, 2**32 - 1), row.geonameid, len(heap),
            len(name), code_of.get(row.country or "", 0), row.admin1 + 1, row.admin2 + 1, row.radius_km,
            KINDS.index(row.kind), row.flags, max(0, min(65535, round(row.weight * 1000))),
        )  # fmt: skip
        heap += name
    keys, starts, postings = _index(rows)
    shift = 64 - _BUCKET_BITS
    buckets = np.searchsorted(keys >> np.uint64(shift), np.arange(2**_BUCKET_BITS + 1, dtype=np.uint64)).astype("<u4")
    parts = [
        bytes(records), buckets.tobytes(), keys.astype("<u8").tobytes(), starts.astype("<u4").tobytes(),
        postings.astype("<u4").tobytes(), "".join(codes).encode(), bytes(heap),
    ]  # fmt: skip
    offsets, body, at = [], [], HEAD_BYTES
    for part in parts:
        offsets.append(at)
        padded = part + bytes(-len(part) % 8)
        body.append(padded)
        at += len(padded)
    head = HEAD.pack(MAGIC, len(rows), len(keys), len(postings), len(codes), *offsets)
    return head + bytes(HEAD_BYTES - len(head)) + b"".join(body)


def _index(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hashes of names in order, where each one's postings start, and the postings."""
    hashes: list[int] = []
    entries: list[int] = []
    weights: list[int] = []
    for number, row in enumerate(rows):
        weight = round(row.weight * 1000)
        for key, flags in _keys(row):
            hashes.append(digest(key))
            entries.append(number | flags << _RECORD_BITS)
            weights.append(weight - (1600 if flags & OTHER_NAME else 0))
    hash_of = np.array(hashes, dtype=np.uint64)
    entry_of = np.array(entries, dtype=np.uint32)
    order = np.lexsort((entry_of, -np.array(weights, dtype=np.int64), hash_of))
    hash_of, entry_of = hash_of[order], entry_of[order]
    keys, firsts, counts = np.unique(hash_of, return_index=True, return_counts=True)
    rank = np.arange(len(hash_of)) - np.repeat(firsts, counts)
    kept = entry_of[rank < _MOST_POSTINGS]
    starts = np.concatenate([[0], np.cumsum(np.minimum(counts, _MOST_POSTINGS))])
    return keys, starts, kept


def _keys(row: Row) -> Iterable[tuple[bytes, int]]:
    seen = set()
    for name in (row.name, *row.usual_names):
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            yield key.encode(), 0
    for name in row.names:
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            yield key.encode(), OTHER_NAME
    for short in row.abbreviations:
        yield abbreviation_key(short), EXACT_CASE


def abbreviation_key(short: str) -> bytes:
    """Abbreviations are filed as they are printed ("Ky.", "N.S."), spaces aside, apart from full names."""
    return b"\x00" + short.replace(" ", "").encode()


def spread_km(points: Sequence[tuple[float, float]], lat: float, lon: float, *, share: float = 0.9) -> float:
    """How far from (lat, lon) the given share of the points lies, in kilometres."""
    if not points:
        return 0.0
    far = sorted(distance_km(lat, lon, a, b) for a, b in points)
    return far[min(len(far) - 1, int(share * len(far)))]


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres (haversine, radius 6371)."""
    a, b, c, d = math.radians(lat), math.radians(lon), math.radians(other_lat), math.radians(other_lon)
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))

"""Names to places: candidates by name, read straight from the packed file.

Takes the bytes (mapped or in memory) and touches no file itself; `engine.gazetteer` builds and opens them.
"""

from collections.abc import Sequence

from dateline.extraction.places.folding import fold
from dateline.extraction.places.packing import (
    CAPITAL,
    EXACT_CASE,
    HEAD,
    KINDS,
    MAGIC,
    OTHER_NAME,
    PART,
    RECORD,
    Row,
    abbreviation_key,
    digest,
    pack,
)
from dateline.values import Candidate

_BUCKET_SHIFT = 64 - 18
_REMEMBERED_NAMES = 8_000
_RECORD_BYTES = RECORD.size
_unpack = RECORD.unpack_from


class Spot(Candidate, frozen=True):
    """A candidate with what resolving needs: its record number, its admin areas' numbers and how well known it is.

    `weight` is on the scale of log10(population); `radius_km` holds nine tenths of it.
    """

    number: int = -1
    admin1_number: int = -1
    admin2_number: int = -1
    radius_km: float = 5.0
    weight: float = 0.0
    is_capital: bool = False
    is_part: bool = False
    is_other_name: bool = False

    def candidate(self) -> Candidate:
        """The same place as the plain value that leaves the room."""
        return Candidate(
            self.name, self.lat, self.lon, self.country, self.admin1, self.geonameid, self.kind, self.population
        )


class Gazetteer:
    """Candidates by name.

    Args:
        data: the bytes that `packing.pack` made; a map of the file works as well as bytes.
    Raises:
        ValueError: the bytes are no gazetteer of this format.
    """

    def __init__(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        if len(view) < HEAD.size or bytes(view[:8]) != MAGIC:
            raise ValueError("not a gazetteer of this version")
        _, rows, keys, postings, codes, *at = HEAD.unpack_from(view)
        self._view = view
        self._rows = rows
        self._at_records, self._at_heap = at[0], at[6]
        self._buckets = view[at[1] : at[1] + 4 * (2**18 + 1)].cast("I")
        self._keys = view[at[2] : at[2] + 8 * keys].cast("Q")
        self._starts = view[at[3] : at[3] + 4 * (keys + 1)].cast("I")
        self._postings = view[at[4] : at[4] + 4 * postings].cast("I")
        packed = bytes(view[at[5] : at[5] + 3 * codes]).decode()
        self._codes: list[str | None] = [None, *(packed[i : i + 3] for i in range(0, 3 * codes, 3))]
        self._found: dict[str, tuple[Spot, ...]] = {}
        self._provinces: dict[int, str] = {}
        self._short: dict[str, tuple[Spot, ...]] = {}

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Gazetteer":
        """A small gazetteer in memory, for tests and for a user's own table."""
        return cls(pack(rows))

    def __len__(self) -> int:
        return self._rows

    def look_up(self, name: str) -> tuple[Spot, ...]:
        """All places of that name, best known first; empty when there is none. Case and marks do not matter."""
        found = self._found.get(name)
        if found is None:
            key = fold(name)
            found = self._read(key.encode("utf-8", "replace")) if key else ()
            if len(self._found) >= _REMEMBERED_NAMES:
                self._found.clear()
            self._found[name] = found
        return found

    def abbreviation(self, short: str) -> tuple[Spot, ...]:
        """The places that an abbreviation stands for, exactly as printed: "Ky.", "N.S."."""
        found = self._short.get(short)
        if found is None:
            found = self._read(abbreviation_key(short))
            if len(self._short) >= _REMEMBERED_NAMES:
                self._short.clear()
            self._short[short] = found
        return found

    def spot(self, number: int, *, is_other_name: bool = False) -> Spot:
        """The place with that record number."""
        lat, lon, population, geonameid, name_at, length, code, admin1, admin2, radius, kind, flags, weight = _unpack(
            self._view, self._at_records + _RECORD_BYTES * number
        )
        start = self._at_heap + name_at
        name = str(self._view[start : start + length], "utf-8", "replace")
        province = self._provinces.get(admin1)
        if province is None and admin1:
            province = self._provinces[admin1] = self._name_of(admin1 - 1)
        return Spot(  # by position: twice as fast as by name, and this is where look-ups spend their time
            name, lat / 1e5, lon / 1e5, self._codes[code], province, geonameid or None, KINDS[kind], population,
            number, admin1 - 1, admin2 - 1, radius, weight / 1000, flags & CAPITAL > 0, flags & PART > 0, is_other_name,
        )  # fmt: skip

    def _read(self, key: bytes) -> tuple[Spot, ...]:
        wanted = digest(key)
        bucket = wanted >> _BUCKET_SHIFT
        keys = self._keys
        for i in range(self._buckets[bucket], self._buckets[bucket + 1]):
            if keys[i] == wanted:
                entries = self._postings[self._starts[i] : self._starts[i + 1]]
                return tuple(
                    self.spot(e & 0xFFFFFF, is_other_name=bool(e >> 24 & OTHER_NAME) and not e >> 24 & EXACT_CASE)
                    for e in entries
                )
        return ()

    def _name_of(self, number: int) -> str:
        _, _, _, _, name_at, length, *_ = _unpack(self._view, self._at_records + _RECORD_BYTES * number)
        start = self._at_heap + name_at
        return str(self._view[start : start + length], "utf-8", "replace")

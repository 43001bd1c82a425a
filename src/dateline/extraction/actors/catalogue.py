"""The actors we know: by name, by office and by date.

A `Catalogue` is built from `Tables`, plain rows that `engine.catalogue` has read and checked. It answers three
questions: which actor a row of words names, who an actor was on a date, and who held an office on a date. Nothing
is read from disk here, and nothing about one article is remembered.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from dateline.values import Actor

_PIECE = re.compile(r"[^\W_]+")
_BODIES = frozenset({"government", "ministry", "military", "police", "court", "parliament", "agency"})
_APOSTROPHES = str.maketrans("", "", "'’ʼ`‘ʻ´")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
ORDINARY = frozenset(
    "us who it is un an at as in on or to he we me my no so am be by do go if of up may can will all new man men one "
    "aim pas act arm awe cap care core fan far fed hope ice ira led mod pace pact park pen plan plo pro rap save sea "
    "set sit star tip top unity war way win lead pass lions tigers wagner front guardian times post sun mirror "
    "independent labour conservatives liberals democrats republicans congress congregation nation shell apple orange "
    "target gap visa meta alphabet boycott justice progress renewal change mass forum movement union league alliance "
    "coalition resistance brigade army guards force forces police turkey jordan chad georgia march fact "
    "car let hum bra mend gam aleph spa site arena mud raw nab cob sac das arp ana pap ops male pole finn dane kiwi beehive "
    "island commonwealth hindu modem vox sentry gnu icu sit sis tan ran mas via per".split()
)


def pieces_of(words: str) -> tuple[str, ...]:
    """The folded words of a name: case, accents, dots of abbreviations, apostrophes and hyphens taken away.

    >>> pieces_of("Jama'at Nusrat al-Islām (U.S.)")
    ('jamaat', 'nusrat', 'al', 'islam', 'us')
    """
    if not words.isascii():
        words = unicodedata.normalize("NFKD", words)
        words = "".join(c for c in words if not unicodedata.combining(c)).replace("’", "'")
    if "." in words:
        words = _DOTTED.sub(lambda m: m[0].replace(".", "") + " ", words)
    if "'" in words or not words.isascii():
        words = _POSSESSIVE.sub(" s", words).translate(_APOSTROPHES)
    return tuple(_PIECE.findall(words.casefold()))


def key_of(words: str) -> str:
    """The folded words joined by one blank: what names are looked up by."""
    return " ".join(pieces_of(words))


def slug(words: str) -> str:
    """The id that a name gets: folded words joined by hyphens.

    >>> slug("Recep Tayyip Erdoğan")
    'recep-tayyip-erdogan'
    """
    plain = unicodedata.normalize("NFKD", words.replace("ı", "i").replace("ß", "ss").replace("ł", "l"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower().replace("'", "")).strip("-")


class ActorRow(Struct, frozen=True, array_like=True, gc=False):
    """One row of an actor table. `since` and `until`: ISO dates when the actor stood so, both days included."""

    id: str
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    member_of: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    qid: str | None = None
    source: str | None = None
    where: str = ""


class OfficeRow(Struct, frozen=True, array_like=True, gc=False):
    """One office: its titles as printed, the country or body it belongs to, and the sector of its holder."""

    id: str
    titles: tuple[str, ...]
    country: str | None = None
    sector: str | None = None
    body: str | None = None


class TermRow(Struct, frozen=True, array_like=True, gc=False):
    """One person in one office. `known_until`: the day up to which the row was known to hold."""

    office: str
    person: str
    name: str
    since: str | None = None
    until: str | None = None
    known_until: str | None = None
    qid: str | None = None
    where: str = ""


class AgentRow(Struct, frozen=True, array_like=True, gc=False):
    """A noun for people who act: its sector, its kind, and whether it makes a named person public."""

    noun: str
    sector: str | None = None
    kind: str | None = None
    plural_ok: bool = True
    public: bool = False


class Tables(Struct, frozen=True, array_like=True):
    """All rows, and the folded names that lead to them.

    `names`: folded name to ids of actors and persons; `demonyms` and `capitals`: folded word to ids of states;
    `shouted`: folded names that are only ever printed in capitals; `cased`: names as they are printed. `titled`: folded
    title to ids of offices; `surnames`: folded last name to ids of persons; `lengths`: how many words the names have
    that begin with a folded word, the longest first.
    """

    actors: tuple[ActorRow, ...] = ()
    offices: tuple[OfficeRow, ...] = ()
    terms: tuple[TermRow, ...] = ()
    agents: tuple[AgentRow, ...] = ()
    names: dict[str, tuple[str, ...]] = {}
    demonyms: dict[str, tuple[str, ...]] = {}
    capitals: dict[str, tuple[str, ...]] = {}
    shouted: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    titled: dict[str, tuple[str, ...]] = {}
    surnames: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, tuple[int, ...]] = {}


_PARTS = {
    "MIL": ("armed forces", "military", "army", "troops", "forces"),
    "COP": ("police", "national police"),
    "LEG": ("parliament", "congress", "national assembly", "legislature"),
}


class Holding(Struct, frozen=True):
    """Who held an office on a date: the person, or None with the reason."""

    office: OfficeRow
    person: Actor | None
    why: str


class Catalogue:
    """Actors by name and by office.

    Args:
        tables: rows that `engine.catalogue` has checked.
    """

    def __init__(self, tables: Tables | None = None) -> None:
        tables = tables or Tables()
        self.tables = tables
        self._rows: dict[str, list[ActorRow]] = {}
        for row in tables.actors:
            self._rows.setdefault(row.id, []).append(row)
        self._rulers: dict[str, list[ActorRow]] = {}
        armed = {row.id for row in tables.actors if row.kind == "armed_group"}
        for row in tables.actors:
            if row.sector == "GOV" and row.id in armed and row.country and row.since:
                self._rulers.setdefault(row.country, []).append(row)
        self._offices = {office.id: office for office in tables.offices}
        self._terms: dict[str, list[TermRow]] = {}
        self._careers: dict[str, list[TermRow]] = {}
        for term in tables.terms:
            self._terms.setdefault(term.office, []).append(term)
            self._careers.setdefault(term.person, []).append(term)
        self._agents = {row.noun: row for row in tables.agents}
        self._shouted = frozenset(tables.shouted)
        self._lengths, self._surnames, self._titled = tables.lengths, tables.surnames, tables.titled
        self._names, self._demonyms, self._capitals = tables.names, tables.demonyms, tables.capitals
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._adjectives: dict[str, list[str]] = {}
        self._actors: dict[tuple[str, str | None], Actor | None] = {}

    def matches(self, pieces: Sequence[str], at: int) -> list[tuple[int, str]]:
        """Known names that begin at `pieces[at]`, the longest first: how many pieces, and the key."""
        lengths = self._lengths.get(pieces[at])
        if lengths is None:
            return []
        found = []
        for n in lengths:
            if at + n <= len(pieces):
                key = pieces[at] if n == 1 else " ".join(pieces[at : at + n])
                if key in self._names or key in self._demonyms or key in self._capitals:
                    found.append((n, key))
        return found

    def named(self, key: str) -> tuple[str, ...]:
        """Ids of all actors and persons with a folded name, in table order."""
        return self._names.get(key, ())

    def demonym(self, key: str) -> tuple[str, ...]:
        """Ids of the states whose people or adjective a folded word is."""
        return self._demonyms.get(key, ())

    def capital(self, key: str) -> tuple[str, ...]:
        """Ids of the states whose seat of government a folded name is."""
        return self._capitals.get(key, ())

    def is_shouted(self, key: str) -> bool:
        """Whether a folded name is only ever printed in capitals (`WHO`, `US`)."""
        return key in self._shouted

    def rows(self, id: str) -> Sequence[ActorRow]:
        """The rows of an actor, in table order."""
        return self._rows.get(id, ())

    def career(self, person: str) -> Sequence[TermRow]:
        """The terms of a person, in table order."""
        return self._careers.get(person, ())

    def office(self, id: str) -> OfficeRow | None:
        """An office by id."""
        return self._offices.get(id)

    def offices_titled(self, title: str) -> Sequence[OfficeRow]:
        """Offices with a folded title, in table order."""
        return [self._offices[id] for id in self._titled.get(title, ())]

    def agent(self, noun: str) -> AgentRow | None:
        """What a lower-case noun says about those it names."""
        return self._agents.get(noun)

    def known(self, id: str) -> bool:
        """Whether an id is a listed actor or person."""
        return id in self._rows or id in self._careers

    def actor(self, id: str, at: str | None) -> Actor | None:
        """An actor or person as it stood on a date (ISO day, or None for its latest standing)."""
        key = (id, at)
        if key not in self._actors:
            if len(self._actors) > 20_000:
                self._actors.clear()
            self._actors[key] = self._as_of(id, at) if id in self._rows else self._person(id, at)
        return self._actors[key]

    def active(self, id: str, at: str | None) -> bool:
        """Whether a listed actor or office holder stood in its role on a date."""
        if at is None:
            return True
        rows: Iterable[ActorRow | TermRow] = self._rows.get(id) or self._careers.get(id) or ()
        return any(_covers(row.since, row.until, at) for row in rows)

    def holder(self, office: str, at: str | None) -> Holding | None:
        """Who held an office on a date; None for an unknown office.

        Where the date lies beyond what the table knew, or no date is given for an office with several
        holders, the person is None and `why` says so.
        """
        row = self._offices.get(office)
        if row is None:
            return None
        terms = self._terms.get(office, [])
        if at is None:
            if len({t.person for t in terms}) == 1:
                return Holding(row, self.actor(terms[0].person, None), f"the only holder on file of {office}")
            return Holding(row, None, f"{office}: the article has no date, so its holder is not known")
        held = [t for t in terms if _covers(t.since, t.until, at)]
        held.sort(key=lambda t: t.since or "", reverse=True)
        for term in held:
            if term.until is None and term.known_until is not None and at > term.known_until:
                return Holding(row, None, f"{office}: holder known only until {term.known_until}")
            return Holding(row, self._in_office(term, row, at), f"{term.name} held {office} {_term(term)}")
        return Holding(row, None, f"{office}: no holder on file for {at}")

    def surnamed(self, surname: str, at: str | None) -> tuple[str, ...]:
        """Persons with a folded last name who were in an office on a date, in table order."""
        return tuple(id for id in self._surnames.get(surname, ()) if self.active(id, at))

    def part(self, state: str, sector: str, at: str | None) -> str | None:
        """The listed body that acts for a state in a sector: its armed forces, police or parliament."""
        asked = (state, sector)
        if asked not in self._parts:
            found = []
            for noun in _PARTS.get(sector, ()):
                for adjective in self._adjectives_of(state):
                    for id in self._names.get(f"{adjective} {noun}", ()):
                        rows = self._rows.get(id, ())
                        if rows and rows[0].country == state and rows[0].sector == sector and id not in found:
                            found.append(id)
            self._parts[asked] = tuple(found)
        return next((id for id in self._parts[asked] if self.active(id, at)), None)

    def of_country(self, state: str, key: str) -> str | None:
        """The listed body whose name is a state's adjective and a folded name: "supreme court" of the USA."""
        for adjective in self._adjectives_of(state):
            for id in self._names.get(f"{adjective} {key}", ()):
                rows = self._rows.get(id, ())
                if rows and rows[0].country == state:
                    return id
        return None

    def _adjectives_of(self, state: str) -> Sequence[str]:
        if not self._adjectives:
            for table in (self._demonyms, self._names):
                for key, ids in table.items():
                    for id in ids:
                        if len(id) == 3 and id.isupper():
                            self._adjectives.setdefault(id, []).append(key)
        return self._adjectives.get(state, ())

    def is_surname(self, word: str) -> bool:
        """Whether a folded word is the last name of anybody who held a listed office."""
        return word in self._surnames

    def case_words(self) -> frozenset[str]:
        """All names as they are printed, for truecasing."""
        return frozenset(self.tables.cased)

    def search(self, words: str) -> tuple[str, ...]:
        """Ids whose folded name holds all folded words; whole names first, then in table order."""
        key = key_of(words)
        found = list(self._names.get(key, ())) + list(self._demonyms.get(key, ())) + list(self._capitals.get(key, ()))
        wanted = set(key.split())
        for name, ids in self._names.items():
            if wanted <= set(name.split()):
                found += ids
        return tuple(dict.fromkeys(found))

    def _as_of(self, id: str, at: str | None) -> Actor:
        rows = self._rows[id]
        row, note = rows[-1], ""
        if at is not None:
            held = [r for r in rows if _covers(r.since, r.until, at)]
            row = held[0] if held else min(rows, key=lambda r: _distance(r, at))
            if row.since or row.until:
                note = f", {_years(row)}" + ("" if held else f"; not on file for {at}")
        parents = row.member_of if row.kind in _BODIES else ()
        why = f"listed: {row.where or row.id}{note}"
        return Actor(row.id, row.name, row.country, row.sector, why, row.kind, parents)

    def _person(self, id: str, at: str | None) -> Actor | None:
        terms = self._careers.get(id)
        if not terms:
            return None
        if at is not None:
            for term in sorted(terms, key=lambda t: t.since or "", reverse=True):
                if _covers(term.since, term.until, at):
                    office = self._offices.get(term.office)
                    stale = term.until is None and term.known_until is not None and at > term.known_until
                    actor = self._in_office(term, office, at)
                    if stale:
                        why = f"{actor.why}; known only until {term.known_until}"
                        return structs.replace(actor, why=why)
                    return actor
        past = [term for term in terms if at is None or (term.since or "")[: len(at)] <= at]
        last = max(past or terms, key=lambda t: t.since or "")
        office = self._offices.get(last.office)
        if at is None:
            return self._in_office(last, office, at)
        when = "formerly" if past else "later"
        country = office.country if office else None
        for term in sorted(
            past, key=lambda t: t.since or "", reverse=True
        ):  # an envoy last, a minister of a country before
            held = self._offices.get(term.office)
            country = country or (held.country if held else None)
        why = f"{when} {last.office} ({_term(last)}); in no office on file on {at}"
        return Actor(id, last.name, country, "ELI", why, "person")

    def _in_office(self, term: TermRow, office: OfficeRow | None, at: str | None) -> Actor:
        country, sector = (office.country, office.sector) if office else (None, None)
        bodies = [office.body] if office and office.body else []
        bodies += [id for id in self._governing(country, at) if id not in bodies and sector == "GOV"]
        return Actor(term.person, term.name, country, sector, f"{term.office} {_term(term)}", "person", tuple(bodies))

    def _governing(self, country: str | None, at: str | None) -> tuple[str, ...]:
        """Groups that govern a country on a date without being its recognised state: the Taliban from August 2021."""
        if country is None or at is None:
            return ()
        rows = [row for row in self._rulers.get(country, ()) if _covers(row.since, row.until, at)]
        ids = {row.id for row in rows}
        return tuple(row.id for row in rows if not ids & set(row.member_of))  # a part of the rulers rules through them


def _covers(since: str | None, until: str | None, at: str) -> bool:
    """Whether a day lies between two days that may be given by year or month only."""
    return (since is None or since[: len(at)] <= at[: len(since)]) and (until is None or at[: len(until)] <= until)


def _distance(row: ActorRow, at: str) -> int:
    year = int(at[:4])
    ends = [int(day[:4]) for day in (row.since, row.until) if day]
    return min((abs(year - end) for end in ends), default=0)


def _term(term: TermRow) -> str:
    return f"from {term.since or 'an unknown day'} to {term.until or 'now (known until ' + (term.known_until or '?') + ')'}"


def _years(row: ActorRow) -> str:
    return f"from {row.since or '..'} to {row.until or '..'}"

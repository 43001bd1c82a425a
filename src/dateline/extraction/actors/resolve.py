"""Who a mention is: an actor of the catalogue at the article's date, one composed from the words, or nobody.

Names first, over the whole article (a title beside one mention counts for all); then descriptions and pronouns in text
order. Every actor says why. A private person stays words in a sentence: `actor` is None.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.catalogue import Catalogue, OfficeRow, key_of, pieces_of, slug
from dateline.extraction.actors.chains import Chains, gender_of
from dateline.extraction.actors.compose import Role
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.roles import AGENTS, COURTESY, DEFINITE, FEMALE, MALE, NO_LONGER, RANKS, STANCES, TITLES
from dateline.extraction.text.first_names import FIRST_NAMES
from dateline.extraction.text.tokens import Parse
from dateline.values import Actor, Entity, Place

_ACTS = frozenset(
    "say tell announce warn want agree refuse reject deny accuse urge demand call ask insist pledge vow promise threaten "
    "respond reply decide hope expect believe fear back support oppose condemn criticise criticize welcome accept offer "
    "seek consider plan propose approve impose lift sanction recognise recognize claim argue maintain acknowledge admit "
    "sign withdraw send deploy retaliate expel recall summon rely press push consult negotiate blame suspect protest "
    "boycott break resume halt suspend cancel provide deliver supply pay pressure lobby view regard see worry fear".split()
)
# Words in front of a noun that speak of another one, and plain nouns that may stand there all the same.
_OTHERS = frozenset(
    "other another new rival second third fourth separate different opposing local similar neighbouring neighboring smaller "
    "several many some any each every no first own".split()
)
_SAME = frozenset(
    "terror hardline hard line islamist terrorist militant rebel jihadist extremist insurgent separatist guerrilla militia aid prime foreign defence "
    "defense interior finance vice police army justice world bloc government news".split()
)
# Words of names that every country has.
_GENERIC = frozenset(
    "supreme high constitutional federal central national state foreign defence defense interior home finance health justice "
    "education energy trade ministry department office court bank police army navy air force guard assembly parliament "
    "congress senate house government cabinet of the and for affairs external internal security council commission election "
    "electoral appeals criminal prosecutor general attorney treasury intelligence agency service border coast presidency".split()
)
_LANDS = frozenset({"country", "nation", "kingdom", "republic"})
# Sectors of people who are private one by one, though a crowd of them acts.
_PRIVATE_ALONE = frozenset({"CVL", "OPP", "EDU", "MED", "LAB", "REF", "AGR", "BUS", "JRN", "REL", "SOC", "UAF", "CRM"})
_CROWDS = frozenset("police army military opposition parliament government militia navy".split())
_LOCAL = frozenset({"official", "officials", "authorities", "leaders", "administration"})
_WORKPLACES = frozenset(
    "hospital hospitals clinic clinics school schools university universities college academy institute bank banks refinery "
    "prison airport port newspaper magazine".split()
)


def resolve(
    mentions: Sequence[ActorMention], *, parse: Parse, catalogue: Catalogue, at: str | None, places: Sequence[Place]
) -> tuple[Entity, ...]:
    """Say who each mention is.

    Args:
        mentions: what `find` found, in text order.
        parse: the article's parse.
        catalogue: who is known.
        at: the article's date, ISO, or None.
        places: the article's places, for "protesters in Lagos" and for capitals that stand for a government.
    Returns:
        all names, with the actor or None, and those descriptions and pronouns that stand for an actor; in text order.
    """
    return _Resolver(mentions, parse, catalogue, at[:10] if at else None, places).entities()


class _Resolver:
    """One article's resolution, step by step; `entities` runs all steps."""

    def __init__(
        self,
        mentions: Sequence[ActorMention],
        parse: Parse,
        catalogue: Catalogue,
        at: str | None,
        places: Sequence[Place],
    ) -> None:
        self.parse, self.catalogue, self.at, self.places = parse, catalogue, at, places
        self.names = [m for m in mentions if m.form == "name"]
        self.rest = [m for m in mentions if m.form != "name"]
        self.standing: dict[int, tuple[ActorMention, Actor | None]] = {}
        self.roles: dict[int, Role] = {}
        self.titles: dict[str, set[str]] = {}
        self.genders: dict[str, str] = {}
        self.aliases: dict[str, Actor] = {}
        self.countries: Counter[str] = Counter()
        self.place_at = {place.start: place for place in places}
        self.who: dict[int, str] = {}
        self.beside: dict[tuple[int, int], ActorMention] = {}  # appositions and whose they are

    def entities(self) -> tuple[Entity, ...]:
        self._count_countries()
        self._bodies()
        self._short_bodies()
        self._persons()
        return self._in_order()

    def _count_countries(self) -> None:
        for place in self.places:
            if place.country is not None:
                self.countries[place.country] += 1
        for m in self.names:
            if m.key is not None:
                for id in (self.catalogue.named(m.key) or self.catalogue.demonym(m.key))[:1]:
                    if len(id) == 3 and id.isupper():
                        self.countries[id] += 1

    def _home(self) -> str | None:
        """The country that the article is about, where one stands out."""
        if not self.countries:
            return None
        (first, n), *others = self.countries.most_common(2)
        return first if not others or n >= 2 * others[0][1] else None

    # bodies, states, peoples

    def _bodies(self) -> None:
        for m in self.names:
            if m.type == "PER":
                self.standing[m.first] = (m, None)
                continue
            self.standing[m.first] = (m, self._listed(m) if m.key is not None else None)
        for m in self.names:
            if m.key is None and m.type == "ORG":
                actor = self._composed_body(m)
                if actor is not None:
                    self.standing[m.first] = (m, actor)
        self._learn_abbreviations()

    def _listed(self, m: ActorMention) -> Actor | None:
        assert m.key is not None
        if m.is_demonym:
            return self._people(m, self.catalogue.demonym(m.key))
        if m.is_capital:
            return self._capital(m, self.catalogue.capital(m.key))
        actor = self._choose(self.catalogue.named(m.key))
        if actor is not None and actor.kind == "state":
            place = self.place_at.get(self.parse.tokens[m.first].start)
            if place is not None and place.country not in (None, actor.id) and place.precision in (1, 2, 3, 4):
                return None  # "a congressman from Georgia"
        if actor is not None and actor.kind == "government" and actor.country is not None:
            first, _, rest = m.key.partition(" ")
            is_state = rest in ("government", "regime", "authorities", "administration")
            if is_state and actor.country in (self.catalogue.demonym(first) or self.catalogue.named(first)):
                state = self.catalogue.actor(actor.country, self.at)
                if state is not None:
                    return structs.replace(state, why=f"{self._words(m)}: government of {state.name}")
        return actor

    def _choose(self, ids: Sequence[str]) -> Actor | None:
        """One of several actors of one name: the one that stood on the date, and in a country the article names."""
        if len(ids) > 1:
            active = [id for id in ids if self.catalogue.active(id, self.at)] or list(ids)
            if len(active) > 1:
                scored = []
                for id in active:
                    actor = self.catalogue.actor(id, self.at)
                    scored.append(self.countries.get(actor.country or "", 0) if actor else 0)
                best = max(scored)
                if best and scored.count(best) == 1:
                    active = [active[scored.index(best)]]
            ids = active
        actor = self.catalogue.actor(ids[0], self.at)
        if actor is not None and len(ids) > 1:
            actor = structs.replace(actor, why=f"{actor.why}; first of {len(ids)} of this name")
        return actor

    def _people(self, m: ActorMention, ids: Sequence[str]) -> Actor | None:
        id = ids[0]
        if len(ids) > 1:
            id = max(ids, key=lambda i: self.countries.get(i, 0))
        state = self.catalogue.actor(id, self.at)
        if state is None:
            return None
        token = self.parse.tokens[m.last - 1]
        words = self.parse.words(m.first, m.last)
        if token.tag in ("NNPS", "NNS") or (
            token.tag in ("NN", "NNP") and token.dep not in ("compound", "amod", "nmod")
        ):
            has_article = m.first > 0 and self.parse.tokens[m.first - 1].lower == "the"
            if not has_article:
                return compose.of_state(state, "CVL", self.catalogue, words, self.at)
        return structs.replace(state, why=f"{words}: of {state.name}")

    def _capital(self, m: ActorMention, ids: Sequence[str]) -> Actor | None:
        """The state, where its capital acts or owns a policy; None where it is just a place."""
        state = self.catalogue.actor(ids[0], self.at)
        if state is None:
            return None
        words = self.parse.words(m.first, m.last)
        place = self.place_at.get(self.parse.tokens[m.first].start)
        if place is not None and place.role == "actor":
            return structs.replace(state, why=f"{words}: the capital for the government of {state.name}")
        head = self.parse.tokens[self.parse.head_of(m.first, m.last)]
        verb = self.parse.tokens[head.head]
        if head.dep == "nsubj" and verb.lemma in _ACTS:
            return structs.replace(state, why=f"{words} {verb.text}: the capital for the government of {state.name}")
        return None

    def _owner(self, first: int, last: int) -> Actor | None:
        """The state or body named inside words or right before them ("Iran's", "Syrian")."""
        for i in range(first, last):
            at = self.standing.get(i)
            if at is not None and at[1] is not None and at[0].last <= last and at[1].kind != "person":
                return None if self._is_sided(i) or self._is_past(first, i) else at[1]
        return None

    def _is_sided(self, i: int) -> bool:
        """ "Pro-Iran militias", "a non-Fatah candidate": for or against it, and not its own."""
        return i > 1 and self.parse.tokens[i - 1].text == "-" and self.parse.tokens[i - 2].lower in STANCES

    def _is_past(self, first: int, owner: int) -> bool:
        """ "A former Taliban commander": nobody of theirs any more."""
        return any(t.lower in NO_LONGER for t in self.parse.tokens[first:owner])

    def _composed_body(self, m: ActorMention) -> Actor | None:
        owner = None
        tokens = self.parse.tokens
        pieces = list(pieces_of(self.parse.words(m.first, m.last)))
        for n in range(len(pieces)):
            for hit in self.catalogue.matches(pieces, n):
                ids = self.catalogue.named(hit[1]) or self.catalogue.demonym(hit[1])
                if (
                    ids
                    and len(ids[0]) == 3
                    and (hit[1] != "us" or any(t.text.replace(".", "") == "US" for t in tokens[m.first : m.last]))
                ):
                    owner = self.catalogue.actor(ids[0], self.at)
                    break
        if owner is None:
            i = m.first - 1
            if i >= 0 and tokens[i].tag == "POS":
                i -= 1
            for start in range(i, max(i - 3, -1), -1):
                at = self.standing.get(start)
                if at is not None and at[0].last == i + 1 and at[1] is not None and at[1].kind == "state":
                    owner = at[1]
                    break
        if owner is None and m.last + 1 < len(tokens) and tokens[m.last].lower == "of":
            j = m.last + (2 if tokens[m.last + 1].lower == "the" and m.last + 2 < len(tokens) else 1)
            at = self.standing.get(j)
            if at is not None and at[1] is not None and at[1].kind == "state":
                owner = at[1]
        if owner is None and all(t.lower in _GENERIC for t in tokens[m.first : m.last]):
            return self._generic(m)
        return compose.body(self.parse, m, owner, self.catalogue)

    def _generic(self, m: ActorMention) -> Actor | None:
        """A body that every country has ("the Supreme Court"), of the country that the article is about."""
        home = self._home()
        state = self.catalogue.actor(home, self.at) if home is not None else None
        if state is None or state.kind != "state":
            return None
        words = self._words(m)
        listed = self.catalogue.of_country(state.id, key_of(words))
        if listed is not None:
            actor = self.catalogue.actor(listed, self.at)
            return (
                structs.replace(actor, why=f"{words}: the article is about {state.name}; {actor.why}")
                if actor
                else None
            )
        actor = compose.body(self.parse, m, state, self.catalogue)
        if actor is None:
            return None
        why = f"{words}: the article is about {state.name}; {actor.why}"
        return structs.replace(actor, id=f"{state.id.lower()}-{actor.id}", why=why)

    def _learn_abbreviations(self) -> None:
        """ "African Union (AU)", "ISIS-K .., referring to ISIS-Khorasan Province": both names are one actor."""
        tokens = self.parse.tokens
        for n, m in enumerate(self.names):
            if m.type == "PER" or n + 1 >= len(self.names):
                continue
            following = self.names[n + 1]
            between = tokens[m.last : following.first]
            is_bracket = len(between) == 1 and between[0].text in ("(", "[")
            is_bracket = is_bracket and following.last < len(tokens) and tokens[following.last].text in (")", "]")
            is_said_so = 0 < len(between) < 14 and any(t.lower in ("referring", "meaning") for t in between)
            is_said_so = is_said_so or "also known as" in " ".join(t.lower for t in between[:5])
            if not (is_bracket or is_said_so) or following.type == "PER":
                continue
            a, b = self.standing[m.first][1], self.standing[following.first][1]
            if is_bracket and not (
                _abbreviates(self._words(following), self._words(m))
                or _abbreviates(self._words(m), self._words(following))
            ):
                continue
            if a is None and b is None and is_bracket and m.type == "ORG":
                a = compose.body(self.parse, m, None, self.catalogue, is_known_body=True)
                if a is not None:
                    self.standing[m.first] = (m, a)
            if a is not None and (
                b is None or (b.kind != "state" and a.kind != "state" and a.id != b.id and following.key is None)
            ):
                self.aliases[key_of(self._words(following))] = structs.replace(
                    a, why=f"{self._words(following)}: the article gives it for {self._words(m)}; {a.why}"
                )
            elif b is not None and a is None:
                self.aliases[key_of(self._words(m))] = structs.replace(
                    b, why=f"{self._words(m)}: the article gives it for {self._words(following)}; {b.why}"
                )

    def _short_bodies(self) -> None:
        """Names without an actor that go on with one: abbreviations, and the last or first words of a fuller name."""
        full: dict[str, Actor] = {}
        for m, actor in self.standing.values():
            if actor is not None and m.type == "ORG" and m.last - m.first > 1 and actor.kind != "state":
                full.setdefault(key_of(self._words(m)), actor)
        for first, (m, actor) in list(self.standing.items()):
            if m.type in ("PER", "GPE", "LOC", "NORP", "FAC"):
                known = (
                    self.aliases.get(key_of(self._words(m))) if actor is None and m.type in ("GPE", "NORP") else None
                )
                if known is not None:
                    self.standing[first] = (structs.replace(m, type="ORG"), known)
                continue
            key = key_of(self._words(m))
            if key in self.aliases and (actor is None or m.key is None):
                self.standing[first] = (m, self.aliases[key])
            elif actor is None or (m.key is None and actor.country is None):
                fits = [
                    a
                    for name, a in full.items()
                    if name != key and (name.endswith(" " + key) or name.startswith(key + " "))
                ]
                if key and len({a.id for a in fits}) == 1:
                    self.standing[first] = (
                        m,
                        structs.replace(fits[0], why=f"{self._words(m)}: short for {fits[0].name}"),
                    )
        self._parents_to_branches()

    def _parents_to_branches(self) -> None:
        """A parent's name goes on with its branch where the article has spoken of one branch in the branch's country.

        "ISIS" beside "ISIS-K" in a report on Afghanistan is the branch.
        """
        branches: dict[str, set[str]] = {}
        parents: dict[str, list[int]] = {}
        for first, (_, actor) in self.standing.items():
            if actor is None or actor.kind != "armed_group":
                continue
            parents.setdefault(actor.id, []).append(first)
            for row in self.catalogue.rows(actor.id)[:1]:
                for parent in row.member_of:
                    branches.setdefault(parent, set()).add(actor.id)
        for parent, found in branches.items():
            if len(found) != 1 or parent not in parents:
                continue
            branch = self.catalogue.actor(next(iter(found)), self.at)
            if branch is None or not _shares_name(parent, branch.id):
                continue
            if branch.country is not None and self._home() not in (branch.country, None):
                total = sum(self.countries.values())
                if self.countries.get(branch.country, 0) * 3 < total:
                    continue
            for first in parents[parent]:
                m = self.standing[first][0]
                why = f"{self._words(m)}: here its branch {branch.name}, the only one the article names"
                self.standing[first] = (m, structs.replace(branch, why=why))

    # persons

    def _persons(self) -> None:
        persons = [m for m in self.names if m.type == "PER"]
        clusters = self._clusters(persons)
        for full, members in clusters.items():
            self._settle(full, members)

    def _clusters(self, persons: Sequence[ActorMention]) -> dict[str, list[ActorMention]]:
        """Mentions of one person under the folded full name: a short form goes with the fuller name it ends."""
        keys = {m.first: key_of(self._words(m)) for m in persons}
        names = sorted({key for key in keys.values() if key}, key=lambda k: (-k.count(" "), k))
        order = {key: n for n, key in reversed(list(enumerate(keys.values())))}
        parent: dict[str, str] = {}
        for key in names:
            longer = [
                full
                for full in names
                if full != key and full.count(" ") > key.count(" ") and full not in parent
                and (full.endswith(" " + key) or (full.startswith(key + " ") and (key in FIRST_NAMES or self.catalogue.named(full))) or _drops_middle(key, full))
            ]  # fmt: skip
            ending = [full for full in longer if full.endswith(" " + key)] or longer
            if ending:
                earlier = [full for full in ending if order[full] <= order[key]] or ending
                if len(earlier) == 1:
                    parent[key] = earlier[0]
        clusters: dict[str, list[ActorMention]] = {}
        for m in persons:
            key = keys[m.first]
            if key:
                clusters.setdefault(parent.get(key, key), []).append(m)
        return clusters

    def _settle(self, full: str, members: Sequence[ActorMention]) -> None:
        """Who the person is, from the catalogue, from an office held, or from the title beside any mention."""
        actor: Actor | None = None
        roles = []
        gender = None
        for m in members:
            before, after = self._role_before(m), self._role_after(m)
            roles += [role for role in (before, after) if role is not None]
            if after is not None:
                self.beside[after.first, after.last] = m
            gender = gender or self._courtesy_gender(m)
            self.who[m.first] = full
        for role in roles:
            gender = gender or gender_of(role.title.split())
        if gender is not None:
            self.genders[full] = gender
        is_private = bool(roles) and roles[0].is_private
        listed = next((m for m in members if m.key is not None), None)
        keys = [listed.key] if listed is not None and listed.key is not None else []
        words = full.split()
        if not keys and len(words) > 2 and any(len(word) == 1 for word in words):
            keys.append(" ".join(word for word in words if len(word) > 1))  # "Paul D. Ryan" is listed as Paul Ryan
        if keys:
            actor = self._listed_person(keys[0])
        roles = [role for role in roles if not role.is_private]
        if actor is not None and actor.sector == "ELI" and roles and not roles[0].is_former:
            sector, country = roles[0].sector, roles[0].country or actor.country
            why = f"title beside the name: {self.parse.words(roles[0].first, roles[0].last)}; {actor.why}"
            actor = structs.replace(actor, sector=sector, country=country, why=why)
        name = self._words(max(members, key=lambda m: m.last - m.first))
        if actor is None and not is_private:
            actor = self._by_title(name, roles)
        if actor is None and not is_private and " " not in full and not roles:
            actor = self._by_surname(full, members)
        if actor is not None:
            self.titles.setdefault(actor.id, set()).update(role.title for role in roles if role.title)
            for term in self.catalogue.career(actor.id):
                office = self.catalogue.office(term.office)
                if office is not None and (self.at is None or f"{term.office} " in actor.why):
                    self.titles[actor.id].update(key_of(title) for title in office.titles)
        for m in members:
            self.standing[m.first] = (m, actor)

    def _listed_person(self, key: str) -> Actor | None:
        ids = self.catalogue.named(key)
        persons = [id for id in ids if self.catalogue.career(id)]
        return self._choose(persons or ids) if ids else None

    def _by_title(self, name: str, roles: Sequence[Role]) -> Actor | None:
        surname = _surname(name)
        best: Actor | None = None
        for role in roles:
            office = compose.office_of(role, self.catalogue, None)
            if office is None and role.country is None and role.body is None:
                office = self._office_by_surname(role, surname)
                near = self._home()
                if office is None and near:
                    office = compose.office_of(role, self.catalogue, near)
            if office is not None and not role.is_former:
                holding = self.catalogue.holder(office.id, self.at)
                if holding is not None and holding.person is not None and _surname(holding.person.name) == surname:
                    return structs.replace(holding.person, why=holding.why)
            composed = compose.person(name, role, office, self.parse.words(role.first, role.last))
            if composed is not None and (best is None or (best.country is None and composed.country is not None)):
                best = composed
        return best

    def _office_by_surname(self, role: Role, surname: str) -> OfficeRow | None:
        """The office of this title whose holder on the date has this last name: "President Putin"."""
        found: dict[str, OfficeRow] = {}  # by id: one person may have held an office twice
        for id in self.catalogue.surnamed(surname, self.at):
            for term in self.catalogue.career(id):
                office = self.catalogue.office(term.office)
                if office is not None and role.title in (key_of(title) for title in office.titles):
                    holding = self.catalogue.holder(office.id, self.at)
                    if holding is not None and holding.person is not None and holding.person.id == id:
                        found[office.id] = office
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_surname(self, full: str, members: Sequence[ActorMention]) -> Actor | None:
        """A bare last name of one office holder whose country the article names: "Putin"."""
        found = []
        for id in self.catalogue.surnamed(full, self.at):
            actor = self.catalogue.actor(id, self.at)
            if actor is not None and actor.country in self.countries:
                found.append(actor)
        if len(found) == 1:
            return structs.replace(
                found[0], why=f"last name of an office holder of a country named here; {found[0].why}"
            )
        return None

    def _courtesy_gender(self, m: ActorMention) -> str | None:
        if m.first == 0:
            return None
        word = self.parse.tokens[m.first - 1].lower.rstrip(".")
        return "m" if word in MALE else "f" if word in FEMALE else None

    def _role_before(self, m: ActorMention) -> Role | None:
        """The title right in front of a name: "State Department spokesman Ned Price"."""
        tokens = self.parse.tokens
        floor = self.parse.lines[tokens[m.first].sent].first
        first = m.first
        taken = {a.last: a.first for a, _ in self._left_names(floor, m.first)}
        has_noun = False
        while first > floor:
            if first in taken:
                first = taken[first]
                has_noun = True
                continue
            t = tokens[first - 1]
            low = t.lower.rstrip(".")
            if t.pos in ("NOUN", "PROPN", "ADJ") or low in TITLES or low in ("-", "'s", "’s", "vice", "then", "ex"):
                if low in COURTESY:
                    first -= 1
                    has_noun = True
                    continue
                first -= 1
                has_noun = True
            elif low == "." and first - 1 > floor and tokens[first - 2].lower in RANKS:
                first -= 1
            elif t.pos == "DET" and has_noun:
                break
            elif low in ("of", "for") and has_noun and first - 1 > floor and self._reaches_title(first - 2, floor):
                first -= 1
            else:
                break
        while first < m.first and (tokens[first].pos == "PUNCT" or tokens[first].tag == "POS"):
            first += 1
        if first >= m.first:
            return None
        return compose.read_role(self.parse, first, m.first, self.standing, self.catalogue, self.place_at)

    def _reaches_title(self, i: int, floor: int) -> bool:
        return self.parse.tokens[i].lower in TITLES

    def _left_names(self, floor: int, ceiling: int) -> list[tuple[ActorMention, Actor | None]]:
        found = []
        for i in range(floor, ceiling):
            at = self.standing.get(i)
            if at is not None and at[0].last <= ceiling and at[0].type != "PER":
                found.append(at)
        return found

    def _role_after(self, m: ActorMention) -> Role | None:
        """The apposition behind a name: "Tom West, the US special representative for Afghanistan"."""
        tokens = self.parse.tokens
        end = self.parse.lines[tokens[m.first].sent].last
        i = m.last
        if i < end and tokens[i].text == "(":
            return None
        if i >= end or tokens[i].text != ",":
            return None
        i += 1
        first = i
        while i < end and i - first < 18:
            t = tokens[i]
            if t.text in (",", ";", ":", "-", "–", "—", "(", '"') or (
                t.pos in ("VERB", "AUX", "PRON", "SCONJ") and t.i not in self.standing
            ):
                break
            i += 1
        if i <= first or i - first > 16:
            return None
        if i < end and tokens[i].pos in ("VERB", "AUX") and i == first:
            return None
        if tokens[first].pos not in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"):
            return None
        if i < end and tokens[i].text != "," and tokens[i].pos in ("VERB", "AUX") and tokens[first].pos == "PROPN":
            return None
        at = self.standing.get(first)
        if at is not None and at[0].type == "PER":
            return None
        return compose.read_role(self.parse, first, i, self.standing, self.catalogue, self.place_at)

    # descriptions and pronouns, in text order

    def _in_order(self) -> tuple[Entity, ...]:
        chains = Chains(self.parse)
        found: list[Entity] = []
        everything = [m for m, _ in self.standing.values()] + self.rest
        everything.sort(key=lambda m: (m.first if m.form == "name" else m.last - 1, m.form != "name"))
        for m in everything:
            if m.form == "name":
                m, actor = self.standing[m.first]
                if m.type == "PER" or actor is not None:
                    who = self.who.get(m.first) or (actor.id if actor else self._words(m))
                    if not (m.is_demonym and self.parse.tokens[m.last - 1].dep in ("amod", "compound", "nmod")):
                        chains.add(m.first, m.last, actor, m.type, self.genders.get(who), who, self._kinds(actor))
                found.append(self._entity(m.first, m.last, m.type, actor, "name"))
            elif m.form == "pronoun":
                hit = chains.pronoun(m.first)
                if hit is not None and hit[0].actor is not None:
                    link, why = hit
                    assert link.actor is not None
                    actor = structs.replace(link.actor, why=f"{why} ({link.actor.name}); {_short(link.actor.why)}")
                    gender = link.gender or gender_of([self.parse.tokens[m.first].lower])
                    type = "PER" if link.kind == "person" else "ORG"
                    chains.add(m.first, m.last, link.actor, type, gender, link.who, link.kinds)
                    found.append(self._entity(m.first, m.last, "MISC", actor, "pronoun"))
                elif hit is not None:
                    chains.add(m.first, m.last, None, "PER", hit[0].gender, hit[0].who)
            else:
                entity = self._description(m, chains) or self._bare_title(m)
                if entity is not None and entity.actor is None:
                    found.append(entity)
                elif entity is not None and entity.actor is not None:
                    head = self.parse.tokens[m.last - 1]
                    is_person = entity.actor.kind == "person" or (head.lower in TITLES and head.tag in ("NN", "NNP"))
                    type = "PER" if is_person else "ORG"
                    chains.add(m.first, m.last, entity.actor, type, None, entity.actor.id, self._kinds(entity.actor))
                    found.append(entity)
        found.sort(key=lambda e: (e.start, -e.end))
        return tuple(_outermost(found))

    def _description(self, m: ActorMention, chains: Chains) -> Entity | None:
        tokens = self.parse.tokens
        head = tokens[m.last - 1]
        noun = head.lower
        first = m.first
        words = self.parse.words(first, m.last)
        if m.key is not None:
            listed = self._listed(m)
            return self._entity(first, m.last, "", listed, "description") if listed is not None else None
        if head.dep in ("compound", "amod", "nmod") and head.head > head.i:
            return None
        role_of_name = self.standing.get(m.last)
        if role_of_name is not None and role_of_name[0].type == "PER":
            return None
        for (begin, end), named in self.beside.items():
            if begin <= m.first and m.last <= end:
                person = self.standing[named.first][1]
                if begin != m.first or person is None or person.kind != "person":
                    return None
                person = structs.replace(person, why=f"{words}: said of {self._words(named)}; {_short(person.why)}")
                return self._entity(first, m.last, "", person, "description")
        actor = self._owned(m, noun, words)
        if actor is not None:
            return self._entity(first, m.last, "", actor, "description")
        if self._owner(first, m.last - 1) is not None:
            return None
        det = tokens[first].lower
        is_definite = det in ("the", "this", "that", "these", "those") or (
            noun in ("parliament", "police") and head.dep in ("nsubj", "dobj", "pobj", "nsubjpass", "agent")
        )
        if not is_definite or self._has_own_of(head.i):
            return None
        if any(t.lower in _OTHERS or (t.pos == "NOUN" and t.lower not in _SAME) for t in tokens[first : m.last - 1]):
            return self._at_home(m, noun, words)
        title = key_of(self.parse.words(first + 1, m.last)) if m.last - first > 1 else noun
        if head.tag == "NN" or head.tag == "NNP":
            if noun in TITLES:
                hit = chains.titled(head.i, self.titles, noun, title)
                if hit is None:
                    return self._office_here(m, first, title)
            else:
                hit = None
            hit = hit or chains.description(head.i, noun, ())
        else:
            hit = chains.description(head.i, noun, ())
        if hit is not None and noun in _LANDS and (hit[0].actor is None or hit[0].actor.id != self._home()):
            return None
        if hit is not None and hit[0].actor is not None:
            link, why = hit
            assert link.actor is not None
            return self._entity(
                first,
                m.last,
                "",
                structs.replace(link.actor, why=f"{why} ({link.actor.name}); {_short(link.actor.why)}"),
                "description",
            )
        return self._at_home(m, noun, words)

    def _bare_title(self, m: ActorMention) -> Entity | None:
        """A title printed as a name whose holder is not known: "the Foreign Secretary"."""
        tokens = self.parse.tokens
        following = self.standing.get(m.last)
        first = m.last - 1
        while (
            first > m.first
            and tokens[first - 1].text[0].isupper()
            and tokens[first - 1].pos in ("ADJ", "PROPN", "NOUN")
        ):
            first -= 1
        is_title = tokens[m.last - 1].lower in TITLES and all(t.text[0].isupper() for t in tokens[first : m.last])
        if m.last < len(tokens) and tokens[m.last].text == "-":
            return None
        if not is_title or m.last - first < 2 or (following is not None and following[0].type == "PER"):
            return None
        return Entity(tokens[first].start, tokens[m.last - 1].end, "PER", None, "exact", "description")

    def _owned(self, m: ActorMention, noun: str, words: str) -> Actor | None:
        """A description that says whose it is: "Syrian army", "Houthi fighters", "the army of Mali", "protesters in Lagos"."""
        owner = self._owner(m.first, m.last - 1)
        where = ""
        if owner is None:
            at = self._behind(m.last)
            if at is None:
                return None
            owner, where = at
        if noun in TITLES or noun in ("president", "minister"):
            role = compose.read_role(self.parse, m.first, self._title_end(m), self.standing, self.catalogue)
            if role is not None and not role.is_private and self.parse.tokens[m.last - 1].tag in ("NN", "NNP"):
                if role.country is None and owner.kind == "state" and where != "in":
                    role = structs.replace(role, country=owner.id)
                office = compose.office_of(role, self.catalogue)
                if office is not None and not role.is_former:
                    holding = self.catalogue.holder(office.id, self.at)
                    if holding is not None and holding.person is not None:
                        self.titles.setdefault(holding.person.id, set()).add(role.title)
                        return structs.replace(holding.person, why=f"{words}: {holding.why}")
                    if holding is not None:
                        return Actor(
                            office.id, office.id.replace("-", " "), office.country, office.sector, holding.why, "office"
                        )
                if role.is_former:
                    return None
                if role.sector is not None and owner.kind == "state":
                    if role.sector in ("MIL", "COP", "LEG", "JUD", "REB", "OPP", "SPY"):
                        return compose.of_state(owner, role.sector, self.catalogue, words, self.at)
                    return structs.replace(owner, why=f"{words}: {noun} of {owner.name}")
        head = self.parse.tokens[m.last - 1]
        if noun in _WORKPLACES or (where == "in" and head.tag != "NNS" and noun not in _CROWDS):
            return None
        if where == "in" and noun in _LOCAL and self._is_a_town(m.last):  # the town's, not the state's
            return None
        agent = self.catalogue.agent(noun)
        sector = agent.sector if agent is not None else AGENTS.get(noun)
        if head.tag in ("NN", "NNP") and sector in _PRIVATE_ALONE and noun not in DEFINITE and noun not in _CROWDS:
            return None
        if noun in ("ministry", "department") and owner.kind == "state":
            return self._ministry(m, owner, words)
        if noun in DEFINITE and owner.kind not in ("state", "armed_group", "movement", "party"):
            return None
        if m.last - m.first > 1:
            pair = f"{self.parse.tokens[m.last - 2].lower} {noun}"
            noun = pair if self.catalogue.agent(pair) is not None else noun
        if noun in DEFINITE and noun not in AGENTS and self.catalogue.agent(noun) is None:
            return None
        return compose.group(noun, owner, self.catalogue, words, self.at)

    def _title_end(self, m: ActorMention) -> int:
        """Where a title ends that goes on behind its noun: "secretary of state", "minister for foreign affairs"."""
        tokens = self.parse.tokens
        stop = min(self.parse.lines[tokens[m.first].sent].last, m.last + 5)
        if m.last >= stop or tokens[m.last].lower not in ("of", "for"):
            return m.last
        for last in range(stop, m.last + 1, -1):
            words = pieces_of(self.parse.words(m.first, last))
            for begin in range(min(3, len(words))):
                if self.catalogue.offices_titled(" ".join(words[begin:])):
                    return last
        return m.last

    def _ministry(self, m: ActorMention, owner: Actor, words: str) -> Actor | None:
        """A ministry that no table has: "the Saudi foreign ministry" is `sau-foreign-ministry`."""
        tokens = self.parse.tokens
        plain = [
            t.lower
            for t in tokens[m.first : m.last]
            if t.pos not in ("DET", "PUNCT", "PART") and t.i not in self.standing
        ]
        if len(plain) < 2:
            return None
        id = f"{owner.id.lower()}-{slug(' '.join(plain))}"
        listed = self.catalogue.actor(id, self.at) if self.catalogue.known(id) else None
        if listed is not None:
            return structs.replace(listed, why=f"{words}: {listed.why}")
        return Actor(
            id, f"{owner.name}: {' '.join(plain)}", owner.country, "GOV", f"country and noun: {words}", "ministry"
        )

    def _behind(self, i: int) -> tuple[Actor, str] | None:
        """The owner behind a head noun: "of Mali", "from the PKK", "in Lagos"."""
        tokens = self.parse.tokens
        if i + 1 >= len(tokens) or tokens[i].lower not in ("of", "from", "in"):
            return None
        link = tokens[i].lower
        j = i + 1
        while j < len(tokens) and j < i + 3 and tokens[j].pos in ("DET", "ADJ"):
            j += 1
        listed = self._listed_from(j)
        if listed is not None and link != "in":
            return listed, link
        place = self.place_at.get(tokens[j].start) if j < len(tokens) else None
        at = self.standing.get(j) if j < len(tokens) else None
        is_owner = at is not None and at[1] is not None and at[1].kind != "person" and not at[0].is_capital
        if is_owner and at is not None and at[1] is not None and (link != "in" or at[1].kind == "state"):
            return at[1], link
        if place is not None and place.country is not None:
            state = self.catalogue.actor(place.country, self.at)
            return (state, link) if state is not None else None
        if at is not None and at[0].is_capital and at[0].key is not None:
            state = self.catalogue.actor(self.catalogue.capital(at[0].key)[0], self.at)
            return (state, link) if state is not None else None
        return None

    def _is_a_town(self, i: int) -> bool:
        """Whether what stands behind `in` is smaller than a country and no capital: "officials in a Carolina town"."""
        tokens = self.parse.tokens
        j = i + 1
        while j < min(len(tokens), i + 3) and tokens[j].pos in ("DET", "ADJ"):
            j += 1
        at = self.standing.get(j)
        place = self.place_at.get(tokens[j].start) if j < len(tokens) else None
        is_small = place is not None and place.precision is not None and place.precision < 6
        return is_small and not (at is not None and at[0].is_capital)

    def _listed_from(self, i: int) -> Actor | None:
        """The listed group whose name of several words begins here: "Sinaloa cartel" before the place Sinaloa."""
        last = self.parse.lines[self.parse.tokens[i].sent].last if i < len(self.parse.tokens) else i
        for end in range(min(i + 5, last), i + 1, -1):
            ids = self.catalogue.named(key_of(self.parse.words(i, end)))
            if ids:
                return self.catalogue.actor(ids[0], self.at)
        return None

    def _has_own_of(self, i: int) -> bool:
        return i + 1 < len(self.parse.tokens) and self.parse.tokens[i + 1].lower == "of"

    def _office_here(self, m: ActorMention, first: int, title: str) -> Entity | None:
        """ "The president" where the article is about one country: whoever held the office."""
        home = self._home()
        if home is None:
            return None
        for office in self.catalogue.offices_titled(title):
            if office.country == home:
                holding = self.catalogue.holder(office.id, self.at)
                if holding is not None and holding.person is not None:
                    why = f"{self.parse.words(first, m.last)}: the article is about {home}; {holding.why}"
                    return self._entity(first, m.last, "", structs.replace(holding.person, why=why), "description")
        return None

    def _at_home(self, m: ActorMention, noun: str, words: str) -> Entity | None:
        """ "The army", "the ruling party", "police" where the article is about one country."""
        home = self._home()
        if home is None:
            return None
        state = self.catalogue.actor(home, self.at)
        sector = (agent.sector if (agent := self.catalogue.agent(noun)) else None) or AGENTS.get(noun)
        if state is None:
            return None
        tokens = self.parse.tokens
        if noun == "party" and "ruling" in words.lower():
            actor = Actor(
                f"{home.lower()}-ruling-party",
                f"{state.name}: ruling party",
                home,
                "PTY",
                f"{words}: the article is about {state.name}",
                "party",
            )
            return self._entity(m.first, m.last, "", actor, "description")
        plain = all(
            t.pos in ("DET", "NOUN", "ADJ") and t.lower not in ("international", "foreign", "local", "regional")
            for t in tokens[m.first : m.last]
        )
        if (
            sector in ("MIL", "COP", "LEG", "GOV", "JUD", "OPP")
            and plain
            and noun
            in (
                "army",
                "military",
                "police",
                "parliament",
                "government",
                "authorities",
                "opposition",
                "navy",
                "cabinet",
                "junta",
            )
        ):
            part = compose.group(noun, state, self.catalogue, f"{words} (the article is about {state.name})", self.at)
            if part is not None:
                return self._entity(m.first, m.last, "", part, "description")
        return None

    def _entity(self, first: int, last: int, type: str, actor: Actor | None, form: str) -> Entity:
        tokens = self.parse.tokens
        if form == "description":
            type = self._type_of_description(first, last, actor)
        return Entity(tokens[first].start, tokens[last - 1].end, type, actor, "exact", form)

    def _type_of_description(self, first: int, last: int, actor: Actor | None) -> str:
        """A description counts as a name only where it is printed as one: "Foreign Secretary", "Iraqi forces"."""
        head = self.parse.tokens[last - 1]
        if head.text[0].isupper() and (head.i > self.parse.lines[head.sent].first or last - first > 1):
            return "PER" if head.lower in TITLES else "ORG"
        begins_with = next((self.standing[i][0] for i in range(first, last - 1) if i in self.standing), None)
        if actor is not None and actor.kind != "person" and begins_with is not None and begins_with.is_demonym:
            return "ORG"
        return "MISC"

    def _kinds(self, actor: Actor | None) -> frozenset[str]:
        return frozenset(row.kind for row in self.catalogue.rows(actor.id)) if actor is not None else frozenset()

    def _words(self, m: ActorMention) -> str:
        return self.parse.words(m.first, m.last)


def _outermost(entities: Sequence[Entity]) -> list[Entity]:
    """Without peoples inside a description of theirs: "Iraqi" in "Iraqi forces"."""
    kept: list[Entity] = []
    end = -1
    for entity in entities:
        if entity.type == "NORP" and entity.end < end:
            continue
        if entity.form == "description":
            end = max(end, entity.end)
        kept.append(entity)
    return kept


def _abbreviates(short: str, full: str) -> bool:
    """Whether capitals of a short form are the first letters of a full name, in order."""
    letters = [c for c in short.casefold() if c.isalnum()]
    words = pieces_of(full)
    if not 2 <= len(letters) <= 8 or len(words) < 2:
        return False
    initials = "".join(word[0] for word in words)
    at = 0
    for letter in letters:
        at = initials.find(letter, at) + 1
        if at == 0:
            return (
                letters[0] == initials[0]
                and sum(c in "".join(words) for c in letters) == len(letters)
                and len(letters) > 2
            )
    return True


def _surname(name: str) -> str:
    """The folded last name, without what says which of a family it is: "Joseph R. Biden Jr."."""
    words = [word for word in pieces_of(name) if word not in ("jr", "sr", "ii", "iii", "iv")]
    return words[-1] if words else ""


def _drops_middle(short: str, full: str) -> bool:
    """ "Ashraf Ghani" beside "Ashraf Mohammad Ghani": same first and last word."""
    a, b = short.split(), full.split()
    return len(a) == 2 and len(b) == 3 and a[0] == b[0] and a[-1] == b[-1]


def _shares_name(parent: str, branch: str) -> bool:
    return (
        branch.startswith(parent)
        or parent.split("-")[0] == branch.split("-")[0]
        or (parent in ("islamic-state", "isis", "isil", "daesh"))
    )


def _short(why: str) -> str:
    return why if len(why) < 120 else why[:117] + "..."

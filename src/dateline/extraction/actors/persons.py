"""Names of persons: mentions of one person together, then who it is by name, by an office held or by the title beside it.

A private person is nobody's actor.
"""

from collections.abc import Sequence

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.beside import role_after, role_before
from dateline.extraction.actors.cast import Cast
from dateline.extraction.actors.catalogue import OfficeRow, key_of, pieces_of
from dateline.extraction.actors.chains import gender_of
from dateline.extraction.actors.compose import Role
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.listed import choose
from dateline.extraction.actors.roles import FEMALE, MALE
from dateline.extraction.text.first_names import FIRST_NAMES
from dateline.values import Actor


def settle_persons(cast: Cast) -> None:
    """Say who each name of a person is, all mentions of one together, and what titles and gender it goes under."""
    persons = [m for m in cast.names if m.type == "PER"]
    clusters = _clusters(cast, persons)
    for full, members in clusters.items():
        _settle(cast, full, members)


def _clusters(cast: Cast, persons: Sequence[ActorMention]) -> dict[str, list[ActorMention]]:
    """Mentions of one person under the folded full name: a short form goes with the fuller name it ends."""
    keys = {m.first: key_of(cast.words(m)) for m in persons}
    names = sorted({key for key in keys.values() if key}, key=lambda k: (-k.count(" "), k))
    order = {key: n for n, key in reversed(list(enumerate(keys.values())))}
    parent: dict[str, str] = {}
    for key in names:
        longer = [
            full
            for full in names
            if full != key and full.count(" ") > key.count(" ") and full not in parent
            and (full.endswith(" " + key) or (full.startswith(key + " ") and (key in FIRST_NAMES or cast.catalogue.named(full))) or _drops_middle(key, full))
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


def _drops_middle(short: str, full: str) -> bool:
    """ "Ashraf Ghani" beside "Ashraf Mohammad Ghani": same first and last word."""
    a, b = short.split(), full.split()
    return len(a) == 2 and len(b) == 3 and a[0] == b[0] and a[-1] == b[-1]


def _settle(cast: Cast, full: str, members: Sequence[ActorMention]) -> None:
    """Who the person is, from the catalogue, from an office held, or from the title beside any mention."""
    actor: Actor | None = None
    roles = []
    gender = None
    for m in members:
        before, after = role_before(cast, m), role_after(cast, m)
        roles += [role for role in (before, after) if role is not None]
        if after is not None:
            cast.beside[after.first, after.last] = m
        gender = gender or _courtesy_gender(cast, m)
        cast.who[m.first] = full
    for role in roles:
        gender = gender or gender_of(role.title.split())
    if gender is not None:
        cast.genders[full] = gender
    is_private = bool(roles) and roles[0].is_private
    listed = next((m for m in members if m.key is not None), None)
    keys = [listed.key] if listed is not None and listed.key is not None else []
    words = full.split()
    if not keys and len(words) > 2 and any(len(word) == 1 for word in words):
        keys.append(" ".join(word for word in words if len(word) > 1))  # "Paul D. Ryan" is listed as Paul Ryan
    if keys:
        actor = _listed_person(cast, keys[0])
    roles = [role for role in roles if not role.is_private]
    if actor is not None and actor.sector == "ELI" and roles and not roles[0].is_former:
        sector, country = roles[0].sector, roles[0].country or actor.country
        why = f"title beside the name: {cast.parse.words(roles[0].first, roles[0].last)}; {actor.why}"
        actor = structs.replace(actor, sector=sector, country=country, why=why)
    name = cast.words(max(members, key=lambda m: m.last - m.first))
    if actor is None and not is_private:
        actor = _by_title(cast, name, roles)
    if actor is None and not is_private and " " not in full and not roles:
        actor = _by_surname(cast, full, members)
    if actor is not None:
        cast.titles.setdefault(actor.id, set()).update(role.title for role in roles if role.title)
        for term in cast.catalogue.career(actor.id):
            office = cast.catalogue.office(term.office)
            if office is not None and (cast.at is None or f"{term.office} " in actor.why):
                cast.titles[actor.id].update(key_of(title) for title in office.titles)
    for m in members:
        cast.standing[m.first] = (m, actor)


def _courtesy_gender(cast: Cast, m: ActorMention) -> str | None:
    if m.first == 0:
        return None
    word = cast.parse.tokens[m.first - 1].lower.rstrip(".")
    return "m" if word in MALE else "f" if word in FEMALE else None


def _listed_person(cast: Cast, key: str) -> Actor | None:
    ids = cast.catalogue.named(key)
    persons = [id for id in ids if cast.catalogue.career(id)]
    return choose(cast, persons or ids) if ids else None


def _by_title(cast: Cast, name: str, roles: Sequence[Role]) -> Actor | None:
    surname = _surname(name)
    best: Actor | None = None
    for role in roles:
        office = compose.office_of(role, cast.catalogue, None)
        if office is None and role.country is None and role.body is None:
            office = _office_by_surname(cast, role, surname)
            near = cast.home()
            if office is None and near:
                office = compose.office_of(role, cast.catalogue, near)
        if office is not None and not role.is_former:
            holding = cast.catalogue.holder(office.id, cast.at)
            if holding is not None and holding.person is not None and _surname(holding.person.name) == surname:
                return structs.replace(holding.person, why=holding.why)
        composed = compose.person(name, role, office, cast.parse.words(role.first, role.last))
        if composed is not None and (best is None or (best.country is None and composed.country is not None)):
            best = composed
    return best


def _office_by_surname(cast: Cast, role: Role, surname: str) -> OfficeRow | None:
    """The office of this title whose holder on the date has this last name: "President Putin"."""
    found: dict[str, OfficeRow] = {}  # by id: one person may have held an office twice
    for id in cast.catalogue.surnamed(surname, cast.at):
        for term in cast.catalogue.career(id):
            office = cast.catalogue.office(term.office)
            if office is not None and role.title in (key_of(title) for title in office.titles):
                holding = cast.catalogue.holder(office.id, cast.at)
                if holding is not None and holding.person is not None and holding.person.id == id:
                    found[office.id] = office
    return next(iter(found.values())) if len(found) == 1 else None


def _surname(name: str) -> str:
    """The folded last name, without what says which of a family it is: "Joseph R. Biden Jr."."""
    words = [word for word in pieces_of(name) if word not in ("jr", "sr", "ii", "iii", "iv")]
    return words[-1] if words else ""


def _by_surname(cast: Cast, full: str, members: Sequence[ActorMention]) -> Actor | None:
    """A bare last name of one office holder whose country the article names: "Putin"."""
    found = []
    for id in cast.catalogue.surnamed(full, cast.at):
        actor = cast.catalogue.actor(id, cast.at)
        if actor is not None and actor.country in cast.countries:
            found.append(actor)
    if len(found) == 1:
        return structs.replace(found[0], why=f"last name of an office holder of a country named here; {found[0].why}")
    return None

"""Words to mentions: names, and the descriptions and pronouns that may stand for an actor.

Names come from the catalogue (longest match over folded words) and from the recogniser, whose usual slips are mended:
articles, titles and possessives trimmed, glued names split, types voted over the article. Who a mention is, is decided
in `resolve`; nothing here looks at dates.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from dateline.extraction.actors.catalogue import ORDINARY, Catalogue, pieces_of
from dateline.extraction.actors.roles import AGENTS, BODIES, COURTESY, DEFINITE, HELPED, RANKS, TITLES
from dateline.extraction.text.first_names import FIRST_NAMES
from dateline.extraction.text.tokens import Name, Parse, Token
from dateline.values import Place

_LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC"}
_PRONOUNS = frozenset("he him his she her they them their it its".split())
_SMALL = frozenset("the of for and in on de del la le el al bin ibn von van der den da dos du di y e abu".split())
_NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mr mrs ms dr covid covid-19 internet god ramadan christmas easter reuters/file "
    "covid19 coronavirus ied ieds vbied vbieds uav uavs rpg rpgs ak-47 gdp gmt bst edt est cet utc eid suhur".split()
)
_PEOPLES = frozenset(
    "yazidi yazidis kurd kurds kurdish arab arabs sunni sunnis shia shias shiite shiites shi'ite alawite alawites druze "
    "muslim muslims christian christians jew jews jewish hindu hindus sikh sikhs buddhist buddhists catholic catholics "
    "protestant protestants orthodox hazara hazaras pashtun pashtuns tajiks uzbeks tutsi tutsis hutu hutus rohingya "
    "rohingyas uyghur uyghurs uighur uighurs tamil tamils tigrayan tigrayans oromo amhara fulani hausa igbo yoruba berber "
    "berbers tuareg tuaregs roma turkmen chechen chechens copt copts coptic african africans asian asians european "
    "europeans latino latinos hispanic islamic islamist islamists jihadist republican republicans democrat democrats "
    "democratic conservative tory tories communist communists socialist".split()
)
_AMERICAS = frozenset({"america", "american", "americans"})
_SITES = frozenset(
    "airfield airport mosque barrage dam river province district governorate oblast valley village mountain mountains "
    "island islands lake sea ocean gulf strait peninsula desert bridge square street avenue road highway stadium hospital "
    "cathedral palace park forest coast camp prison port harbour harbor canal bay crossing base".split()
)
_FACILITIES = frozenset(
    "airfield airport mosque barrage dam bridge square street avenue road highway stadium hospital cathedral palace prison "
    "canal crossing base camp".split()
)
_PERSONAL = COURTESY | TITLES.keys() | RANKS


class ActorMention(Struct, frozen=True):
    """A mention before it is resolved: tokens `first` to `last` (exclusive), its type and form.

    `key` is the folded name where the catalogue knows it; `is_demonym` that it is known as a people or adjective.
    """

    first: int
    last: int
    type: str
    form: str
    key: str | None = None
    is_demonym: bool = False
    is_capital: bool = False


def find(parse: Parse, *, catalogue: Catalogue, places: Sequence[Place]) -> tuple[ActorMention, ...]:
    """Find names, descriptions and pronouns that may stand for an actor, in text order.

    Args:
        parse: the article's parse.
        catalogue: the names to look for.
        places: the article's places; a name that is a place of no state is typed so.
    """
    listed = _listed(parse, catalogue)
    described = [m for m in listed if m.form == "description"]
    listed = [m for m in listed if m.form == "name"]
    names = _with_recognised(parse, listed, catalogue)
    names = _titled(parse, names, catalogue)
    names = _voted(parse, names, catalogue, places)
    taken = bytearray(len(parse.tokens))
    for name in (*names, *described):
        taken[name.first : name.last] = b"\1" * (name.last - name.first)
    others = _others(parse, taken, catalogue)
    return tuple(sorted((*names, *described, *others), key=lambda m: (m.first, -m.last)))


def _listed(parse: Parse, catalogue: Catalogue) -> list[ActorMention]:
    """Names of the catalogue, longest first, none inside another."""
    tokens = parse.tokens
    pieces: list[str] = []
    owner: list[int] = []
    for t in tokens:
        word = t.lower
        if word.isascii() and word.isalnum():
            pieces.append(word)
            owner.append(t.i)
        elif len(word) > 1 or word.isalnum():
            for piece in pieces_of(t.text):
                pieces.append(piece)
                owner.append(t.i)
    found: list[ActorMention] = []
    at, n = 0, len(pieces)
    while at < n:
        step = 1
        for size, key in catalogue.matches(pieces, at):
            first, last = owner[at], owner[at + size - 1] + 1
            whole = (at == 0 or owner[at - 1] != first) and (at + size == n or owner[at + size] != last - 1)
            if key in _AMERICAS and first and tokens[first - 1].lower in ("central", "south", "latin", "north"):
                continue
            if tokens[first].lower == "the" and last - first > 1:
                first += 1
            if whole and tokens[first].sent == tokens[last - 1].sent and _is_cased(tokens[first:last], key, catalogue):
                found += _listed_mentions(parse, first, last, key, catalogue)
                step = size
                break
        at += step
    return found


def _is_cased(words: Sequence[Token], key: str, catalogue: Catalogue) -> bool:
    """Whether words are written as a name: "US" but not "us", "Unity" but not the first word of a sentence."""
    if len(words) == 1:
        word = words[0]
        if not word.text[0].isupper():
            return word.text[0].lower() == word.text[0].upper() and not word.text.isascii()
        if catalogue.is_shouted(key) and (key in ORDINARY or len(key) <= 3):
            return word.text.replace(".", "").isupper()
        if word.text.isupper() and len(word.text) > 1:
            return True
        if key in ORDINARY:
            return word.pos == "PROPN"
        return word.pos in ("PROPN", "ADJ") or (word.tag in ("NNS", "NN", "NNPS") and key not in ORDINARY)
    if len(words) > 3 and words[0].text[0].isupper() and words[1].text == "-" and words[2].lower in HELPED:
        return True  # "the Saudi-led coalition"
    long = [w.text for w in words if len(w.text) > 3 and w.text[0].isalpha()]
    if not long:
        return any(w.text[0].isupper() for w in words)
    upper = sum(w[0].isupper() or not w.isascii() for w in long)
    if words[0].text[0].isupper() and not words[-1].text[0].isupper() and _is_body_noun(words[-1].lower):
        return words[0].text[0].isupper() and (upper > 0 or words[0].text.isupper())
    return upper * 2 >= len(long) and (words[-1].text[0].isupper() or upper * 3 >= len(long) * 2)


def _is_body_noun(word: str) -> bool:
    return word in AGENTS or word.capitalize() in BODIES


def _listed_mentions(parse: Parse, first: int, last: int, key: str, catalogue: Catalogue) -> list[ActorMention]:
    """One listed name; where its head is a plain noun ("US troops") a description and the name inside it."""
    mention = _listed_mention(parse, first, last, key, catalogue)
    if (
        last - first > 1
        and not parse.tokens[last - 1].text[0].isupper()
        and _is_body_noun(parse.tokens[last - 1].lower)
    ):
        inside = pieces_of(parse.words(first, first + 1))
        found = [ActorMention(first, last, mention.type, "description", key)]
        if len(inside) == 1 and (catalogue.named(inside[0]) or catalogue.demonym(inside[0])):
            found.append(_listed_mention(parse, first, first + 1, inside[0], catalogue))
        return found
    return [mention]


def _listed_mention(parse: Parse, first: int, last: int, key: str, catalogue: Catalogue) -> ActorMention:
    ids = catalogue.named(key)
    if ids:
        return ActorMention(first, last, _type_of(ids, catalogue), "name", key)
    if catalogue.demonym(key):
        return ActorMention(first, last, "NORP", "name", key, is_demonym=True)
    return ActorMention(first, last, "GPE", "name", key, is_capital=True)


def _type_of(ids: Sequence[str], catalogue: Catalogue) -> str:
    rows = catalogue.rows(ids[0])
    if not rows:
        return "PER"
    return {"state": "GPE", "city": "GPE", "religious": "ORG"}.get(rows[0].kind, "ORG")


def _with_recognised(parse: Parse, listed: list[ActorMention], catalogue: Catalogue) -> list[ActorMention]:
    """Names of the recogniser and of the catalogue together; where they meet, the more telling one stays."""
    tokens = parse.tokens
    by_token: dict[int, int] = {}
    for n, m in enumerate(listed):
        for i in range(m.first, m.last):
            by_token[i] = n
    dropped: set[int] = set()
    found: list[ActorMention] = []
    for name in parse.names:
        kind = _LABELS.get(name.label)
        begin = _behind_title(tokens, name.first, name.last)
        if begin is not None and (kind != "PER" or begin > name.first):
            name, kind = Name(begin, name.last, "PERSON"), "PER"
        inside = sorted({by_token[i] for i in range(name.first, name.last) if i in by_token})
        if kind is None or tokens[name.first].lower in ("operation", "uss", "hms", "passcode"):
            continue
        first, last = _trimmed(tokens, name.first, name.last, kind)
        if first >= last:
            continue
        hits = [listed[n] for n in inside if listed[n].last > first and listed[n].first < last]
        if any(h.first <= first and h.last >= last for h in hits):
            continue
        is_given = kind == "PER" and _is_given_name(tokens, first, last, hits)
        if any(h.first < first or h.last > last for h in hits) or (
            not is_given and _is_glued(tokens, first, last, hits, kind, catalogue)
        ):
            found.extend(_remainder(tokens, first, last, hits, kind))
            continue
        if not _is_name(tokens, first, last, kind):
            continue
        dropped.update(n for n in inside if listed[n].first >= first and listed[n].last <= last)
        found.append(ActorMention(first, last, kind, "name"))
    found.extend(m for n, m in enumerate(listed) if n not in dropped)
    found.sort(key=lambda m: (m.first, -m.last))
    kept: list[ActorMention] = []
    for m in found:
        if not kept or m.first >= kept[-1].last:
            kept.append(m)
    return kept


def _behind_title(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Where a person's name begins inside a recognised name that holds a title: "Army Gen Richard Clarke"."""
    for i in range(last - 2, first - 1, -1):
        if tokens[i].lower.rstrip(".") in _PERSONAL and tokens[i].text[0].isupper():
            begin = i + 2 if tokens[i + 1].text == "." else i + 1
            if begin < last and all(_is_personal(t) for t in tokens[begin:last]):
                return begin
            return None
    return None


def _is_personal(t: Token) -> bool:
    word = t.text
    if t.lower in _SMALL or t.tag == "POS" or word in ("-", ".", "'"):
        return True
    return (
        word[0].isupper()
        and word.capitalize() not in BODIES
        and t.lower.rstrip(".") not in _PERSONAL
        and not (word.isupper() and len(word) > 4)
    )


def _titled(parse: Parse, names: list[ActorMention], catalogue: Catalogue) -> list[ActorMention]:
    """Names of persons that the recogniser passed over, behind a title: "Gen Clarke", "Prime Minister Abiy"."""
    tokens = parse.tokens
    taken = bytearray(len(tokens) + 1)
    for m in names:
        taken[m.first : m.last] = b"\1" * (m.last - m.first)
    found = []
    starts = {m.first: n for n, m in enumerate(names)}
    for n, m in enumerate(names):
        before = tokens[m.first - 1] if m.first else None
        if (
            m.key is None
            and m.type != "PER"
            and before is not None
            and before.text[0].isupper()
            and m.last - m.first < 4
        ):
            is_title = before.lower.rstrip(".") in _PERSONAL and before.lower not in (
                "chief",
                "head",
                "deputy",
                "chair",
            )
            if (
                is_title
                and before.sent == tokens[m.first].sent
                and all(_is_personal(t) for t in tokens[m.first : m.last])
            ):
                names[n] = ActorMention(m.first, m.last, "PER", "name")
    for t in tokens[:-1]:
        if t.tag == "NNP" and not taken[t.i] and t.dep in ("nsubj", "nsubjpass", "poss", "agent") and len(t.text) > 3:
            if (
                t.text[0].isupper()
                and catalogue.is_surname(t.lower)
                and t.lower not in _PERSONAL
                and t.lower not in ORDINARY
            ):
                found.append(ActorMention(t.i, t.i + 1, "PER", "name"))
            continue
        if t.lower.rstrip(".") not in _PERSONAL or taken[t.i] or not t.text[0].isupper():
            continue
        first = t.i + 1
        if tokens[first].text == "." and first + 1 < len(tokens):
            first += 1
        last, stop = first, parse.lines[t.sent].last
        while last < stop and not taken[last] and tokens[last].tag in ("NNP", "NNPS") and _is_personal(tokens[last]):
            last += 1
        if first < last <= first + 4 and tokens[first].lower not in _NOT_NAMES and tokens[first].text[0].isupper():
            rest = starts.get(last)
            if rest is not None and names[rest].type == "PER" and names[rest].key is None and last < stop:
                names[rest] = ActorMention(first, names[rest].last, "PER", "name")  # "Aminu" + "Bello Masari"
            else:
                found.append(ActorMention(first, last, "PER", "name"))
    return sorted((*names, *found), key=lambda m: (m.first, -m.last))


def _trimmed(tokens: Sequence[Token], first: int, last: int, kind: str) -> tuple[int, int]:
    """A name without articles, courtesy, titles, possessives and stray marks at its edges."""
    while first < last:
        t = tokens[first]
        if (
            (
                (t.lower in ("near", "in", "at", "from", "outside", "around") and last - first > 1)
                or (t.pos in ("DET", "PUNCT", "SYM", "SPACE", "NUM") and (t.pos != "NUM" or kind == "PER"))
            )
            or t.lower in ("'s", "’s", "the")
            or (kind == "PER" and last - first > 1 and t.lower.rstrip(".") in _PERSONAL)
        ):
            first += 1
        else:
            break
    while first < last:
        t = tokens[last - 1]
        is_mark = t.pos in ("PUNCT", "SYM", "SPACE", "PART", "SCONJ", "CCONJ", "ADP") and not t.text[0].isupper()
        is_mark = is_mark or t.lower in ("'s", "’s", "'", "’")
        is_plain = kind in ("PER", "GPE") and t.text[0].islower() and t.lower not in _SMALL and last - first > 1
        if is_mark or is_plain:
            last -= 1
        else:
            break
    return first, last


def _is_given_name(tokens: Sequence[Token], first: int, last: int, hits: Sequence[ActorMention]) -> bool:
    """Whether a recognised person begins with a given name that is also a town: "Health Minister Sofia Lindqvist"."""
    if len(hits) != 1 or hits[0].first != first or hits[0].last != first + 1 or last == first + 1 or hits[0].is_demonym:
        return False
    if not all(t.tag == "NNP" and _is_personal(t) for t in tokens[first:last]):
        return False
    before = tokens[first - 1] if first else None
    is_titled = before is not None and before.text[0].isupper() and before.lower.rstrip(".") in _PERSONAL
    return (is_titled and hits[0].is_capital) or (hits[0].type == "GPE" and tokens[first].lower in FIRST_NAMES)


def _is_glued(
    tokens: Sequence[Token], first: int, last: int, hits: Sequence[ActorMention], kind: str, catalogue: Catalogue
) -> bool:
    """Whether a recognised name is known names side by side: "Russia and Ukraine", "Afghan President Ashraf Ghani"."""
    if not hits:
        return False
    covered = sum(h.last - h.first for h in hits)
    rest = [
        t
        for t in tokens[first:last]
        if not any(h.first <= t.i < h.last for h in hits)
        and t.lower not in ("and", ",", "&", "/", "-", "of", "the", "'s")
    ]
    if not rest:
        return len(hits) > 1 or covered < last - first
    if kind == "PER" and hits[-1].last == last and hits[-1].type == "PER":
        return all(t.lower.rstrip(".") in _PERSONAL or t.pos != "PROPN" for t in rest)
    if kind in ("PER", "NORP") and hits[0].first == first and (hits[0].is_demonym or hits[0].type in ("GPE", "ORG")):
        return True
    return all(t.text[0].islower() for t in rest)


def _remainder(
    tokens: Sequence[Token], first: int, last: int, hits: Sequence[ActorMention], kind: str
) -> Iterable[ActorMention]:
    """What is left of a recognised name behind the known names in it, where that is a person's name."""
    if kind != "PER" or not hits:
        return
    begin = max(h.last for h in hits)
    begin, last = _trimmed(tokens, begin, last, kind)
    if begin < last and tokens[begin].pos == "PROPN":
        yield ActorMention(begin, last, "PER", "name")


def _is_name(tokens: Sequence[Token], first: int, last: int, kind: str) -> bool:
    words = tokens[first:last]
    if not any(w.text[0].isupper() or not w.text.isascii() for w in words):
        return False
    if len(words) == 1:
        word = words[0]
        if word.lower in _NOT_NAMES or len(word.text) < 2:
            return False
        if word.pos in ("VERB", "AUX", "ADV", "PRON", "DET", "ADP", "NUM", "INTJ"):
            return False
        if kind == "PER" and word.lower.rstrip(".") in _PERSONAL:
            return False
    return True


def _voted(
    parse: Parse, names: list[ActorMention], catalogue: Catalogue, places: Sequence[Place]
) -> list[ActorMention]:
    """Types made one over the article: a full name's type wins for its short forms, then the commoner type."""
    votes: dict[str, dict[str, int]] = {}
    last_words: set[str] = set()
    full_persons: set[str] = set()
    for m in names:
        words = parse.words(m.first, m.last)
        if m.key is not None:
            if m.type == "PER":
                last_words.add(parse.tokens[m.last - 1].text)
            continue
        tally = votes.setdefault(words, {})
        tally[m.type] = tally.get(m.type, 0) + 1
        if m.type == "PER" and m.last - m.first > 1:
            last_words.add(parse.tokens[m.last - 1].text)
            full_persons.add(words)
    where = {(place.start, place.end) for place in places if place.lat is not None}
    mended = []
    for m in names:
        if m.key is None:
            kind = m.type
            words = parse.words(m.first, m.last)
            last_word = parse.tokens[m.last - 1].lower
            if m.last - m.first == 1 and words in last_words:
                kind = "PER"
            elif kind in ("ORG", "GPE", "FAC") and _is_person(parse.tokens[m.first : m.last]):
                kind = "PER"
                last_words.add(parse.tokens[m.last - 1].text)
                full_persons.add(words)
            elif last_word in _PEOPLES and m.last - m.first == 1:
                kind = "NORP"
            elif last_word in _SITES and m.last - m.first > 1:
                kind = "FAC" if last_word in _FACILITIES else "LOC"
            else:
                tally = votes[words]
                kind = max(sorted(tally), key=lambda k: (tally[k], k == m.type))
                if tally[kind] == tally.get(m.type, 0):
                    kind = m.type
                span = (parse.tokens[m.first].start, parse.tokens[m.last - 1].end)
                if kind in ("PER", "ORG", "NORP") and span in where and words not in full_persons:
                    kind = "GPE"
            if kind != m.type:
                m = ActorMention(m.first, m.last, kind, m.form)
        elif m.is_capital and parse.words(m.first, m.last) in last_words:
            m = ActorMention(m.first, m.last, "PER", m.form)
        mended.append(m)
    return _with_last_names(parse, mended, last_words - {""})


def _is_person(words: Sequence[Token]) -> bool:
    """A given name and one or two more words that name no body: "Keith Lamont Scott"."""
    if not 2 <= len(words) <= 3 or words[0].lower not in FIRST_NAMES:
        return False
    return all(t.tag == "NNP" and _is_personal(t) and t.lower not in _SITES and not t.text.isupper() for t in words)


def _with_last_names(parse: Parse, names: list[ActorMention], last_words: set[str]) -> list[ActorMention]:
    """Last names of persons of the article where the recogniser saw none: "Price said"."""
    taken = bytearray(len(parse.tokens))
    for m in names:
        taken[m.first : m.last] = b"\1" * (m.last - m.first)
    found = [
        ActorMention(t.i, t.i + 1, "PER", "name")
        for t in parse.tokens
        if t.text in last_words and not taken[t.i] and t.text[0].isupper() and t.dep not in ("compound", "amod")
    ]
    return sorted((*names, *found), key=lambda m: (m.first, -m.last)) if found else names


def _others(parse: Parse, taken: bytearray, catalogue: Catalogue) -> list[ActorMention]:
    """Descriptions by their head noun, and pronouns of the third person."""
    found = []
    for t in parse.tokens:
        tag = t.tag
        if tag[:2] == "NN":
            if taken[t.i]:
                continue
            word = t.lower
            if (
                word in AGENTS
                or word in DEFINITE
                or word in TITLES
                or catalogue.agent(word) is not None
                or catalogue.agent(t.lemma) is not None
            ):
                first, last = _phrase(parse, t)
                found.append(ActorMention(first, last, "ORG", "description"))
        elif tag[:3] == "PRP" and t.lower in _PRONOUNS:
            found.append(ActorMention(t.i, t.i + 1, "PER", "pronoun"))
    return found


def _phrase(parse: Parse, head: Token) -> tuple[int, int]:
    """The noun phrase up to its head: what stands to the left and belongs to it."""
    tokens = parse.tokens
    floor = parse.lines[head.sent].first
    first = head.i
    while first > floor:
        t = tokens[first - 1]
        if (
            t.pos in ("ADJ", "NOUN", "PROPN", "DET", "NUM")
            or t.tag in ("POS", "PRP$", "HYPH", "JJ")
            or (t.tag in ("VBN", "VBG") and t.dep == "amod" and not _is_verb_of_title(tokens, t.i))
        ):
            if t.pos == "DET":
                return first - 1, head.i + 1
            first -= 1
        elif t.lower == "-":
            first -= 1
        else:
            break
    while first < head.i and tokens[first].tag in ("POS", "HYPH"):
        first += 1
    return first, head.i + 1


def _is_verb_of_title(tokens: Sequence[Token], i: int) -> bool:
    """Whether a participle is a verb misread: "the secretary-general briefed allies"."""
    return (
        i > 0
        and tokens[i].lower.endswith("ed")
        and tokens[i - 1].tag in ("NN", "NNP", "JJ")
        and tokens[i - 1].lower in TITLES
    )

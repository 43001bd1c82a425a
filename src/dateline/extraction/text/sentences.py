"""Where sentences begin, decided from the marks on the page before anything is parsed.

The parser is then told, so that a quotation or an abbreviation never tears a sentence apart.
"""

from collections.abc import Sequence

_ENDS = frozenset({".", "!", "?", "…", "...", "?!", "!?", "!!", "??", "....", "。", "！", "？", "؟", "।", "!!!", "???"})
_CLOSERS = frozenset({'"', "'", "''", ")", "]", "}", "”", "’", "»"})
_OPENERS = frozenset({'"', "'", "``", "(", "[", "“", "‘", "«", "„", "-", "–", "—", "--"})
# abbreviations that a capital follows inside a sentence
_JOINING = frozenset(
    """mr. mrs. ms. dr. prof. gen. lt. col. maj. capt. cpl. sgt. pvt. adm. cmdr. brig. rev. fr. hon. sen. sens. rep. reps. gov. govs. pres. sec. st. ste. mt.
    ft. no. nos. vs. v. jr. sr. messrs. supt. det. insp. amb. atty. asst. assoc. dept. univ. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec.
    mon. tue. tues. wed. thu. thurs. fri. sat. sun. al. approx. fig. op. cit. eds. ed. lt.-gen. maj.-gen. gen.-maj. u.s. u.k. u.n. e.u. d.c. e.g. i.e. cf. sgt.-maj. vice-adm.
    ariz. ark. calif. colo. conn. del. fla. ga. ill. ind. kan. ky. la. md. mass. mich. minn. miss. mo. mont. neb. nev. okla. ore. pa. tenn. tex. vt. va. wash. wis. wyo. ala. n.s. b.c.
    n.b. ont. que. alta. sask. man. n.y. n.j. n.c. s.c. n.d. s.d. n.h. n.m. w.va. r.i. p.e.i. inc. corp. co. ltd. bros. cos. plc.""".split()
)
# after these a capital may begin a new sentence, if the next word is one that usually does
_MAY_END = frozenset(
    """u.s. u.k. u.n. e.u. d.c. a.m. p.m. inc. corp. co. ltd. cos. bros. jr. sr. etc. no. ariz. ark. calif. colo. conn. del. fla. ga. ill. ind. kan. ky. la. md. mass. mich.
    minn. miss. mo. mont. neb. nev. okla. ore. pa. tenn. tex. vt. va. wash. wis. wyo. ala. n.s. b.c. n.b. ont. que. alta. sask. n.y. n.j. n.c. s.c. n.h. n.m. p.e.i. r.i.
    jan. feb. aug. sept. oct. nov. dec. al. plc.""".split()
)
_STARTERS = frozenset(
    """the a an he she it they we i you in on at but and however this that these those there his her its their our my when while as if after before for
    since so such some many most all no not one two another both each by with from to under during according meanwhile earlier later last today yesterday
    what who why how where also although because despite even officials police authorities residents witnesses mr. mrs. ms. u.s. president""".split()
)
_LONGEST = 280  # tokens; a "sentence" longer than this is no sentence, and rules over it would cost


def sentence_starts(words: Sequence[str], spaced: Sequence[bool]) -> list[bool]:
    """For each token of one paragraph, whether a sentence begins there.

    Args:
        words: the tokens of one paragraph, in order.
        spaced: whether white space follows the token on the page.
    Returns:
        as many flags; the first is True.
    """
    n = len(words)
    starts = [False] * n
    if n:
        starts[0] = True
    depth_since = 0
    i = 0
    while i < n:
        depth_since += 1
        word = words[i]
        if word in _ENDS or (len(word) > 2 and word[-1] == "." and word[-2] != "."):
            nxt = i + 1
            # closing marks that hang on the stop belong to this sentence
            while nxt < n and words[nxt] in _CLOSERS and not spaced[nxt - 1]:
                nxt += 1
            if nxt < n and spaced[nxt - 1] and _ends_here(words, i, nxt):
                starts[nxt] = True
                depth_since = 0
                i = nxt
                continue
        if depth_since >= _LONGEST and i + 1 < n:
            starts[i + 1] = True
            depth_since = 0
        i += 1
    return starts


def _ends_here(words: Sequence[str], stop: int, nxt: int) -> bool:
    """Whether the stop at `stop` ends a sentence, given that `nxt` is the next word behind its closing marks."""
    after = nxt
    while after < len(words) - 1 and words[after] in _OPENERS:
        after += 1
    first = words[after][:1]
    if first.islower():
        return False
    word = words[stop]
    if word in _ENDS:
        if word == "." and stop > 0:
            before = words[stop - 1].lower()
            if before + "." in _JOINING and before + "." not in _MAY_END and len(before) < 5:
                return False
            if len(before) == 1 and before.isalpha() and words[stop - 1].isupper() and stop == nxt - 1:
                return words[after].lower() in _STARTERS  # an initial: "J . Smith"
        if word in ("...", "…") and not (nxt - 1 > stop):
            return first.isupper() and words[after].lower() in _STARTERS
        return True
    low = word.lower()
    if low in _JOINING or (len(low) == 2 and low[0].isalpha()) or low.count(".") > 1:
        return (low in _MAY_END or low.count(".") > 1) and words[after].lower() in _STARTERS
    return True

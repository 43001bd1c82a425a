"""Our own training sentences: the TSV files that hold them, the grammar that multiplies them, and the held-out part."""

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "grammar"))

import expand
from actors import MORE_STATES, SLOTS, STATES

TYPES = [
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONVICT", "NONE",
]  # fmt: skip
MODALITIES = ["asserted", "planned", "possible", "demanded", "denied", "hypothetical", "historical"]
MODES = [
    (kind, mode)
    for kind, modes in (
        ("CONSULT", "visit third-party multilateral phone"),
        ("RETREAT", "withdraw release disarm ceasefire access resign"),
        ("REQUEST", "assist change yield meet"),
        ("ACCUSE", "disapprove investigate allege"),
        ("REJECT", "assist change yield meet"),
        ("THREATEN", "restrict arrest relations expel territory violence"),
        ("PROTEST", "demo riot strike hunger boycott obstruct vandalize"),
        ("SANCTION", "expel withdraw discontinue"),
        ("CONVICT", "convict"),
        ("MOBILIZE", "troops weapons police militia"),
        ("COERCE", "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber"),
        (
            "ASSAULT",
            "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
            "heavy-weapons crowd-control unconventional",
        ),
    )
    for mode in modes.split()
]
_ONE_WAY = {
    "ASSAULT",
    "COERCE",
    "ACCUSE",
    "AID",
    "REQUEST",
    "SANCTION",
    "PROTEST",
    "THREATEN",
    "REJECT",
    "SUPPORT",
    "CONVICT",
}
_NAMES = {pair.split("/")[0] for pair in STATES.split()} | {
    "North Korea",
    "South Korea",
    "Saudi Arabia",
    "South Africa",
}
_DEMONYMS = {pair.split("/")[1] for pair in STATES.split()}


class Example(expand.Example):
    """One labelled sentence, able to mark its sides."""

    def marked(self) -> str:
        """The text with `[s]`, `[/s]`, `[t]`, `[/t]` around the sides; as the run-time model marks it."""
        marks = []
        for span, opening, closing in ((self.source, "[s]", "[/s]"), (self.target, "[t]", "[/t]")):
            if span is not None:
                marks += [(span[0], 1, opening), (span[1], 0, closing)]
        text = self.text
        for at, _, mark in sorted(marks, reverse=True):
            text = f"{text[:at]} {mark} {text[at:]}"
        return text


def sentences(here: Path) -> list[Example]:
    """The sentences of examples/*.tsv, in file and line order."""
    found = []
    for path in sorted((here / "examples").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.append(Example(*expand.unmark((row["type"], row["mode"], row["modality"]), row["sentence"])))
    return found


def held_out_and_rest(here: Path) -> tuple[list[Example], tuple[list[expand.Pattern], list[Example]]]:
    """Every twelfth pattern (two wordings each) and every twelfth sentence are never trained on."""
    patterns, written = expand.read_patterns(here / "grammar"), sentences(here)
    rng = random.Random(11)
    held = [Example(*expand.sentence(p, rng)) for p in patterns[5::12] for _ in range(2)]
    held += written[3::12]
    kept = [p for i, p in enumerate(patterns) if i % 12 != 5]
    return held, (kept, [e for i, e in enumerate(written) if i % 12 != 3])


def passes(here: Path, rest: tuple[list[expand.Pattern], list[Example]], count: int, seed: int) -> list[Example]:
    """`count` examples: wordings of patterns, written sentences as they are and with other states, and swapped sides."""
    patterns, written = rest
    rng = random.Random(seed)
    share = 0.5 if len(written) > 200 else 0.1 if written else 0.0
    found = [Example(*e) for e in expand.draws(_balanced(patterns), round(count * (0.96 - share)), seed)]
    order: list[Example] = []
    for _ in range(round(count * share)):
        if not order:
            order = rng.sample(written, len(written))
        example = order.pop()
        found.append(_elsewhere(example, rng) if rng.random() < 0.6 else example)
    found += [_swapped(e) for e in rng.sample([e for e in found if _is_one_way(e)], round(count * 0.04))]
    found = [_one_side(e, rng) if rng.random() < 0.03 else e for e in found]
    rng.shuffle(found)
    return found


def texts(here: Path) -> Iterator[str]:
    """All words that the model meets in training, for its vocabulary."""
    for pattern in expand.read_patterns(here / "grammar"):
        yield pattern.line.translate(str.maketrans("(){}<>|@", "        "))
    for example in sentences(here):
        yield example.text
    for phrases in SLOTS.values():
        yield " ".join(phrases).replace("@", " ")
    yield " ".join(
        [*STATES.replace("/", " ").split(), *expand.FIRST, *expand.LAST, *(w for p in MORE_STATES for w in p)]
    )
    yield " ".join([*expand.BEFORE, *expand.AFTER]).replace("@", " ")


def _balanced(patterns: list[expand.Pattern]) -> list[expand.Pattern]:
    """Kinds with few patterns are drawn more often than their patterns are many, and NONE, the widest kind, twice."""
    counts = Counter(pattern.type for pattern in patterns)
    return [p for p in patterns for _ in range(2 if p.type == "NONE" else max(1, round(26 / counts[p.type])))]


def _is_one_way(example: Example) -> bool:
    return (
        example.type in _ONE_WAY
        and example.source is not None
        and example.target is not None
        and " and " not in example.text
    )


def _swapped(example: Example) -> Example:
    return Example("NONE", "-", "-", example.text, example.target, example.source)


def _one_side(example: Example, rng: random.Random) -> Example:
    if example.type == "NONE" or example.source is None or example.target is None:
        return example
    return example._replace(source=None) if rng.random() < 0.5 else example._replace(target=None)


def _elsewhere(example: Example, rng: random.Random) -> Example:
    """The same sentence about other states: each name and each demonym replaced, the sides kept."""
    swaps: dict[str, str] = {}
    pairs = [pair.split("/") for pair in rng.sample(STATES.split(), 8)]
    marks = sorted(
        [(span[i], i, key) for key, span in (("s", example.source), ("t", example.target)) if span for i in (0, 1)]
    )
    pieces, at, places = [], 0, {}
    for spot, i, key in [*marks, (len(example.text), 2, "")]:
        words = example.text[at:spot].split(" ")
        for n, word in enumerate(words):
            bare = word.strip(",.;:'\"").removesuffix("'s")
            if bare in _NAMES or bare in _DEMONYMS:
                if bare not in swaps and pairs:
                    name, demonym = pairs.pop()
                    swaps[bare] = name if bare in _NAMES else demonym
                words[n] = word.replace(bare, swaps.get(bare, bare))
        pieces.append(" ".join(words))
        at = spot
        places[key, i] = sum(map(len, pieces))
    spans = [(places[k, 0], places[k, 1]) if (k, 0) in places else None for k in ("s", "t")]
    return Example(example.type, example.mode, example.modality, "".join(pieces), spans[0], spans[1])

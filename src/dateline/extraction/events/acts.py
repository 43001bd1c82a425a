"""An act as the words tell it, before it is qualified: its type, its word, its sides and what carries it."""

OUTCOMES = frozenset(
    {"kill", "martyr", "wound", "injure", "hurt", "destroy", "damage", "fire", "open", "explode", "detonate", "maim"}
)
"""Verbs that tell what an act of violence did, beside the word that names the act."""


class Act:
    """One act as the words tell it, before it is qualified. Sides are head tokens."""

    __slots__ = (
        "carried", "carrier", "head", "how", "inner", "kind", "mode", "named", "of", "place_from", "reciprocal", "rule",
        "sources", "targets", "tokens", "type", "used", "weight",
    )  # fmt: skip

    def __init__(self, kind: str, type: str, mode: str | None, head: int, rule: str, weight: int) -> None:
        self.kind = kind  # verb or noun
        self.type = type
        self.mode = mode
        self.of: str | None = None
        self.head = head  # the token that names the act
        self.carrier = head  # the outermost verb: tense and negation hang on it
        self.rule = rule
        self.weight = weight
        self.sources: list[int] = []
        self.targets: list[int] = []
        self.tokens = [head]
        self.reciprocal = False
        self.how: str | None = None
        self.inner: Act | None = None
        self.used: set[int] = set()  # triggers that this act has swallowed
        self.carried: list[str] = []
        self.place_from: list[int] = [head]
        self.named: list[int] = []  # the words that name it, where those are not its head: "a bombing that killed 46"

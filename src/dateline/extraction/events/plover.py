"""PLOVER as tables: sixteen types with their quads and scores, and the modes of each.

The ontology is the Open Event Data Alliance's (CC BY-SA 4.0); label names are facts, the tables here are our own.
"""

from enum import StrEnum


class Quad(StrEnum):
    """Verbal or material, cooperation or conflict."""

    VERBAL_COOPERATION = "VC"
    MATERIAL_COOPERATION = "MC"
    VERBAL_CONFLICT = "VX"
    MATERIAL_CONFLICT = "MX"


class Modality(StrEnum):
    """How an act stands to what happened."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DEMANDED = "demanded"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"


_VC, _MC = Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION
_VX, _MX = Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT

TYPES: dict[str, tuple[Quad, float]] = {
    "AGREE": (_VC, 2.5),
    "CONSULT": (_VC, 2.5),
    "SUPPORT": (_VC, 5.0),
    "CONCEDE": (_VC, 4.5),
    "COOPERATE": (_MC, 9.5),
    "AID": (_MC, 10.0),
    "RETREAT": (_MC, 6.5),
    "REQUEST": (_VX, 0.0),
    "ACCUSE": (_VX, -2.0),
    "REJECT": (_VX, -2.0),
    "THREATEN": (_VX, -3.5),
    "PROTEST": (_MX, -5.0),
    "SANCTION": (_MX, -6.0),
    "MOBILIZE": (_MX, -5.5),
    "COERCE": (_MX, -7.0),
    "ASSAULT": (_MX, -9.0),
}
"""Type to quad and score on the scale of conflict (-10) to cooperation (10)."""

MODES: dict[str, frozenset[str]] = {
    "CONSULT": frozenset({"visit", "third-party", "multilateral", "phone"}),
    "RETREAT": frozenset({"withdraw", "release", "disarm", "ceasefire", "access", "resign"}),
    "REQUEST": frozenset({"assist", "change", "yield", "meet"}),
    "ACCUSE": frozenset({"disapprove", "investigate", "allege"}),
    "REJECT": frozenset({"assist", "change", "yield", "meet"}),
    "THREATEN": frozenset({"restrict", "arrest", "relations", "expel", "territory", "violence"}),
    "PROTEST": frozenset({"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"}),
    "SANCTION": frozenset({"convict", "expel", "withdraw", "discontinue"}),
    "MOBILIZE": frozenset({"troops", "weapons", "police", "militia"}),
    "COERCE": frozenset(
        {
            "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
            "cyber",
        }
    ),
    "ASSAULT": frozenset(
        {
            "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
            "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
        }
    ),
}  # fmt: skip
"""The modes of each type; a type that is missing has none."""

COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""What becomes AGREE when it still lies ahead."""

YIELDING = frozenset({"CONCEDE", "RETREAT"})
"""What becomes CONCEDE when it still lies ahead."""

FORCEFUL = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
"""What becomes THREATEN when its doer announces it."""

_THREATS = {
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
    "COERCE": "restrict",
    "SANCTION": "relations",
    "PROTEST": "relations",
    "CONSULT": "relations",
}
_ASKS = {"CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield", "AID": "assist", "COOPERATE": "assist"}


def quad_of(kind: str) -> str:
    """The quad code of a type."""
    return str(TYPES[kind][0])


def score_of(kind: str) -> float:
    """The score of a type, -10 to 10."""
    return TYPES[kind][1]


def threat_mode(of: str | None, mode: str | None) -> str | None:
    """The mode of a threat from what is threatened."""
    if mode == "arrest":
        return "arrest"
    if mode in ("expel", "deport"):
        return "expel"
    return _THREATS.get(of or "")


def ask_mode(of: str | None) -> str | None:
    """The mode of a request or refusal from what is asked for."""
    return _ASKS.get(of or "", "change" if of else None)

"""Whether a sentence that names an actor and a place tells that the actor is there.

"ISIS-K fighters in Nangarhar" does; "it could come back to the United States" and "if they reach Kabul" do not.
"""

import re

_NOT_THERE = re.compile(
    r"\b(?:could|would|might|may|should|must|cannot|can't|if|unless|whether|not|n't|never|nor|neither|without"
    r"|no longer|threat(?:en(?:s|ed|ing)?)? to|plan(?:s|ned|ning)? to|want(?:s|ed)? to|vow(?:s|ed)? to|outside)\b|n['’]t\b",
    re.I,
)
_IN = re.compile(
    r"\b(?:in|at|near|inside|within|across|around|throughout|outside of|parts? of|provinces? of|districts? of|regions? of|town of|city of|village of)"
    r"(?:\s+\S+){0,4}\s*$",
    re.I,
)
_FARTHEST_WORDS = 14


def is_told_there(between: str, before_place: str) -> bool:
    """Whether the words around let the actor be at the place.

    Args:
        between: the words between the two names: few, and none that doubts or denies it.
        before_place: the words of the sentence before the place's name: it is named as a place ("in eastern ..").

    >>> is_told_there("fighters have been seen in", "fighters have been seen in")
    True
    >>> is_told_there("becomes such a threat that it could come back to", "could come back to")
    False
    >>> is_told_there("perspective that the", "an interest from the")
    False
    """
    return (
        len(between.split()) <= _FARTHEST_WORDS
        and _NOT_THERE.search(between) is None
        and _IN.search(before_place) is not None
    )

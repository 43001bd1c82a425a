"""Files of settings: TOML, with the numbers that it allows."""

import tomllib
from typing import Any

_LARGEST = 2**63  # TOML's own: beyond it nothing is promised, and Python could not even print it


def read_toml(text: str) -> dict[str, Any]:
    """A table of settings.

    Raises:
        ValueError: no TOML, or a number of more than 64 bits.
        RecursionError: nested without end.
    """
    table = tomllib.loads(text)
    waiting: list[Any] = [table]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            raise ValueError("a number of more than 64 bits")
    return table

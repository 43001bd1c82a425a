"""The date that a page's own stamp gives."""


def read_stamp(text: str) -> str | None:
    """The ISO date or date-time of a stamp line, None where it names none."""
    return None

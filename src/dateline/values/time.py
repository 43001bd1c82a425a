"""When: a TIMEX3 time expression with its ISO value."""

from dateline.values.span import Span, Via


class Time(Span, frozen=True):
    """A time expression. `type` is DATE, TIME, DURATION or SET; `value` is TIMEX3's (`2021-W48`, `P2W`, `PAST_REF`)."""

    type: str
    value: str
    why: str = ""
    anchor: str = "exact"
    via: Via | None = None

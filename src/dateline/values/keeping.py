"""What went when texts were purged."""

from msgspec import Struct


class Purged(Struct, frozen=True, kw_only=True):
    """The texts of reports that were out before an ISO day are gone; `from_on` and `to_on` are the days of those reports.

    `files`: archived pages that went with them, by name; `file_bytes` their size.
    """

    before: str
    reports: int
    text_bytes: int
    from_on: str | None = None
    to_on: str | None = None
    files: tuple[str, ...] = ()
    file_bytes: int = 0

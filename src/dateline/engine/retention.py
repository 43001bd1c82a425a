"""Retention: texts and archived pages that are kept no longer than was decided.

The store removes words and keeps facts (`store.keeping`); archived pages are files of `collect --archive`, each named by
the moment it was begun, and go whole. What is being written is never touched.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from dateline.errors import InputError
from dateline.store import Store
from dateline.values.keeping import Purged

# As `collect --archive` names them; others are not ours.
_ARCHIVE = re.compile(r"dateline-(\d{4})(\d\d)(\d\d)\d{12}\.warc\.gz")

_LEAP_DAYS = 7  # a server may stand still for a week


def purge(store: Store, *, before: str, archive: Path | None, who: str, at: str, is_dry: bool = False) -> Purged:
    """Remove texts of reports, and archived pages, of before a day.

    Args:
        store: open for writing, unless dry.
        before: ISO day.
        archive: the folder of archived pages, None for none.
        who: whoever decided.
        at: now, ISO, UTC.
        is_dry: remove nothing, say what would go.
    Raises:
        InputError: a file cannot be removed.
    """
    gone = store.texts_before(before) if is_dry else store.purge_texts(before=before, who=who, at=at)
    files = _old_files(archive, before) if archive is not None else []
    sizes = {path: path.stat().st_size for path in files}
    for path in [] if is_dry else files:
        try:
            path.unlink()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}. Remove it by hand, or run this as its owner.") from error
    return msgspec.structs.replace(gone, files=tuple(path.name for path in files), file_bytes=sum(sizes.values()))


def day_before(today: str, days: int) -> str:
    """The ISO day before which everything goes when it is kept for so many days."""
    try:
        return (date.fromisoformat(today) - timedelta(days=days)).isoformat()
    except OverflowError:  # longer than there have been days: nothing goes
        return date.min.isoformat()


def has_leapt(today: str, known: Iterable[str | None]) -> bool:
    """Whether the clock's day lies far beyond all that speaks for it: nothing is let go by such a clock.

    Args:
        today: the ISO day that the clock shows.
        known: ISO days that have been: of the newest report, of the last look at the clock that was believed. Those beyond
            today say nothing; with none at all the clock is believed.
    """
    been = max((day for day in known if day is not None and day <= today), default=today)
    return been < day_before(today, _LEAP_DAYS)


def _old_files(archive: Path, before: str) -> list[Path]:
    """Archives that were begun, and last written to, before the day."""
    ours = [(path, named) for path in archive.glob("*.warc.gz") if (named := _ARCHIVE.fullmatch(path.name))]
    return sorted(path for path, named in ours if max("-".join(named.groups()), _written_on(path)) < before)


def _written_on(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()

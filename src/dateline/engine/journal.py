"""The journal of what runs unattended: one JSON object a line, through Python's own logging.

A line has `at` (ISO, UTC), `level`, `event` and whatever belongs to it. Nothing secret is handed in: addresses of stores
carry no password (`values.address`), and neither texts nor names of persons are written.
"""

import logging
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec

_LOGGER = logging.getLogger("dateline")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if record.name != _LOGGER.name:  # a library's own line
            line |= {"event": "library", "from": record.name, "words": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def open_journal(stream: TextIO) -> None:
    """Write the journal, and warnings of libraries, to a stream from now on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page that it cannot read is a refusal, told as one
    _LOGGER.setLevel(logging.INFO)


def tell(event: str, **fields: Any) -> None:
    """Something happened: `tell("round", accepted=12)`."""
    _LOGGER.info(event, extra={"fields": fields})


def warn(event: str, **fields: Any) -> None:
    """Something a person should see; the work goes on."""
    _LOGGER.warning(event, extra={"fields": fields})


def trouble(event: str, error: BaseException, *, is_ours: bool, **fields: Any) -> None:
    """Something went wrong and is tried again. An error that is not one of ours comes with its trace."""
    fields = {"why": str(error) or type(error).__name__, **fields}
    _LOGGER.error(event, extra={"fields": fields}, exc_info=None if is_ours else error)

"""Every error that Dateline raises on purpose.

    DatelineError              what a person can mend; the message says what, where and how
    ├── InputError             a file, line or argument that cannot be used
    │   └── RefusedArticle     one article that cannot be read (the engine turns it into a `Refused` value)
    ├── DataError              one of our own or a user's tables is wrong: file, line, mend
    ├── StoreError             the store cannot be opened, read or written
    ├── ModelError             a model or pipeline is missing or does not fit
    ├── TranslationError       a translation engine is missing, failed, or took too long
    ├── EngineError            a worker or a node of an engine was lost, with the work it had
    │   └── EngineGone         the engine does no work at all any more; a run over archives stops
    └── SourceError            a feed, page or archive could not be fetched or parsed

A message is one sentence of what happened and one of how to mend it. Raise `from` the cause.
"""


class DatelineError(Exception):
    """The root of all errors that a person can mend."""


class InputError(DatelineError):
    """A file, a line or an argument that cannot be used."""


class RefusedArticle(InputError):
    """One article that cannot be read; never stops a run.

    Args:
        room: the room that refused it, such as `reading`.
        why: what is wrong, and how to mend it.
    """

    def __init__(self, room: str, why: str) -> None:
        super().__init__(f"{room}: {why}")
        self.room = room
        self.why = why


class DataError(DatelineError):
    """A table of ours or of the user's is wrong: names file, line and mend."""


class StoreError(DatelineError):
    """The store cannot be opened, read or written."""


class ModelError(DatelineError):
    """A model or language pipeline is missing or does not fit."""


class TranslationError(DatelineError):
    """A translation engine is missing, failed, or took too long."""


class EngineError(DatelineError):
    """A worker or a node of an engine was lost, with the work it had."""


class EngineGone(EngineError):
    """The engine does no work at all any more: no record is to be blamed for that."""


class SourceError(DatelineError):
    """A feed, page or archive could not be fetched or parsed."""

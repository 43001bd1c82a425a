"""Where a store is: a file, or a PostgreSQL server. The words of an address never carry its secrets."""

from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

_SECRETS = ("password", "sslpassword", "passfile")


class StoreAddress(str):
    """An address as it may be shown, logged or put into an error; `full` is what opens the store.

    A path is its own address. Of `postgresql://desk:secret@db.example/kunduz` the words are
    `postgresql://desk@db.example/kunduz`, so that no message anywhere can tell the password.
    """

    full: str

    def __new__(cls, address: str | Path) -> Self:
        if isinstance(address, cls):
            return address
        written = str(address)
        found = super().__new__(cls, _without_secrets(written) if "://" in written else written)
        found.full = written
        return found

    @property
    def is_server(self) -> bool:
        """Whether it names a PostgreSQL database and not a file."""
        return "://" in self

    @property
    def is_there(self) -> bool:
        """Whether the file exists; of a server nothing is known before it is asked."""
        return self.is_server or Path(self).is_file()

    @property
    def beside(self) -> Path:
        """The path whose neighbours are the files that belong to the store: its own, or `NAME.db` in the working folder."""
        if not self.is_server:
            return Path(self)
        return Path(f"{Path(urlsplit(self).path).name or 'dateline'}.db")


def _without_secrets(address: str) -> str:
    scheme = address.partition("://")[0]
    try:
        parts = urlsplit(address)
        user, host = parts.username, parts.netloc.rpartition("@")[2]
        query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in _SECRETS]
    except ValueError:  # no address at all: then nothing of it is repeated
        return f"{scheme}://.."
    rest = f"?{urlencode(query, safe='/')}" if query else ""
    return f"{scheme}://{user}@{host}{parts.path}{rest}" if user else f"{scheme}://{host}{parts.path}{rest}"

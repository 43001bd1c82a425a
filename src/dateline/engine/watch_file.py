"""Reading watch.toml: every watch and channel checked before any is used, each complaint with file, line and mend."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from dateline.engine.catalogue import load_catalogue, user_file
from dateline.engine.delivery import Channel, Email, Feed, Webhook, channel_error, check_channel
from dateline.engine.early import ACCEPT
from dateline.errors import InputError
from dateline.extraction.actors.catalogue import key_of
from dateline.picture.watch_words import Names, Rule, read_rule
from dateline.reading.toml import read_toml
from dateline.store import Store
from dateline.values.address import StoreAddress

_KEYS = ("name", "when", "deliver", "quiet_days", "fresh_days", "send")


class Watch(Struct, frozen=True, kw_only=True):
    """One watch as configured. `send`: staged for a person, or at once; `line`: where it stands in the file."""

    name: str
    words: str
    rule: Rule
    deliver: tuple[str, ...] = ()
    quiet_days: int = 14
    fresh_days: int = 30
    send: str = "staged"
    line: int = 0


class Config(Struct, frozen=True, kw_only=True):
    """A watch.toml, checked. `accept`: false rises accepted for a series and year."""

    path: Path
    watches: tuple[Watch, ...]
    channels: Mapping[str, Channel]
    accept: float = ACCEPT


def names_of(store_path: str) -> Names:
    """Who and where a watch may name: the catalogue, the user's own actors, and everybody the store knows."""
    address = StoreAddress(store_path)
    catalogue = load_catalogue(user_file(address.beside))
    titles = {row.id: row.name for row in catalogue.tables.actors}
    actors = dict(catalogue.tables.names)
    states = {row.id for row in catalogue.tables.actors if row.kind == "state"}
    countries = {key: id_ for key, ids in actors.items() for id_ in ids if id_ in states}
    if address.is_there:
        with Store(address, readonly=True) as store:
            for id_, name in store.actor_names().items():
                titles.setdefault(id_, name)
                actors.setdefault(key_of(name), (id_,))
    for id_ in titles:
        actors[key_of(id_)] = (id_,)
    countries |= {key_of(code): code for code in sorted(states)}
    return Names(actors, countries, titles)


def read_config(path: Path, names: Names) -> Config:
    """A watch.toml, wholly checked.

    Raises:
        InputError: one line for each thing that is wrong, with file, line and mend.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror}. Name your watch.toml, or make one; see docs/warnings.md."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8. Save the file as UTF-8.") from error
    try:
        raw = read_toml(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: no TOML: {error}. Put text in double quotes and each watch under [[watch]]."
        ) from error
    return _Reader(path, text, names).read(raw)


class _Reader:
    """Checks a parsed watch.toml; collects every complaint before it gives up."""

    def __init__(self, path: Path, text: str, names: Names) -> None:
        self._path, self._names = path, names
        self._watch_lines, self._other_lines = _lines_of(text)
        self._wrong: list[tuple[int, str]] = []

    def read(self, raw: Mapping[str, Any]) -> Config:
        for key in raw:
            if key not in ("watch", "deliver", "accept"):
                self._say(
                    self._other_lines.get(key, 1), f"{key!r} is unknown. A file has [[watch]], [deliver.NAME], accept."
                )
        channels = self._channels(raw.get("deliver", {}))
        accept = raw.get("accept", ACCEPT)
        if isinstance(accept, bool) or not isinstance(accept, int | float) or not 0 < accept <= 52:
            self._say(
                self._other_lines.get("accept", 1), f"accept = {accept!r}: write false alarms a year, such as 0.5."
            )
            accept = ACCEPT
        rows = raw.get("watch", [])
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self._say(1, 'no watch. Add one: [[watch]], then name = ".." and when = "isis-k outside AFG".')
            rows = []
        watches = [w for n, row in enumerate(rows) if (w := self._watch(n, row, channels)) is not None]
        seen: dict[str, int] = {}
        for watch in watches:
            if watch.name in seen:
                self._say(watch.line, f"{watch.name!r} stands at line {seen[watch.name]} too. Give each its own name.")
            seen.setdefault(watch.name, watch.line)
        if self._wrong:
            raise InputError("\n".join(f"{self._path}:{line}: {what}" for line, what in sorted(self._wrong)))
        return Config(path=self._path, watches=tuple(watches), channels=channels, accept=float(accept))

    def _say(self, line: int, what: str) -> None:
        self._wrong.append((line, what))

    def _channels(self, raw: object) -> dict[str, Channel]:
        channels: dict[str, Channel] = {}
        if not isinstance(raw, dict):
            self._say(self._other_lines.get("deliver", 1), "deliver is no table. Write [deliver.NAME].")
            return channels
        for name, fields in raw.items():
            line = self._other_lines.get(f"deliver.{name}", 1)
            try:
                channel: Channel = msgspec.convert(fields, Feed | Webhook | Email)
            except msgspec.ValidationError as error:
                self._say(
                    line, f"[deliver.{name}]: {error}. docs/warnings.md lists the fields of feed, webhook and email."
                )
                channels[name] = Feed(path="unreadable")
                continue
            wrong = check_channel(channel)
            if wrong is not None:
                self._say(line, f"[deliver.{name}]: {wrong}")
            channels[name] = channel
        return channels

    def _watch(self, n: int, row: Mapping[str, Any], channels: Mapping[str, Channel]) -> Watch | None:
        lines = self._watch_lines[n] if n < len(self._watch_lines) else {"": 1}
        before = len(self._wrong)

        def say(key: str, what: str) -> None:
            self._say(lines.get(key, lines[""]), what)

        for key in row:
            if key not in _KEYS:
                near = get_close_matches(key, _KEYS, n=1)
                say(
                    key,
                    f"{key!r} is unknown.{f' Did you mean {near[0]!r}?' if near else ''} A watch has: {', '.join(_KEYS)}.",
                )
        name, words = row.get("name"), row.get("when")
        if not isinstance(name, str) or not name.strip() or len(name) > 100:
            say("name", 'a watch needs a name, such as name = "border".')
        days = {}
        for key, usual in (("quiet_days", 14), ("fresh_days", 30)):
            value = row.get(key, usual)
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3650:
                say(key, f"{key} = {value!r}: write a whole number of days from 0 to 3650, such as {usual}.")
                value = usual
            days[key] = value
        send = row.get("send", "staged")
        if send not in ("staged", "at once"):
            say("send", f'send = {send!r}: write "staged" (a person lets it go) or "at once".')
        deliver = row.get("deliver", [])
        if not isinstance(deliver, list) or not all(isinstance(d, str) for d in deliver):
            say("deliver", 'deliver is no list of names. Write deliver = ["desk"].')
            deliver = []
        for channel in deliver:
            if channel not in channels:
                say("deliver", str(channel_error(channel, tuple(channels))))
        if send == "at once" and not deliver:
            say("send", 'sent at once to nobody. Name channels: deliver = ["desk"].')
        rule: Rule | None = None
        if not isinstance(words, str) or not words.strip():
            say("when", 'a watch needs words, such as when = "isis-k outside AFG".')
        else:
            try:
                rule = read_rule(words, self._names)
            except InputError as error:
                say("when", str(error))
        if len(self._wrong) > before or rule is None:
            return None
        return Watch(
            name=str(name).strip(),
            words=" ".join(str(words).split()),
            rule=rule,
            deliver=tuple(dict.fromkeys(deliver)),
            quiet_days=days["quiet_days"],
            fresh_days=days["fresh_days"],
            send=str(send),
            line=lines[""],
        )


def _lines_of(text: str) -> tuple[list[dict[str, int]], dict[str, int]]:
    """Lines of each [[watch]] and its keys, and of other tables and top keys; the parser does not tell."""
    watches: list[dict[str, int]] = []
    others: dict[str, int] = {}
    inside: dict[str, int] | None = None
    is_top = True
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#")[0].strip() if raw.lstrip().startswith(("[", "#")) else raw.strip()
        if line.replace(" ", "") == "[[watch]]":
            inside = {"": number}
            watches.append(inside)
            is_top = False
        elif line.startswith("[") and line.endswith("]") and "=" not in line and not line.startswith("[["):
            others.setdefault(line.strip("[] ").replace('"', ""), number)
            inside, is_top = None, False
        elif "=" in line:
            key = line.partition("=")[0].strip().strip("\"'")
            if inside is not None:
                inside.setdefault(key, number)
            elif is_top:
                others.setdefault(key, number)
    return watches, others

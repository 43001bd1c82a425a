"""The languages that the page itself speaks. English is the source; each other one is a file in `catalogues`.

One tongue is in force while a request is answered: the `?lang=` of its address, else the first of the browser's own
that there is a catalogue for, else English. Words of reports are never translated here: they keep their own language.
"""

import gettext as catalogues
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CATALOGUES = Path(__file__).parent / "catalogues"
_CALENDARS = {"en": "en_GB"}  # days before months, as in most of the world


class Tongue(Struct, frozen=True):
    """A language of the page. `direction`: ltr or rtl, as HTML writes it; `locale` shapes dates and names."""

    code: str
    name: str
    direction: str
    locale: Locale
    words: catalogues.NullTranslations


@cache
def tongues() -> dict[str, Tongue]:
    """All there are by code, English first: a new file in `catalogues` is a new language."""
    found = {"en": _tongue("en", catalogues.NullTranslations())}
    for path in sorted(CATALOGUES.glob("*.po")):
        found[path.stem] = _tongue(path.stem, _read(path))
    return found


def current() -> Tongue:
    """The tongue in force; English outside a request."""
    return _CURRENT.get() or tongues()["en"]


def choose(asked: str | None, accepted: str | None) -> Tongue:
    """The tongue for a request.

    Args:
        asked: the `lang` of its address.
        accepted: its Accept-Language header.
    """
    known = tongues()
    if asked in known:
        return known[asked]
    wanted = [part.split(";")[0].strip() for part in _by_weight(accepted or "")]
    code = negotiate_locale([w for w in wanted if w], list(known), sep="-")
    return known[code or "en"]


def _(message: str, **values: object) -> str:
    """A message in the tongue in force; `%(name)s` in it stands for a value."""
    said = current().words.gettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """A message with the form that the number asks for; `%(num)s` is the number unless given otherwise."""
    return current().words.ngettext(one, many, n) % {"num": n, **values}


def say(message: str) -> str:
    """A message as it stands in the catalogue; templates fill it themselves, and escape what they fill in."""
    return current().words.gettext(message)


def say_many(one: str, many: str, n: int) -> str:
    """The same with the form that the number asks for."""
    return current().words.ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """A word that means something else elsewhere."""
    return current().words.pgettext(context, message)


class Vocabulary(dict[str, tuple[str, str]]):
    """Words by code, each looked up in the tongue in force when it is shown. Values are what `word` gives."""

    def say(self, code: str) -> str:
        """The word for a code, or the code itself."""
        entry = self.get(code)
        return pgettext(*entry) if entry is not None else code


def word(context: str, message: str) -> tuple[str, str]:
    """Mark a word for the catalogues where no request is answered yet."""
    return context, message


class Speaking:
    """Lets each request be answered in its tongue."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose, answer, and say in the headers what was chosen."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        tongue = choose(QueryParams(scope["query_string"]).get("lang"), Headers(scope=scope).get("accept-language"))

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Language"] = tongue.code
                    headers.add_vary_header("Accept-Language")
            await send(message)

        token = _CURRENT.set(tongue)
        try:
            await self._app(scope, receive, send_named)
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Tongue | None] = ContextVar("tongue", default=None)


def _tongue(code: str, words: catalogues.NullTranslations) -> Tongue:
    locale = Locale.parse(_CALENDARS.get(code, code), sep="_")
    direction = "rtl" if locale.character_order == "right-to-left" else "ltr"
    return Tongue(code, locale.languages.get(code, code).capitalize(), direction, locale, words)


def _read(path: Path) -> catalogues.GNUTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)


def _by_weight(header: str) -> list[str]:
    """The parts of an Accept-Language header, most wanted first; what cannot be read counts as wanted least."""

    def weight(part: str) -> float:
        _, _, q = part.partition(";q=")
        try:
            return float(q) if q else 1.0
        except ValueError:
            return 0.0

    return sorted(header.split(",")[:20], key=weight, reverse=True)

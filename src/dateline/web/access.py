"""Who may look and who may decide.

On this machine nobody is asked. Bound to any other address, every request carries a token with a role: programs send it
as `Authorization: Bearer`, people type it once at `/login` and keep a session of the browser. Only digests of tokens are
kept, nothing of them is ever in an address, a log line or an export, and guessing is slowed down.
"""

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from threading import Lock

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from msgspec import Struct
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline.errors import DataError, InputError
from dateline.reading.toml import read_toml

ROLES = ("reader", "reviewer", "keeper")  # each may do what those before it may
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "testserver")
SESSION = "dateline_session"
SESSION_SECONDS = 12 * 3600
_OPEN = ("/login", "/static/")
_KEEPERS = ("/health", "/metrics")  # what shows how the installation does, and not what was read
_TOKEN_BYTES = 32
_MOST_CLIENTS = 10_000


class Person(Struct, frozen=True):
    """Whose token a request carries, and the role it has."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether the role is among those of this person."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Rate(Struct, frozen=True):
    """Requests a second that one client may make in the long run, and how many at once."""

    a_second: float
    at_once: int


USUAL = Rate(20.0, 200)  # a page with its drawer is a handful of requests
GUESSES = Rate(0.1, 10)


def read_tokens(path: Path) -> dict[str, Person]:
    """The people of a token file, by the digest of their token.

    The file is TOML: `[[token]]` with `name`, `role` and `sha256`, as `dateline tokens add` writes it.

    Raises:
        DataError: no TOML, a role that is none, a digest that is none, a token twice; names file and mend.
    """
    try:
        found = read_toml(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: cannot be read as TOML ({error}). Write it with `dateline tokens add`.") from error
    people: dict[str, Person] = {}
    entries = found.get("token", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise DataError(
            f"{path}: `token` is no list of tables. Write each under [[token]], as `dateline tokens add` does."
        )
    for number, entry in enumerate(entries, 1):
        name, role, digest = (str(entry.get(key, "")) for key in ("name", "role", "sha256"))
        where = f"{path}: token {number}"
        if not name.strip() or not name.isprintable():
            raise DataError(f"{where} has no `name`. Say whose it is: decisions are put on record with it.")
        if role not in ROLES:
            raise DataError(f"{where} ({name}): `role` is {role!r}. Roles are {', '.join(ROLES)}.")
        if len(digest) != 64 or not all(c in "0123456789abcdef" for c in digest):
            raise DataError(f"{where} ({name}): `sha256` is no digest. Write the entry with `dateline tokens add`.")
        if digest in people:
            raise DataError(f"{where} ({name}): the same token stands there twice. Give each person their own.")
        people[digest] = Person(name, role)
    if not people:
        raise DataError(f"{path}: no token in it. Add one: dateline tokens add NAME --role keeper --file {path}")
    return people


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of_token(token: str) -> str:
    """What is kept of a token. A random one needs no salt: there is no list of likely ones to try."""
    return sha256(token.encode()).hexdigest()


class Access:
    """Tokens, sessions and rates of one running server.

    Args:
        people: by digest of token; None asks nobody, for a server on the loopback address.
        hosts: names that this server answers to, without port; a request to another name is refused.
        usual: the rate of one client.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        people: dict[str, Person] | None = None,
        *,
        hosts: Iterable[str] = LOOPBACK,
        usual: Rate = USUAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._people = people
        self._hosts = frozenset(host.lower() for host in hosts)
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._requests = _Buckets(usual, clock)
        self._guesses = _Buckets(GUESSES, clock)

    @property
    def asks(self) -> bool:
        """Whether a request needs a token."""
        return self._people is not None

    def knows_host(self, host: str) -> bool:
        """Whether a `Host` header names this server, and not a name that was made to point here."""
        name = host.lower()
        return name in self._hosts or name.rpartition(":")[0] in self._hosts

    def login(self, token: str, *, client: str) -> str | None:
        """The session for a token, None where it is nobody's.

        Raises:
            InputError: this client has guessed too often.
        """
        if not self._guesses.take(client):
            raise InputError("Too many tokens were tried from here. Wait a minute, and copy the token whole.")
        digest = digest_of_token(token.strip())
        if self._person(digest) is None:
            return None
        kept = f"{digest}.{int(self._clock()) + SESSION_SECONDS}"
        return f"{urlsafe_b64encode(kept.encode()).decode()}.{self._sign(kept)}"

    def person(self, request: Request) -> Person | None:
        """Whose request this is, by its bearer token or its session."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._person(digest_of_token(token.strip()))
        return self._of_session(request.cookies.get(SESSION, ""))

    def refusal(self, request: Request) -> Response | None:
        """Why a request is not let through, None where it is; whose it is stands in its state from then on."""
        path, client = request.url.path, request.client.host if request.client else "unknown"
        request.state.person = None
        if not self.knows_host(request.headers.get("host", "")):
            return _refused(request, 421, "This server does not answer to that name.")
        if not self._requests.take(client):
            return _refused(request, 429, "Too many requests at once. Wait a second.", {"Retry-After": "1"})
        if not self.asks or path.startswith(_OPEN):
            return None
        person = self.person(request)
        if person is None:
            if _is_page(request):
                return RedirectResponse("/login", status_code=303)
            why = "A token is needed. Send it as `Authorization: Bearer TOKEN`."
            return _refused(request, 401, why, {"WWW-Authenticate": "Bearer"})
        role = role_for(request.method, path)
        if not person.may(role):
            return _refused(
                request, 403, f"This needs the role {role}; the token of {person.name} is a {person.role}'s."
            )
        request.state.person = person
        return None

    def _person(self, digest: str) -> Person | None:
        people = self._people or {}
        return next((person for known, person in people.items() if hmac.compare_digest(known, digest)), None)

    def _of_session(self, cookie: str) -> Person | None:
        packed, _, signature = cookie.partition(".")
        try:
            kept = urlsafe_b64decode(packed.encode()).decode()
            digest, _, until = kept.partition(".")
            is_ours = hmac.compare_digest(signature.encode(), self._sign(kept).encode())
            return self._person(digest) if is_ours and self._clock() < int(until) else None
        except ValueError:  # no base64, no UTF-8, no number: not of ours
            return None

    def _sign(self, kept: str) -> str:
        return hmac.new(self._key, kept.encode(), sha256).hexdigest()


class Guard:
    """Lets each request through to the page, or answers it itself."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, then pass on or refuse."""
        answer = self._access.refusal(Request(scope)) if scope["type"] == "http" else None
        await (self._app if answer is None else answer)(scope, receive, send)


def role_for(method: str, path: str) -> str:
    """The role that a request needs: to read, to decide, to see how the installation does."""
    if path.startswith(_KEEPERS):
        return "keeper"
    if path.startswith("/review") or (method not in ("GET", "HEAD") and path != "/logout"):
        return "reviewer"
    return "reader"


class _Buckets:
    """How much each client may still do: a bucket that fills at a rate, and holds so much at most."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, client: str) -> bool:
        with self._lock:
            now = self._clock()
            left, at = self._left.pop(client, (float(self._rate.at_once), now))
            left = min(self._rate.at_once, left + (now - at) * self._rate.a_second)
            self._left[client] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > _MOST_CLIENTS:  # the one that was silent longest has a full bucket anyway
                del self._left[next(iter(self._left))]
            return left >= 1


def _is_page(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")


def _refused(request: Request, code: int, why: str, headers: dict[str, str] | None = None) -> Response:
    if _is_page(request):
        return Response(why, status_code=code, headers=headers, media_type="text/plain; charset=utf-8")
    return JSONResponse({"error": {"code": code, "why": why}}, status_code=code, headers=headers)

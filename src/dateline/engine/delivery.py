"""Alerts out of the house: an Atom file, a signed webhook, e-mail. Nothing leaves unless a channel is configured.

Each alert is delivered at least once a channel. A receiver tells repeats by the id: it is the entry's id in the feed, the
`Idempotency-Key` of a webhook and the `Message-ID` of a mail. What failed for now is tried again by the next run; what
was refused for good is not. A revision - what an alert rests on was withdrawn, rejected or corrected - goes the same way,
under the alert's id and its own number.
"""

import hashlib
import hmac
import os
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import httpx
import msgspec
from msgspec import Struct

from dateline.errors import InputError
from dateline.values.alert import Alert, Raised

Sleep = Callable[[float], None]
_ATOM = "http://www.w3.org/2005/Atom"
_WAITS_S = (1.0, 4.0)  # before the second and the third try
_LONGEST_WAIT_S = 30.0  # a server that asks for more is left to the next run
_FOR_NOW = frozenset({408, 425, 429, 500, 502, 503, 504})
_encode = msgspec.json.Encoder(order="deterministic").encode


class Feed(Struct, frozen=True, tag="feed", tag_field="kind", forbid_unknown_fields=True):
    """An Atom file; `path` counts from the folder of watch.toml, `keep` entries stay in it."""

    path: str
    title: str = "Dateline alerts"
    keep: int = 200


class Webhook(Struct, frozen=True, tag="webhook", tag_field="kind", forbid_unknown_fields=True):
    """A POST of JSON. The key it is signed with is read from the environment variable `secret_env`, never from the file."""

    url: str
    secret_env: str
    timeout_s: float = 10.0


class Email(Struct, frozen=True, tag="email", tag_field="kind", forbid_unknown_fields=True, rename={"sender": "from"}):
    """A mail by SMTP. The password is read from the environment variable `password_env`."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: str | None = None
    timeout_s: float = 20.0


Channel = Feed | Webhook | Email


class Outcome(Struct, frozen=True):
    """How one delivery went. `step`: sent, failed (to be tried again) or refused (for good)."""

    step: Literal["sent", "failed", "refused"]
    why: str = ""


def check_channel(channel: Channel) -> str | None:
    """What is wrong with a channel as configured, None when nothing is; sends nothing."""
    match channel:
        case Webhook():
            try:
                url = httpx.URL(channel.url)
            except httpx.InvalidURL as error:
                return f"url: {error}. Write it like https://desk.example.org/alerts."
            if url.scheme not in ("http", "https") or not url.host:
                return f"url {channel.url!r} is no web address. Write it like https://desk.example.org/alerts."
        case Email():
            if not channel.to:
                return "to is empty. Name who gets the mail."
            for address in (channel.sender, *channel.to):
                if "@" not in address or not address.isascii() or any(c.isspace() for c in address):
                    return f"{address!r} is no mail address. Write it bare and in ASCII, like desk@example.org."
            if (channel.user is None) != (channel.password_env is None):
                return "user and password_env belong together. Give both, or neither."
            if channel.user is not None and channel.security == "none":
                return 'a password would travel in the clear. Set security = "starttls" or "tls".'
            if not 0 < channel.port < 65536:
                return f"port {channel.port}: a port is 1 to 65535."
        case Feed():
            if channel.keep < 1:
                return f"keep = {channel.keep}: keep at least one entry."
    return None


def send_webhook(
    channel: Webhook, raised: Raised, *, env: Mapping[str, str] = os.environ, sleep: Sleep = time.sleep
) -> Outcome:
    """POST an alert with its newest revision, signed, three times at most.

    The header `Dateline-Signature: t=SECONDS,v1=HEX` carries HMAC-SHA256 of "SECONDS.BODY" under the shared key.
    """
    secret = env.get(channel.secret_env)
    if not secret:
        return Outcome("failed", f"the variable {channel.secret_env} is not set: nothing is sent unsigned. Set it.")
    body = payload(raised)
    why = ""
    with httpx.Client(timeout=channel.timeout_s, follow_redirects=False, trust_env=False) as client:
        for wait in (*_WAITS_S, None):
            asked: float | None = None
            try:
                answer = client.post(channel.url, content=body, headers=_headers(raised, body, secret))
            except httpx.HTTPError as error:
                why = f"{channel.url}: {error or type(error).__name__}"
            else:
                if answer.is_success:
                    return Outcome("sent", f"{answer.status_code}")
                why = f"{channel.url} answered {answer.status_code} {answer.reason_phrase}"
                if answer.status_code not in _FOR_NOW:
                    return Outcome("refused", why)
                asked = _retry_after(answer.headers.get("Retry-After"))
            if wait is None or (asked or 0.0) > _LONGEST_WAIT_S:
                break
            sleep(max(wait, asked or 0.0))
    return Outcome("failed", why)


def sign(body: bytes, secret: str, *, at_s: int) -> str:
    """The signature header of a body: what a receiver computes anew and compares."""
    digest = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={digest}"


def payload(raised: Raised) -> bytes:
    """The JSON that a webhook carries; the same bytes for the same alert and revision."""
    told: dict[str, object] = {"kind": "dateline.alert", "version": 1, "alert": raised.alert}
    if raised.revision is not None:
        told["revision"] = {key: getattr(raised.revision, key) for key in ("step", "at", "why", "gone")}
    return _encode(told)


def send_email(channel: Email, raised: Raised, *, at: str, env: Mapping[str, str] = os.environ) -> Outcome:
    """Mail an alert, or its revision, to everybody it is for."""
    password = env.get(channel.password_env) if channel.password_env else None
    if channel.user is not None and not password:
        return Outcome("failed", f"the variable {channel.password_env} is not set. Set it to the password.")
    message = mail(channel, raised, at=at)
    try:
        with _connect(channel) as smtp:
            if channel.user is not None and password is not None:
                smtp.login(channel.user, password)
            left_out = smtp.send_message(message, from_addr=channel.sender, to_addrs=list(channel.to))
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        is_final = all(code >= 500 for code in codes)
        return Outcome("refused" if is_final else "failed", f"{channel.host} refused everybody in `to`: {codes}")
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        is_final = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
        return Outcome("refused" if is_final else "failed", f"{channel.host} answered {error.smtp_code} {words}")
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("failed", f"{channel.host}:{channel.port}: {error}")
    return Outcome("sent", f"all but {', '.join(left_out)}" if left_out else "")


def mail(channel: Email, raised: Raised, *, at: str) -> EmailMessage:
    """The mail that tells of an alert; one that tells of a revision answers it."""
    message = EmailMessage()
    message["Subject"] = f"[Dateline] {_plain(_title(raised))}"
    message["From"] = channel.sender
    message["To"] = ", ".join(channel.to)
    message["Date"] = format_datetime(datetime.fromisoformat(at))
    domain = _domain(channel.sender)
    message["Message-ID"] = f"<{_number(raised)}.alert@{domain}>"
    if raised.revision is not None:
        message["In-Reply-To"] = message["References"] = f"<{raised.alert.id}.alert@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(raised))
    return message


def write_feed(path: Path, channel: Feed, raised: Sequence[Raised]) -> None:
    """Write the Atom file of released alerts anew; a reader never sees half of it.

    Raises:
        OSError: it cannot be written.
    """
    data = feed(channel, raised)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def feed(channel: Feed, raised: Sequence[Raised]) -> bytes:
    """The Atom document, newest first; the same bytes for the same alerts."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    kept = list(raised)[: channel.keep]
    updated = max((_stamp(r) for r in kept), default="1970-01-01T00:00:00+00:00")
    _put(root, "id", f"urn:dateline:alerts:{hashlib.sha256(channel.title.encode()).hexdigest()[:16]}")
    _put(root, "title", channel.title)
    _put(root, "updated", updated)
    _put(_put(root, "author"), "name", "Dateline")
    for one in kept:
        entry = _put(root, "entry")
        _put(entry, "id", f"urn:dateline:alert:{one.alert.id}")
        _put(entry, "title", _title(one))
        _put(entry, "updated", _stamp(one))
        _put(entry, "published", f"{one.alert.raised_on}T00:00:00+00:00")
        for quote in one.alert.quotes:
            if quote.url and quote.url.startswith(("https://", "http://")):
                _put(entry, "link", rel="related", href=quote.url, title=quote.title or quote.article)
        _put(entry, "category", term=one.alert.watch)
        _put(entry, "content", as_text(one), type="text")
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def as_text(raised: Raised) -> str:
    """An alert as plain words: why, what was counted, the sentences under it, and how far its watch is to be trusted."""
    alert = raised.alert
    lines = [raised.revision.why, "", "It had said:", ""] if raised.revision is not None else []
    lines += [alert.why, *([f"How far it may be passed on: {alert.mark}"] if alert.mark is not None else []), ""]
    if alert.observed is not None:
        expected = f", expected {alert.expected:g}" if alert.expected is not None else ""
        window = f" in {alert.window_days} days" if alert.window_days else ""
        lines += [f"Observed {alert.observed:g}{window}{expected}.", ""]
    gone = raised.revision.gone if raised.revision is not None else ()
    for quote in alert.quotes:
        if quote.event in gone:
            lines.append("No longer stands:")
        translated = " (machine-translated page)" if quote.is_machine_translated else ""
        told = (quote.publisher, quote.known_on, quote.url or f"report {quote.article}", quote.mark)
        source = ", ".join(filter(None, told))
        lines += [f"“{_plain(quote.words)}”{translated}", f"  {source}", ""]
    lines += [
        f"Watch: {alert.watch} ({alert.words}). Raised as of {alert.raised_on}, on {alert.reports} reports.",
        say_record(alert),
        f"Alert {alert.id}; events: {len(alert.events)}, incidents: {len(alert.incidents)}.",
    ]
    return "\n".join(_plain(line) if line else line for line in lines) + "\n"


def say_record(alert: Alert) -> str:
    """How the watch did before, in one sentence."""
    record = alert.record
    if not record.judged:
        return f"This watch raised {record.raised} alerts before; nobody has judged one yet."
    return f"This watch raised {record.raised} alerts before; of {record.judged} that were judged {record.false} were false."


def channel_error(name: str, known: Sequence[str]) -> InputError:
    """What to say of a channel that is not configured."""
    listed = f"There is: {', '.join(known)}." if known else "The file configures none."
    return InputError(f"no channel is called {name!r}. {listed} Add one as [deliver.{name}] with a `kind`.")


def _title(raised: Raised) -> str:
    word = f"{raised.revision.step.capitalize()}: " if raised.revision is not None else ""
    return word + raised.alert.title


def _number(raised: Raised) -> str:
    """What a receiver tells repeats by: the alert's id, and the number of its revision."""
    return f"{raised.alert.id}.{len(raised.revisions)}" if raised.revisions else raised.alert.id


def _headers(raised: Raised, body: bytes, secret: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Dateline alerts",
        "Idempotency-Key": _number(raised),
        "Dateline-Signature": sign(body, secret, at_s=int(time.time())),
    }


def _retry_after(value: str | None) -> float | None:
    return float(value) if value is not None and value.isascii() and value.isdigit() else None


def _connect(channel: Email) -> smtplib.SMTP:
    if channel.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(channel.host, channel.port, timeout=channel.timeout_s, context=context)
    smtp = smtplib.SMTP(channel.host, channel.port, timeout=channel.timeout_s)
    if channel.security == "starttls":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except BaseException:
            smtp.close()
            raise
    return smtp


def _put(parent: ElementTree.Element, name: str, words: str | None = None, **attributes: str) -> ElementTree.Element:
    plain = {key: _plain(value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", plain)
    if words is not None:
        child.text = "\n".join(_plain(line) for line in words.split("\n"))
    return child


def _stamp(raised: Raised) -> str:
    released = next((s.at for s in raised.steps if s.step == "released"), None)
    stamp = datetime.fromisoformat(raised.revision.at if raised.revision else released or raised.alert.raised_on)
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip("<> ") or "localhost"


def _plain(words: str) -> str:
    """One line without control characters: names and sentences come from reports."""
    return "".join(c if c.isprintable() else " " for c in words)

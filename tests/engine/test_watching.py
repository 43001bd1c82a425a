"""Watches over a real store, with real servers to deliver to."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from dateline.cli import cli
from dateline.engine import watch_file
from dateline.engine.delivery import Email, Webhook, check_channel
from dateline.engine.early import picture_warnings
from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import reject_event, undo
from dateline.engine.watch_file import Config, names_of, read_config
from dateline.engine.watching import Ran, acknowledge, close, release, run_watches
from dateline.errors import InputError
from dateline.picture.watch_words import Names
from dateline.store import EventFilter, Store
from dateline.values import Actor, Article, Entity, Event, Extraction, Party, Place, Sentence, Span
from dateline.values.alert import Raised

SEEN = "2026-11-22T12:00:00+00:00"
KEY = {"DESK_KEY": "a key of our own", "MAIL_WORD": "hush"}
ISISK = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
ARMY = Actor("PAK", "Pakistan", "PAK", "GOV", kind="state")
PLACES = {"Kabul": ("AFG", "Kabul", 34.5, 69.2, 1), "Peshawar": ("PAK", "Khyber", 34.0, 71.6, 2)}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    """Who and where the package knows."""
    return names_of(str(tmp_path_factory.mktemp("names") / "none.db"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "s.db") as opened:
        yield opened


def report(name: str, day: str, town: str = "Peshawar", *, happened: str | None = None) -> tuple[Article, Extraction]:
    """A report of one attack of ISIS-K, out on a day."""
    text = f"ISIS-K bombed a post of Pakistan in {town}, report {name} says."

    def span(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    country, admin1, lat, lon, id_ = PLACES[town]
    event = Event(
        type="ASSAULT", quad="MX", score=-9.0, trigger=Span(*span("bombed")), source=Party(*span("ISIS-K"), ISISK),
        target=Party(*span("Pakistan"), ARMY), place=0, date=happened or day, date_precision=1,
    )  # fmt: skip
    extraction = Extraction(
        id=name, language="en", coder="1", sentences=(Sentence(0, len(text)),),
        entities=(Entity(*span("ISIS-K"), "ORG", ISISK), Entity(*span("Pakistan"), "GPE", ARMY)),
        places=(Place(*span(town), lat, lon, country, admin1, id_, 1, name=town),), events=(event,),
    )  # fmt: skip
    article = Article(
        id=name, text=text, published=day, publisher="Post", title=f"Title {name}", url=f"https://post.test/{name}"
    )
    return article, extraction


def add(store: Store, *reports: tuple[Article, Extraction]) -> None:
    for article, extraction in reports:
        store.add(article, extraction, seen_at=SEEN)
    fuse_store(store, at=SEEN)


def config(
    tmp_path: Path, names: Names, *, deliver: str = "", send: str = "at once", to: str = '["desk"]',
    when: str = "isis-k outside AFG", quiet: int = 0,
) -> Config:  # fmt: skip
    path = tmp_path / "watch.toml"
    path.write_text(
        f'{deliver}\n[[watch]]\nname = "outside"\nwhen = "{when}"\n'
        f'deliver = {to}\nsend = "{send}"\nquiet_days = {quiet}\n',
        encoding="utf-8",
    )
    return read_config(path, names)


def run(store: Store, given: Config, day: str, **more: Any) -> Ran:
    return run_watches(store, given, day=day, seen_at=f"{day}T08:00:00+00:00", env=KEY, sleep=lambda s: None, **more)


@contextmanager
def web_server(*answers: int) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A receiver that answers as told, then 200; its address and what it got."""
    got: list[tuple[dict[str, str], bytes]] = []
    left = list(answers)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(left.pop(0) if left else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/alerts", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def mail_server(answer: str = "250 kept") -> Iterator[tuple[int, list[str]]]:
    """An SMTP sink of our own: its port and the mails it took; `answer` is what it says to each recipient."""
    listening = socket.create_server(("127.0.0.1", 0))
    mails: list[str] = []

    def serve() -> None:
        while True:
            try:
                talk, _ = listening.accept()
            except OSError:
                return
            with closing(talk), talk.makefile("rwb") as line:

                def say(words: str) -> None:
                    line.write(f"{words}\r\n".encode())
                    line.flush()

                say("220 sink")
                while command := line.readline().decode().strip():
                    verb = command.split(":")[0].upper()
                    if verb == "DATA":
                        say("354 go on")
                        body = []
                        while (part := line.readline().decode()) != ".\r\n":
                            body.append(part)
                        mails.append("".join(body))
                    elif verb == "QUIT":
                        say("221 bye")
                        break
                    say(answer if verb == "RCPT TO" else "250 fine")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1], mails
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def desk(url: str) -> str:
    return f'[deliver.desk]\nkind = "webhook"\nurl = "{url}"\nsecret_env = "DESK_KEY"\n'


def verdicts(ran: Ran) -> list[str]:
    return [looked.verdict for looked in ran.looks]


def test_the_first_look_stages_and_news_is_sent_once(store: Store, tmp_path: Path, names: Names) -> None:
    """What the record holds already is staged; what comes after is sent at once, signed, and never twice."""
    add(store, report("a", "2021-06-01"))
    with web_server() as (url, got):
        given = config(tmp_path, names, deliver=desk(url))
        first = run(store, given, "2021-06-02")
        assert verdicts(first) == ["raised"] and first.alerts[0].is_first_run and not got
        assert store.alerts()[0].state == "staged"
        add(store, report("b", "2021-07-05"))
        second = run(store, given, "2021-07-06")
        assert verdicts(second) == ["raised"] and len(got) == 1
        assert verdicts(run(store, given, "2021-07-07")) == ["still"] and len(got) == 1
    headers, body = got[0]
    stamp, digest = (part.partition("=")[2] for part in headers["Dateline-Signature"].split(","))
    assert digest == hmac.new(KEY["DESK_KEY"].encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    alert = json.loads(body)["alert"]
    assert headers["Idempotency-Key"] == alert["id"] == second.alerts[0].id
    assert alert["quotes"][0]["article"] == "b" and "bombed" in alert["quotes"][0]["words"]
    assert alert["record"] == {"raised": 1, "judged": 0, "false": 0}


def test_a_retelling_is_no_news(store: Store, tmp_path: Path, names: Names) -> None:
    """A second report of the same attack, and one that was out before the first, raise nothing more."""
    given = config(tmp_path, names, to="[]", send="staged")
    add(store, report("b", "2021-06-03", happened="2021-06-01"))
    assert verdicts(run(store, given, "2021-06-04")) == ["raised"]
    add(store, report("c", "2021-06-05", happened="2021-06-01"), report("a", "2021-06-02", happened="2021-06-01"))
    assert verdicts(run(store, given, "2021-06-06")) == ["still"]


def test_a_server_that_stumbles_is_asked_again(store: Store, tmp_path: Path, names: Names) -> None:
    """Twice 503 and it still gets the alert, with the same key each time."""
    add(store, report("a", "2021-06-01"))
    with web_server(503, 429) as (url, got):
        given = config(tmp_path, names, deliver=desk(url))
        alert = run(store, given, "2021-06-02").alerts[0]
        release(store, alert.id, who="jo", at=SEEN)
        assert [o.step for _, _, o in run(store, given, "2021-06-03").deliveries] == ["sent"]
    assert len(got) == 3 and {headers["Idempotency-Key"] for headers, _ in got} == {alert.id}
    assert len({body for _, body in got}) == 1


def test_a_server_that_is_down_gets_it_from_the_next_run(store: Store, tmp_path: Path, names: Names) -> None:
    """Nothing is lost: the failure is on record, and the next run delivers."""
    add(store, report("a", "2021-06-01"))
    free = socket.create_server(("127.0.0.1", 0))
    dead = f"http://127.0.0.1:{free.getsockname()[1]}/"
    free.close()
    given = config(tmp_path, names, deliver=desk(dead))
    alert = run(store, given, "2021-06-02").alerts[0]
    release(store, alert.id, who="jo", at=SEEN)
    assert [o.step for _, _, o in run(store, given, "2021-06-03").deliveries] == ["failed"]
    with web_server() as (url, got):
        given = config(tmp_path, names, deliver=desk(url))
        assert [o.step for _, _, o in run(store, given, "2021-06-04").deliveries] == ["sent"] and len(got) == 1
        assert run(store, given, "2021-06-05").deliveries == ()
    assert [s.step for s in store.alerts()[0].steps] == ["staged", "released", "failed", "sent"]


def test_a_server_that_refuses_is_not_pressed(store: Store, tmp_path: Path, names: Names) -> None:
    """A 404 is final until a person lets the alert go once more; a redirect is not followed."""
    add(store, report("a", "2021-06-01"))
    with web_server(404, 302) as (url, got):
        given = config(tmp_path, names, deliver=desk(url))
        alert = run(store, given, "2021-06-02").alerts[0]
        release(store, alert.id, who="jo", at=SEEN)
        assert [o.step for _, _, o in run(store, given, "2021-06-03").deliveries] == ["refused"]
        assert run(store, given, "2021-06-04").deliveries == () and len(got) == 1
        release(store, alert.id, who="jo", at=SEEN)
        assert [o.step for _, _, o in run(store, given, "2021-06-05").deliveries] == ["refused"]
        release(store, alert.id, who="jo", at=SEEN)
        assert [o.step for _, _, o in run(store, given, "2021-06-06").deliveries] == ["sent"]


def test_nothing_is_sent_unsigned(store: Store, tmp_path: Path, names: Names) -> None:
    """Without its key a webhook waits, and says which variable is missing."""
    add(store, report("a", "2021-06-01"))
    with web_server() as (url, got):
        given = config(tmp_path, names, deliver=desk(url))
        release(store, run(store, given, "2021-06-02").alerts[0].id, who="jo", at=SEEN)
        ran = run_watches(store, given, day="2021-06-03", seen_at=SEEN, env={}, sleep=lambda s: None)
        assert ran.deliveries[0][2].step == "failed" and "DESK_KEY" in ran.deliveries[0][2].why and not got


@pytest.mark.parametrize("answer, step", [("250 kept", "sent"), ("451 later", "failed"), ("550 nobody", "refused")])
def test_mail(store: Store, tmp_path: Path, names: Names, answer: str, step: str) -> None:
    """A mail carries why, the sentence and the alert's id; what the server says decides whether it is tried again."""
    add(store, report("a", "2021-06-01"))
    with mail_server(answer) as (port, mails):
        mail = (
            f'[deliver.desk]\nkind = "email"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
            'from = "dateline@desk.test"\nto = ["ann@desk.test", "bo@desk.test"]\n'
        )
        given = config(tmp_path, names, deliver=mail)
        alert = run(store, given, "2021-06-02").alerts[0]
        release(store, alert.id, who="jo", at=SEEN)
        assert [o.step for _, _, o in run(store, given, "2021-06-03").deliveries] == [step]
    assert len(mails) == (step == "sent")
    if mails:
        assert f"Message-ID: <{alert.id}.alert@desk.test>" in mails[0]
        assert "Subject: [Dateline] outside: isis-k outside AFG" in mails[0]
        assert "https://post.test/a" in mails[0] and "nobody has judged one yet" in mails[0]


def test_the_feed_holds_what_was_released(store: Store, tmp_path: Path, names: Names) -> None:
    """A staged alert is not in it; a released one is, once, with its sources; control characters do no harm."""
    add(store, report("a\x07&<", "2021-06-01"))
    given = config(tmp_path, names, deliver='[deliver.desk]\nkind = "feed"\npath = "alerts.xml"\n', send="staged")
    file = tmp_path / "alerts.xml"
    alert = run(store, given, "2021-06-02").alerts[0]
    assert not file.exists()
    release(store, alert.id, who="jo", at=SEEN)
    run(store, given, "2021-06-03")
    before = file.read_bytes()
    root = ElementTree.fromstring(before)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{atom}entry")
    assert [e.findtext(f"{atom}id") for e in entries] == [f"urn:dateline:alert:{alert.id}"]
    assert entries[0].findtext(f"{atom}updated") == SEEN and "bombed" in (entries[0].findtext(f"{atom}content") or "")
    assert run(store, given, "2021-06-04").deliveries == () and file.read_bytes() == before
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]


def test_nothing_leaves_unless_configured(
    store: Store, tmp_path: Path, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without channels a run opens no connection and writes no file beside the store."""
    add(store, report("a", "2021-06-01"))
    given = config(tmp_path, names, to="[]", send="staged")

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    before = sorted(p.name for p in tmp_path.iterdir())
    alert = run(store, given, "2021-06-02").alerts[0]
    release(store, alert.id, who="jo", at=SEEN)
    assert run(store, given, "2021-06-03").deliveries == ()
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_a_dry_run_leaves_no_trace(store: Store, tmp_path: Path, names: Names) -> None:
    """It says what would be raised on a store that it may not even write to."""
    add(store, report("a", "2021-06-01"))
    given = config(tmp_path, names, to="[]", send="staged")
    with Store(store.path, readonly=True) as reading:
        assert verdicts(run(reading, given, "2021-06-02", is_dry=True)) == ["raised"]
    assert store.alerts() == [] and store.last_looks() == []
    assert verdicts(run(store, given, "2021-06-02")) == ["raised"]


def test_a_quiet_period_holds_news_back_and_lets_it_go(store: Store, tmp_path: Path, names: Names) -> None:
    """One alert in a fortnight; what came meanwhile is told when it is over."""
    given = config(tmp_path, names, to="[]", send="staged", quiet=14)
    add(store, report("a", "2021-06-01"))
    assert verdicts(run(store, given, "2021-06-02")) == ["raised"]
    add(store, report("b", "2021-06-08"))
    assert verdicts(run(store, given, "2021-06-09")) == ["quiet"]
    late = run(store, given, "2021-06-16")
    assert verdicts(late) == ["raised"] and late.alerts[0].quotes[0].article == "b"


def test_old_news_is_not_raised(store: Store, tmp_path: Path, names: Names) -> None:
    """A first look at an archive raises no flood."""
    add(store, report("a", "2020-06-01"))
    ran = run(store, config(tmp_path, names, to="[]", send="staged"), "2021-06-02")
    assert verdicts(ran) == ["old"] and store.alerts() == []


def test_nothing_to_show_is_kept_with_its_date_and_reports(store: Store, tmp_path: Path, names: Names) -> None:
    """A look that finds nothing is on record too."""
    add(store, report("a", "2021-06-01", "Kabul"))
    given = config(tmp_path, names, to="[]", send="staged")
    assert verdicts(run(store, given, "2021-06-02")) == ["nothing"]
    looked = store.last_looks()[0]
    assert (looked.on, looked.reports, looked.to_on) == ("2021-06-02", 1, "2021-06-01")
    assert "1 report looked at" in looked.why


def test_the_record_of_false_alarms_travels_with_the_next(store: Store, tmp_path: Path, names: Names) -> None:
    """What a person said when closing is told by every later alert of the watch; what is closed stays closed."""
    given = config(tmp_path, names, to="[]", send="staged")
    add(store, report("a", "2021-06-01"))
    alert = run(store, given, "2021-06-02").alerts[0]
    assert acknowledge(store, alert.id, who="jo", at=SEEN, why="asked Kabul").state == "acknowledged"
    closed = close(store, alert.id, who="jo", at=SEEN, why="an old raid", verdict="false")
    assert closed.state == "closed" and closed.steps[-1].verdict == "false"
    for act in (acknowledge, close, release):
        with pytest.raises(InputError, match="is closed"):
            act(store, alert.id, who="jo", at=SEEN)  # type: ignore[operator]
    with pytest.raises(InputError, match="watch list"):
        acknowledge(store, "none", who="jo", at=SEEN)
    add(store, report("b", "2021-07-01"))
    record = run(store, given, "2021-07-02").alerts[0].record
    assert (record.raised, record.judged, record.false) == (1, 1, 1)


def test_a_watch_in_new_words_is_a_new_watch(store: Store, tmp_path: Path, names: Names) -> None:
    """Its first look is staged again."""
    add(store, report("a", "2021-06-01"))
    run(store, config(tmp_path, names, to="[]", send="staged"), "2021-06-02")
    ran = run(store, config(tmp_path, names, to="[]", send="staged", when="isis-k in PAK"), "2021-06-03")
    assert verdicts(ran) == ["raised"] and ran.alerts[0].is_first_run


_WORDS = ("isis-k outside AFG", "more than 1 incidents of isis-k in PAK in 4 weeks", "isis-k spreads", "coverage lost")


@pytest.mark.parametrize("day", ["2021-05-01", "2021-06-02", "2021-06-05", "2021-06-20", "2021-09-01"])
def test_a_look_at_a_past_day_is_the_look_of_that_day(tmp_path: Path, names: Names, day: str) -> None:
    """A store that went on reading says of a past day exactly what one that stopped then says."""
    told = [
        report("a", "2021-05-03", "Kabul"),
        report("b", "2021-06-01"),
        report("c", "2021-06-04", happened="2021-06-02"),
        report("d", "2021-06-15", happened="2021-06-01"),
        report("e", "2021-07-09", happened="2021-06-02"),
        report("f", "2021-06-10", "Kabul"),
    ]
    path = tmp_path / "watch.toml"
    path.write_text("".join(f'[[watch]]\nname = "{n}"\nwhen = "{w}"\n' for n, w in enumerate(_WORDS)), "utf-8")
    given = read_config(path, names)
    with Store(tmp_path / "whole.db") as whole, Store(tmp_path / "then.db") as then:
        add(whole, *told)
        add(then, *(one for one in told if (one[0].published or "") <= day))
        later, once = run(whole, given, day, is_past=True), run(then, given, day, is_dry=True)
    assert later.looks == once.looks and later.alerts == once.alerts
    assert (verdicts(later)[0] == "nothing") == (day < "2021-06-01")
    assert all(quote.known_on <= day for alert in later.alerts for quote in alert.quotes)


def test_the_file_says_all_that_is_wrong_with_line_and_mend(tmp_path: Path, names: Names) -> None:
    """Each complaint names its line; nothing is half loaded."""
    path = tmp_path / "watch.toml"
    path.write_text(
        "\n".join(
            [
                "acept = 1",  # 1
                "[[watch]]",
                'name = "one"',
                'when = "isisk outside AFG"',  # 4
                "quite_days = 3",
                "[[watch]]",
                'name = "two"',
                'when = "more than x incidents in 4 weeks"',  # 8
                'deliver = ["desk", "dsk"]',
                'send = "never"',
                "quiet_days = true",
                "[deliver.desk]",
                'kind = "webhook"',
                'url = "gopher://x"',
                'secret_env = "K"',
                "[deliver.mail]",
                'kind = "pigeon"',
            ]
        ),
        "utf-8",
    )
    with pytest.raises(InputError) as error:
        read_config(path, names)
    lines = str(error.value).splitlines()
    found = {int(line.split(":")[1]): line for line in lines if line.startswith(str(path))}
    assert sorted(found) == [1, 4, 5, 8, 9, 10, 11, 12, 16]
    assert "Near: " in found[4] and "isis-k" in found[4] and "'quiet_days'" in found[5]
    assert "no whole number" in found[8] and "'dsk'" in found[9] and "no web address" in found[12]


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "no watch"),
        ("[[watch]\n", "no TOML"),
        ('[[watch]]\nname="a"\nwhen="isis-k spreads"\n' * 2, "stands at line 1 too"),
        ('[[watch]]\nname="a"\nwhen="isis-k spreads"\nsend="at once"\n', "to nobody"),
        ('[[watch]]\nname="a"\n', "needs words"),
        ('accept = 0\n[[watch]]\nname="a"\nwhen="isis-k spreads"\n', "such as 0.5"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, names: Names, text: str, said: str) -> None:
    """It is refused with what to write instead."""
    (tmp_path / "watch.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=said):
        read_config(tmp_path / "watch.toml", names)
    with pytest.raises(InputError, match="make one"):
        read_config(tmp_path / "none.toml", names)


def test_channels_are_checked_before_they_are_used() -> None:
    """No password in the clear, no address that is none."""
    assert check_channel(Webhook(url="https://desk.test/x", secret_env="K")) is None
    assert check_channel(Webhook(url="desk.test", secret_env="K"))
    fine = Email(host="h", sender="a@b.test", to=("c@d.test",))
    assert check_channel(fine) is None
    for wrong in (
        Email(host="h", sender="a", to=("c@d.test",)),
        Email(host="h", sender="a@b.test\nBcc: x@y.test", to=("c@d.test",)),
        Email(host="h", sender="a@b.test", to=("ü@d.test",)),
        Email(host="h", sender="a@b.test", to=()),
        Email(host="h", sender="a@b.test", to=("c@d.test",), user="u"),
        Email(host="h", sender="a@b.test", to=("c@d.test",), user="u", password_env="P", security="none"),
    ):
        assert check_channel(wrong)


class _Record:
    """A store that only knows how much was read."""

    def __init__(self, volumes: dict[str, list[int]]) -> None:
        start = date(2021, 1, 1)
        self._volumes = {
            country: {(start + timedelta(days=k)).isoformat(): n for k, n in enumerate(counts) if n}
            for country, counts in volumes.items()
        }

    def reports_by_day(self, *, as_of: str | None) -> dict[str, int]:
        return self._volumes["all"]

    def reports_by_country(self, *, as_of: str | None) -> dict[str, dict[str, int]]:
        return {country: days for country, days in self._volumes.items() if country != "all"}

    def counted_incidents(self, *, as_of: str | None = None) -> list[Any]:
        return []


def test_coverage_is_lost_by_country_and_only_where_much_was_read() -> None:
    """A country that was well covered and goes dark is named; one with a report a day is left to chance."""
    record = _Record({"all": [60] * 130, "AFG": [12] * 110 + [2] * 20, "PAK": [1] * 110 + [0] * 19 + [1]})
    lost = [(w.kind, w.country) for w in picture_warnings(record)]  # type: ignore[arg-type]
    assert lost == [("coverage_lost", "AFG")]


def test_all_coverage_lost_is_seen_when_nothing_comes_any_more() -> None:
    """The record runs to the day of the look, not to the last report."""
    record = _Record({"all": [60] * 110})
    assert picture_warnings(record) == ()  # type: ignore[arg-type]
    lost = picture_warnings(record, until="2021-05-05")  # type: ignore[arg-type]
    assert [(w.kind, w.country) for w in lost] == [("coverage_lost", None)]


def test_reports_are_counted_by_the_countries_they_name(store: Store) -> None:
    """By day, as of a day, each report once."""
    add(store, report("a", "2021-06-01"), report("b", "2021-06-01"), report("c", "2021-06-03", "Kabul"))
    assert store.reports_by_country() == {"AFG": {"2021-06-03": 1}, "PAK": {"2021-06-01": 2}}
    assert store.reports_by_country(as_of="2021-06-02") == {"PAK": {"2021-06-01": 2}}


def test_an_older_store_gets_its_alert_tables(tmp_path: Path) -> None:
    """Version 1 had none; opening it for writing adds them and keeps what it holds."""
    path = tmp_path / "old.db"
    with Store(path) as store:
        add(store, report("a", "2021-06-01"))
        with store._engine.begin() as connection:
            for table in ("alert_steps", "alerts", "looks"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with Store(path) as store:
        assert store.alerts() == [] and store.last_looks() == [] and store.status().articles == 1


def test_the_commands_tell_the_story_of_an_alert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Names) -> None:
    """check explains, run raises, list shows, ack and close go on record, send delivers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(watch_file, "names_of", lambda path: names)
    today = date.today()
    with Store("s.db") as store:
        add(store, report("a", (today - timedelta(days=3)).isoformat()))
    config(tmp_path, names, deliver='[deliver.desk]\nkind = "feed"\npath = "alerts.xml"\n', send="staged")

    def invoke(*words: str) -> str:
        done = CliRunner().invoke(cli, ["watch", *words, "--store", "s.db"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    assert "ISIS-K (isis-k) is active" in invoke("check")
    assert "would be raised" in invoke("run", "--dry")
    assert "No alert was raised" in invoke("list")
    assert "nothing" in invoke("run", "--as-of", "2021-01-01")
    assert "outside: raised" in invoke("run")
    with Store("s.db", readonly=True) as store:
        id_ = store.alerts()[0].alert.id
    assert "sent desk" in invoke("send", id_) and (tmp_path / "alerts.xml").exists()
    assert "acknowledged by jo" in invoke("ack", id_, "--who", "jo")
    assert "alarm false" in invoke("close", id_, "--as", "false", "--why", "old")
    assert "1 of 1 judged were false" in invoke("list")
    assert json.loads(invoke("list", "--all", "--json").splitlines()[0])["state"] == "closed"


def events_of(store: Store, article: str) -> list[str]:
    return [f.id for f in store.events(EventFilter(article=article))]


def only(store: Store) -> Raised:
    (raised,) = store.alerts()
    return raised


def test_an_alert_whose_report_is_withdrawn_is_taken_back_and_subscribers_hear_of_it(
    tmp_path: Path,
    names: Names,
) -> None:
    """One sentence, sent; its report is withdrawn: the alert is withdrawn, and the desk gets that under the alert's id."""
    with Store(tmp_path / "s.db") as store, web_server() as (url, got):
        add(store, report("a", "2021-06-01"))
        given_ = config(tmp_path, names, deliver=desk(url))
        run(store, given_, "2021-06-02")
        release(store, only(store).alert.id, who="ann", at="2021-06-02T09:00:00+00:00")
        run(store, given_, "2021-06-02")
        assert [json.loads(body).get("revision") for _, body in got] == [None]
        store.withdraw("a", why="the outlet took it back", who="ann", at="2021-06-03T08:00:00+00:00")
        fuse_store(store, at="2021-06-03T08:00:00+00:00")
        ran = run(store, given_, "2021-06-03")
        raised = only(store)
        assert raised.state == "withdrawn" and raised.revision is not None
        assert [s.step for s in ran.revised] == ["withdrawn"] and raised.revision.gone == raised.alert.events
        headers, body = got[-1]
        assert len(got) == 2 and headers["Idempotency-Key"] == f"{raised.alert.id}.1"
        assert json.loads(body)["revision"]["step"] == "withdrawn"
        run(store, given_, "2021-06-04")
        assert len(got) == 2  # told once


def test_an_alert_that_loses_a_sentence_is_revised_by_mail(tmp_path: Path, names: Names) -> None:
    """Two attacks; one event is rejected: revised, one stands; the mail answers the first. Undone: all stand again."""
    with Store(tmp_path / "s.db") as store, mail_server() as (port, mails):
        add(store, report("a", "2021-06-01"), report("b", "2021-05-30", "Peshawar", happened="2021-05-25"))
        deliver = (
            f'[deliver.desk]\nkind = "email"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
            'from = "a@b.test"\nto = ["c@d.test"]\n'
        )
        given_ = config(tmp_path, names, deliver=deliver)
        run(store, given_, "2021-06-02")
        release(store, only(store).alert.id, who="ann", at="2021-06-02T09:00:00+00:00")
        run(store, given_, "2021-06-02")
        (event,) = events_of(store, "b")
        reject_event(store, event, who="ann", why="an exercise", at="2021-06-03T08:00:00+00:00")
        fuse_store(store, at="2021-06-03T08:00:00+00:00")
        run(store, given_, "2021-06-04")
        raised = only(store)
        assert raised.state == "released" and raised.revision is not None and raised.revision.gone == (event,)
        assert (
            len(mails) == 2 and "Revised:" in mails[1] and f"In-Reply-To: <{raised.alert.id}.alert@b.test>" in mails[1]
        )
        number = next(c.number for c in store.corrections() if c.kind == "reject")
        undo(store, number, who="ann", why="it was real", at="2021-06-05T08:00:00+00:00")
        fuse_store(store, at="2021-06-05T08:00:00+00:00")
        run(store, given_, "2021-06-06")
        last = only(store).revision
        assert last is not None and last.gone == () and "stand again" in last.why and len(mails) == 3


def test_a_count_that_no_longer_passes_its_limit_is_withdrawn(tmp_path: Path, names: Names) -> None:
    """More than two: of three one is withdrawn, and two are not more than two."""
    with Store(tmp_path / "s.db") as store:
        add(store, *(report(n, f"2021-06-0{d}", happened=f"2021-06-0{d}") for n, d in (("a", 1), ("b", 3), ("c", 5))))
        given_ = config(tmp_path, names, when="more than 2 incidents of isis-k in 4 weeks", send="staged", to="[]")
        run(store, given_, "2021-06-06")
        store.withdraw("b", why="wrong", who="ann", at="2021-06-07T08:00:00+00:00")
        fuse_store(store, at="2021-06-07T08:00:00+00:00")
        run(store, given_, "2021-06-07")
        assert only(store).state == "withdrawn" and "limit of 2" in (only(store).revision or only(store).steps[0]).why


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given_any(acts=st.lists(st.tuples(st.sampled_from(("withdraw", "reject", "undo")), st.integers(0, 2)), max_size=5))
def test_an_alert_always_says_what_of_it_stands(
    acts: list[tuple[str, int]],
    tmp_path_factory: pytest.TempPathFactory,
    names: Names,
) -> None:
    """Whatever is withdrawn, rejected and undone: what an alert says has fallen is what has, and none is left standing on nothing."""
    folder = tmp_path_factory.mktemp("acts")
    with Store(folder / "s.db") as store, web_server() as (url, got):
        add(store, *(report(n, f"2021-06-0{d}", happened=f"2021-06-0{d}") for n, d in (("a", 1), ("b", 3), ("c", 5))))
        given_ = config(folder, names, deliver=desk(url))
        run(store, given_, "2021-06-06")
        release(store, only(store).alert.id, who="ann", at="2021-06-06T09:00:00+00:00")
        run(store, given_, "2021-06-06")
        told = 0
        for n, (act, which) in enumerate(acts):
            at = f"2021-06-{7 + n:02d}T08:00:00+00:00"
            name = "abc"[which]
            if act == "withdraw":
                store.withdraw(name, why="wrong", who="ann", at=at)
            elif act == "reject":
                for event in events_of(store, name):
                    reject_event(store, event, who="ann", why="none", at=at)
            else:
                done = {c.target for c in store.corrections() if c.kind == "undo"}
                open_ = [c for c in store.corrections() if c.kind == "reject" and str(c.number) not in done]
                if open_:
                    undo(store, open_[-1].number, who="ann", why="it was", at=at)
            fuse_store(store, at=at)
            ran = run(store, given_, at[:10])
            told += len([s for s in ran.revised if s.alert == store.alerts()[-1].alert.id])
            raised = store.alerts()[-1]
            standing = {f.id for f in store.events()}
            gone = {e for e in raised.alert.rests_on if e not in standing}
            assert set(raised.revision.gone if raised.revision else ()) == gone
            assert (raised.state == "withdrawn") == (gone == set(raised.alert.rests_on))
        assert sum("revision" in json.loads(body) for _, body in got) == told

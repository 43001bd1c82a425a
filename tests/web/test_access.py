"""Who may look and who may decide, once the page is served to others."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from dateline.errors import DataError
from dateline.store import Store
from dateline.web.access import (
    LOOPBACK,
    ROLES,
    Access,
    Person,
    Rate,
    digest_of_token,
    new_token,
    read_tokens,
    role_for,
)
from dateline.web.app import create_app

from .conftest import fill

TOKENS = {role: new_token() for role in ROLES}
PEOPLE = {digest_of_token(token): Person(role.title(), role) for role, token in TOKENS.items()}
OPEN = {"/login"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW")


@pytest.fixture(scope="module")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "small.db"
    with Store(path) as store:
        fill(store, 3)
    return path


@pytest.fixture(scope="module")
def served(made_store: Path) -> TestClient:
    return TestClient(create_app(made_store, access=Access(PEOPLE, usual=Rate(1e6, 10**6))), follow_redirects=False)


def routes() -> list[tuple[str, str]]:
    """Every method and path of the page and of the API, with something for each part of a path."""
    from dateline.web import api
    from dateline.web.routes import ROUTERS

    found = [route for router in (api.router, *ROUTERS) for route in router.routes if isinstance(route, APIRoute)]
    return sorted(
        (method, re.sub(r"\{[^}]*\}", "1", route.path)) for route in found for method in route.methods - {"HEAD"}
    )


def bearer(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKENS[role]}"}


@pytest.mark.parametrize(("method", "path"), [r for r in routes() if r[1] not in OPEN])
def test_nobody_gets_anywhere_without_a_token(served: TestClient, method: str, path: str) -> None:
    """Every route there is, those to come included: a program is told, a person is sent to the door."""
    told = served.request(method, path)
    assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")
    wrong = served.request(method, path, headers={"Authorization": f"Bearer {new_token()}"})
    assert wrong.status_code == 401
    if method == "GET":
        shown = served.request(method, path, headers={"Accept": "text/html"})
        assert (shown.status_code, shown.headers["location"]) == (303, "/login")


@pytest.mark.parametrize(("method", "path"), [r for r in routes() if r[1] not in OPEN])
def test_nobody_does_more_than_the_role_allows(served: TestClient, method: str, path: str) -> None:
    """Below the role that a route needs it is refused with the role that would do."""
    needed = role_for(method, path)
    for role in ROLES[: ROLES.index(needed)]:
        refused = served.request(method, path, headers=bearer(role))
        assert refused.status_code == 403
        assert needed in refused.json()["error"]["why"]


@pytest.mark.parametrize("path", sorted({path for _, path in routes()}))
def test_no_method_is_a_way_around(served: TestClient, path: str) -> None:
    """With any method, a made-up one included: nobody without a token gets in, nobody does more than the role allows.

    Who may come in and asks with a method that the address does not answer is told so, and gets no content.
    """
    answered = {method for method, known in routes() if known == path}
    for method in METHODS:
        if path not in OPEN:
            for headers in ({}, {"Authorization": f"Bearer {new_token()}"}, {"Authorization": "Basic YTpi"}):
                assert served.request(method, path, headers=headers).status_code == 401, method
            needed = role_for(method, path)
            for role in ROLES[: ROLES.index(needed)]:
                assert served.request(method, path, headers=bearer(role)).status_code == 403, (method, role)
        if method not in {*answered, "HEAD"}:
            refused = served.request(method, path, headers=bearer("keeper"))
            assert refused.status_code in (403, 405), method  # 403: a form of another route, not sent from its page
            assert "Goma" not in refused.text
            assert refused.status_code == 403 or refused.headers["allow"]


def test_only_reading_is_a_readers() -> None:
    """Every method but those that ask needs the role that decides; what shows the installation is its keeper's."""
    for _, path in routes():
        for method in METHODS:
            if method not in ("GET", "HEAD") and path != "/logout":
                assert role_for(method, path) != "reader", (method, path)


@pytest.mark.parametrize(
    "path", ["/login/../events", "/static/../events", "/static/%2e%2e/%2e%2e/app.py", "/static/../../app.py", "/loginx",
             "/login/events.csv", "//events", "/events/", "/EVENTS", "/%65vents", "/review/../events", "/static"],
)  # fmt: skip
def test_no_spelling_of_an_address_is_a_way_around(served: TestClient, path: str) -> None:
    """What stands under the open addresses is the door and the looks of the page, however it is spelled."""
    for accept in ("*/*", "text/html"):
        answer = served.request("GET", f"http://testserver{path}", headers={"Accept": accept})
        assert answer.status_code in (303, 307, 401, 404), path
        assert "Goma" not in answer.text and "create_app" not in answer.text


def test_what_changes_the_store_needs_more_than_reading() -> None:
    """No route that takes a form is a reader's, but the way out."""
    changing = [path for method, path in routes() if method != "GET" and path not in OPEN]
    assert changing
    assert [path for path in changing if role_for("POST", path) == "reader"] == ["/logout"]


def test_a_person_types_the_token_once(served: TestClient) -> None:
    """The session opens the pages, is hidden from scripts, and ends at the way out; a made-up one opens nothing."""
    with TestClient(served.app, follow_redirects=False) as browser:
        assert browser.post("/login", data={"token": "guessed"}).status_code == 401
        entered = browser.post("/login", data={"token": f" {TOKENS['reader']}\n"})
        cookie = entered.headers["set-cookie"]
        assert entered.status_code == 303
        assert TOKENS["reader"] not in cookie
        assert all(word in cookie for word in ("HttpOnly", "SameSite=strict"))
        assert browser.get("/", headers={"Accept": "text/html"}).status_code == 200
        forged = {"Cookie": f"dateline_session={entered.cookies['dateline_session'][:-1]}0"}
        assert served.get("/", headers=forged).status_code == 401
        browser.post("/logout")
        assert browser.get("/").status_code == 401


def test_a_session_ends_with_its_token_and_its_time(made_store: Path) -> None:
    """After half a day, or when the token is gone, it opens nothing."""
    now = [0.0]
    access = Access(PEOPLE, clock=lambda: now[0])
    client = TestClient(create_app(made_store, access=access), follow_redirects=False)
    client.post("/login", data={"token": TOKENS["reader"]})
    assert client.get("/about").status_code == 200
    now[0] = 13 * 3600
    assert client.get("/about").status_code == 401


def test_guessing_is_slowed_down(made_store: Path) -> None:
    """After a handful of wrong tokens even a right one has to wait."""
    client = TestClient(create_app(made_store, access=Access(PEOPLE, clock=lambda: 0.0)), follow_redirects=False)
    codes = [client.post("/login", data={"token": f"guess {n}"}).status_code for n in range(12)]
    assert codes[:10] == [401] * 10
    assert codes[10] == 400
    assert client.post("/login", data={"token": TOKENS["keeper"]}).status_code == 400


def test_one_client_cannot_have_it_all(made_store: Path) -> None:
    """Too many requests at once are told to wait, and a while later all is well."""
    now = [0.0]
    client = TestClient(create_app(made_store, access=Access(usual=Rate(1.0, 3), clock=lambda: now[0])))
    assert [client.get("/about").status_code for _ in range(4)] == [200, 200, 200, 429]
    now[0] = 2.0
    assert client.get("/about").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8321", ""])
def test_a_name_that_was_made_to_point_here_is_refused(made_store: Path, host: str) -> None:
    """Also where nobody is asked for a token: a page elsewhere must not read the picture through the browser."""
    client = TestClient(create_app(made_store))
    assert client.get("/", headers={"Host": host}).status_code == 421
    for known in LOOPBACK:
        assert client.get("/about", headers={"Host": f"{known}:8321"}).status_code == 200


def test_decisions_bear_the_name_of_the_token(served: TestClient, made_store: Path) -> None:
    """A reviewer is not asked for a name, and cannot borrow one by a cookie."""
    with Store(made_store, readonly=True) as store:
        event = store.events(limit=1)[0].id
    shown = served.get(f"/review/event/{event}", headers=bearer("reviewer") | {"Cookie": "dateline_who=Somebody"})
    assert shown.status_code == 200
    assert "Reviewer" in shown.text
    assert "Somebody" not in shown.text


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "no token"),
        ("[[token]", "TOML"),
        ('[[token]]\nrole = "reader"\nsha256 = "x"', "no `name`"),
        ('[[token]]\nname = "A"\nrole = "boss"\nsha256 = "x"', "Roles are reader, reviewer, keeper"),
        ('[[token]]\nname = "A"\nrole = "reader"\nsha256 = "secret"', "no digest"),
    ],
)
def test_a_token_file_that_is_wrong_says_where(tmp_path: Path, text: str, mend: str) -> None:
    """The error names the file and the entry, and never a token."""
    (tmp_path / "tokens.toml").write_text(text)
    with pytest.raises(DataError, match=re.escape(mend)) as error:
        read_tokens(tmp_path / "tokens.toml")
    assert "secret" not in str(error.value)

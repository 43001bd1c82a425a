"""What Dateline brings along: every licence is known and agrees with ours, and nothing of it calls home."""

import re
import runpy
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
LISTED = HOME / "docs/licences.md"
_TOOL = runpy.run_path(str(HOME / "tools/licences.py"))
_APART = {"unidecode"}  # asked for by a package of which only tables are read; never imported, see below
_ROW = re.compile(r"^\| ([\w.-]+) \| ([^|]+?) \| ([^|]*?) \|$", re.MULTILINE)
_MAY = re.compile(  # free licences under which our own may stay what it is
    r"MIT|BSD|Apache|ISC|PSF|Python-2|MPL|Zlib|Unlicense|0BSD|CC0|CC-BY|CC BY|LGPL|Public Domain|CeCILL-C|Boost",
    re.IGNORECASE,
)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _listed() -> dict[str, str]:
    return {
        _plain(name): licence
        for name, licence, _ in _ROW.findall(LISTED.read_text("utf-8"))
        if name.strip("-") not in ("", "package")
    }


def test_every_package_has_its_licence_on_the_list() -> None:
    """Mend it with `python tools/licences.py`, and look at what it adds."""
    assert sorted(_listed()) == sorted(map(_plain, _TOOL["packages"]()))


def test_every_licence_may_be_combined_with_ours() -> None:
    """Free ones, of which none turns what uses it into something else."""
    wrong = {name: licence for name, licence in _listed().items() if not any(map(_is_free, licence.split(" OR ")))}
    assert wrong.keys() == _APART


def _is_free(licence: str) -> bool:
    return _MAY.search(licence) is not None and re.search(r"(?<!L)GPL|General Public License v", licence) is None


def test_the_list_says_what_the_packages_say() -> None:
    """For each package that is installed here."""
    licence_of = _TOOL["licence_of"]
    for name, licence in _listed().items():
        try:
            found = distribution(name)
        except PackageNotFoundError:  # of another platform
            continue
        assert licence == licence_of(found), name


_NO_SOCKETS = """
import socket, sys

def forbid(event, args):
    if event in (
        "socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
        "socket.gethostbyaddr", "socket.getnameinfo",
    ):
        family = getattr(args[0], "family", None)
        if family == socket.AF_UNIX:
            return
        where = args[1] if len(args) > 1 else args[0]
        if isinstance(where, tuple) and str(where[0]).startswith("127."):
            return
        print("LEFT", event, args, file=sys.stderr, flush=True)
        raise RuntimeError(f"{event} {args}")

sys.addaudithook(forbid)
"""


@pytest.mark.parametrize(
    "work",
    [
        "import dateline, pkgutil, importlib\n"
        "for m in pkgutil.walk_packages(dateline.__path__, 'dateline.'):\n"
        "    importlib.import_module(m.name)",
        "from dateline.engine.local import extract_one\nfrom dateline.values import Article\n"
        "x = extract_one(Article(id='a', text='The two governments held talks in Accra on 3 May 2024.'))\n"
        "assert x.coder, x",
        "from pathlib import Path\nfrom dateline.engine.run import run\nfrom dateline.reading import read\n"
        "from dateline.store import Store\nPath('a.txt').write_text('Talks were held in Accra on Friday.')\n"
        "with Store('s.db') as store:\n    run(read('a.txt'), store, seen_at='2026-11-22T12:00:00+00:00')\n"
        "from starlette.testclient import TestClient\nfrom dateline.web.app import create_app\n"
        "page = TestClient(create_app('s.db'), base_url='http://127.0.0.1')\n"
        "for path in ('/', '/events', '/sources', '/about', '/health', '/metrics', '/search?q=talks'):\n"
        "    assert page.get(path).status_code == 200, path",
    ],
    ids=["import", "extract", "serve"],
)
def test_no_socket_leaves_this_machine(work: str, tmp_path: Path) -> None:
    """During import of every module, while an article is read, and while pages are served."""
    command = [sys.executable, "-c", f"{_NO_SOCKETS}\n{work}\nassert 'unidecode' not in sys.modules"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "LEFT" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('192.0.2.1', 9), 0.1)",
        "socket.socket().connect_ex(('192.0.2.1', 9))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "socket.getaddrinfo('dateline.invalid', 80)",
        "socket.gethostbyname('dateline.invalid')",
        "socket.gethostbyaddr('192.0.2.1')",
    ],
)
def test_a_socket_that_leaves_is_seen(call: str) -> None:
    """Connections, datagrams and questions of names: the watch above is awake."""
    done = subprocess.run([sys.executable, "-c", f"{_NO_SOCKETS}\n{call}"], capture_output=True, text=True)
    assert done.returncode != 0 and "LEFT" in done.stderr

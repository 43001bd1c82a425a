"""What all tests share: a PostgreSQL server of their own, properties without a clock, and on the build machine nothing may be skipped."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("dateline", deadline=None)  # a slow machine fails no claim: timings are for benchmarks/
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes places for a store on a server that lives as long as the tests: one database, a schema for each."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    home = Path(tempfile.mkdtemp(prefix="dateline-pg-", dir="/tmp"))  # a socket's path must be short
    user = None
    if os.geteuid() == 0:  # it refuses to run as root; Debian's package made a user for it
        user = "postgres"
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    data = home / "data"

    def call(program: str, *args: str) -> None:
        subprocess.run([programs / program, *args], check=True, capture_output=True, user=user, cwd=home)

    call("initdb", "--no-sync", "-A", "trust", "-U", "desk", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(data))
    settings = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c max_connections=60"
    call("pg_ctl", "-D", str(data), "-w", "-l", str(home / "log"), "-o", settings, "start")
    numbers = itertools.count(1)

    def make() -> str:
        import psycopg

        name = f"d{next(numbers)}"
        with psycopg.connect(host=str(home), user="desk", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"postgresql://desk@/postgres?host={home}&options=-csearch_path%3D{name}"

    try:
        yield make
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def _postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl; Debian keeps it out of PATH."""
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which("pg_ctl")
    folders += [Path(found).resolve().parent] if found else []
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With DATELINE_SKIP_NOTHING set, a skipped test fails the run: its system package was not installed."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("DATELINE_SKIP_NOTHING") or reporter is None or exitstatus != 0:
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped:
        reporter.write_line(f"DATELINE_SKIP_NOTHING is set, and {len(skipped)} tests were skipped:", red=True)
        for report in skipped:
            reporter.write_line(f"  {report.nodeid}: {report.longrepr[-1] if report.longrepr else ''}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

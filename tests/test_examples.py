"""What the examples and the page on running tell to type exists, and the units are whole."""

import configparser
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import COMMANDS, cli

HOME = Path(__file__).resolve().parent.parent
UNITS = sorted((HOME / "examples/systemd").iterdir())
_OPTION = re.compile(r"--[a-z][a-z-]*")


def _commands() -> list[str]:
    text = (HOME / "docs/running.md").read_text("utf-8")
    found = re.findall(r"^    (dateline .+)$", text, re.MULTILINE)
    for unit in UNITS:
        found += re.findall(r"/opt/dateline/bin/(dateline [^'\n]+)", unit.read_text("utf-8"))
    return found + [f"dateline {rest}" for rest in re.findall(r"podman run .* dateline (\w+ .+)$", text, re.MULTILINE)]


def _help(*words: str) -> str:
    found = CliRunner().invoke(cli, [*words, "--help"], catch_exceptions=False)
    return found.output


@pytest.mark.parametrize("line", sorted(set(_commands())))
def test_every_command_is_one_we_have(line: str) -> None:
    """Command, sub-command and options."""
    words = shlex.split(line.split("#")[0])
    assert words[1] in COMMANDS
    shown = _help(words[1])
    if len(words) > 2 and words[2][0] != "-" and re.search(rf"^  {re.escape(words[2])}\b", shown, re.MULTILINE):
        shown = _help(*words[1:3])
    for option in _OPTION.findall(line):
        assert option in shown, f"{option} is no option of {' '.join(words[:3])}"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_can_be_read(path: Path) -> None:
    """Sections and keys as systemd has them; services run as a user without rights."""
    unit = configparser.ConfigParser(strict=True, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(path.read_text("utf-8"))
    if path.suffix == ".service":
        service = unit["Service"]
        assert service["User"] == "dateline" and service["NoNewPrivileges"] == "yes"
        assert service["ExecStart"].startswith("/")
    else:
        assert unit["Timer"]["OnCalendar"]


def test_the_container_runs_without_rights_and_names_no_registry() -> None:
    """The base image is the builder's choice."""
    text = (HOME / "examples/container/Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert "ARG BASE" in lines and "FROM ${BASE}" in lines
    assert lines.index("USER dateline") < next(n for n, line in enumerate(lines) if line.startswith("ENTRYPOINT"))
    assert not re.search(r"docker\.io|quay\.io|ghcr\.io|https?://", text)

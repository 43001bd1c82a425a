"""What the documents say is true: every block runs, every command has its help, every file says where it comes from."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import COMMANDS, cli

HOME = Path(__file__).resolve().parent.parent
README = (HOME / "README.md").read_text(encoding="utf-8")
DOCS = sorted((HOME / "docs").glob("*.md"))
ALL_PAGES = [HOME / "README.md", HOME / "SOURCES.md", HOME / "CHANGELOG.md", *DOCS]
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def _blocks(kind: str) -> list[str]:
    return [text for found, text in _BLOCK.findall(README) if found == kind]


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (HOME / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def _tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files"], cwd=HOME, capture_output=True, text=True)
    if found.returncode:
        pytest.skip("not a git checkout")
    return [HOME / name for name in found.stdout.splitlines() if (HOME / name).is_file()]


def test_the_first_screen_works_on_the_sentences_it_shows(tmp_path: Path) -> None:
    """The news, the commands and the Python of the README run in one folder, in order, and find something."""
    (tmp_path / "report.txt").write_text(_blocks("text")[0], encoding="utf-8")
    env = {**os.environ, "DATELINE_STORE": str(tmp_path / "dateline.db")}
    commands = [line[2:] for line in _blocks("console")[0].splitlines() if line.startswith("$ dateline ")]
    assert commands
    outputs = []
    for command in commands:
        args = command.split("#")[0].split()[1:]
        found = subprocess.run(
            [sys.executable, "-m", "dateline.cli", *args], cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert found.returncode == 0, (command, found.stderr)
        outputs.append(found.stdout)
    assert "accepted   1" in outputs[0]
    for row in _blocks("output")[0].splitlines()[1:]:  # the columns before the sentence, which is cut to the screen
        shown = row.split()[:7]
        assert any(line.split()[:7] == shown for line in outputs[-1].splitlines()), (row, outputs[-1])
    for code in _blocks("python"):
        found = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True)
        assert found.returncode == 0, found.stderr
        assert "Kunduz" in found.stdout


def _command_lines() -> list[tuple[str, str]]:
    """Each line that a document tells to type, behind a prompt, indented, or in a block of shell."""
    line = re.compile(r"^(?:\$ |    |)(dateline [a-z].*)$", re.MULTILINE)
    return [
        (path.name, found) for path in (HOME / "README.md", *DOCS) for found in line.findall(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize(("page", "line"), _command_lines())
def test_every_command_line_of_the_documents_is_one_we_have(page: str, line: str) -> None:
    """Command and options exist."""
    words = line.split("#")[0].split("&&")[0].split()
    assert words[1] in COMMANDS
    shown = CliRunner().invoke(cli, [words[1], "--help"]).output
    if len(words) > 2 and re.search(rf"^  (?!-){re.escape(words[2])}\b", shown, re.M):  # a group's own command
        shown = CliRunner().invoke(cli, [*words[1:3], "--help"]).output
    for word in words[2:]:
        if word.startswith("-") and word != "-":
            assert re.search(rf"{re.escape(word)}\b", shown), f"{page}: {word} is no option of dateline {words[1]}"


def test_the_readme_leads_to_every_document() -> None:
    """A page that nothing leads to is not read."""
    for path in DOCS:
        assert f"](docs/{path.name})" in README, f"README.md does not link to docs/{path.name}"


@pytest.mark.parametrize("path", ALL_PAGES, ids=lambda path: str(path.relative_to(HOME)))
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    """Files are there, and so are the sections that are named."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", path.read_text("utf-8")):
        name, _, section = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), f"{path.name}: {target}"
        if section:
            heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            assert section in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}, target


def test_the_commands_a_newcomer_types_are_targets() -> None:
    """Whatever the documents tell to `make` can be made."""
    for name in ("README.md", "docs/architecture.md", "CHANGELOG.md", ".ci/run"):
        for target in re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)$", (HOME / name).read_text("utf-8"), re.MULTILINE):
            assert (target[0] or target[1]) in _targets()
    assert {"demo", "test", "check", "lock", "train", "golden", "clean"} <= _targets()


def test_the_build_runs_the_test_command_of_the_readme() -> None:
    """One command between the marks, and it is the one in the text."""
    between = re.search(r"<!-- test -->\n```sh\n(make \w+)\n```\n<!-- -->", README)
    assert between is not None and between[1] == "make test"
    assert os.access(HOME / ".ci" / "run", os.X_OK)


def test_locks_are_hashed_and_name_no_host() -> None:
    """Every requirement is pinned with hashes; nothing says where to get it."""
    locks = [HOME / "requirements.lock", *sorted((HOME / "requirements").glob("*.lock"))]
    assert len(locks) == 4
    for lock in locks:
        lines = [line for line in lock.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
        text = "\n".join(lines)
        assert "://" not in text and "index" not in text
        for block in re.split(r"\n(?=\S)", text):
            assert "==" in block and "--hash=sha256:" in block, (lock.name, block[:80])


def test_the_dev_lock_holds_the_versions_of_the_lock() -> None:
    """Tests run on what users get."""

    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==\S+)", (HOME / name).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements/dev.lock")


def test_every_data_file_says_where_it_comes_from() -> None:
    """It is named in the SOURCES.md beside it, and that page is in the index."""
    index = (HOME / "SOURCES.md").read_text("utf-8")
    folders = {path.parent for path in _tracked() if "data" in path.parent.parts and path.suffix in (".tsv", ".csv")}
    for folder in sorted(folder for folder in folders if "src" in folder.parts):
        page = folder / "SOURCES.md"
        assert page.is_file(), f"{folder} has no SOURCES.md"
        assert str(page.relative_to(HOME)) in index, f"SOURCES.md does not name {page.relative_to(HOME)}"
        said = page.read_text("utf-8")
        for path in _tracked():
            if path.parent == folder and path.suffix in (".tsv", ".csv"):
                assert path.name in said, f"{page.relative_to(HOME)} does not say where {path.name} comes from"


def test_no_file_names_a_registry() -> None:
    """Users fetch from where their own tools are told to."""
    hosts = re.compile("|".join(["files" + r"\.pythonhosted", "registry" + r"\.npmjs", "index" + "-url"]))
    for path in _tracked():
        if (
            path.suffix in (".py", ".toml", ".lock", ".json", ".txt", ".cfg", ".npmrc", "")
            and path.stat().st_size < 3e6
        ):
            assert not hosts.search(path.read_text("utf-8", errors="ignore")), path

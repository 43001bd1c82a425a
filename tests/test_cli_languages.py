"""`dateline languages` says what can be read and how to add the rest."""

import json
from pathlib import Path

from click.testing import CliRunner

from dateline.cli_languages import languages


def test_english_needs_no_engine_and_others_say_theirs(tmp_path: Path) -> None:
    """An engine on another machine is said to take the text away."""
    file = tmp_path / "translators.toml"
    file.write_text("[[translators]]\nengine = 'libretranslate'\nurl = 'https://translate.example'\nfrom = ['ar']\n")
    store = str(tmp_path / "none.db")
    shown = CliRunner().invoke(languages, ["--store", store])
    assert shown.exit_code == 0 and "read directly" in shown.output
    assert "LibreTranslate" in shown.output and "TEXT LEAVES THIS MACHINE" in shown.output
    rows = [
        json.loads(line) for line in CliRunner().invoke(languages, ["--store", store, "--json"]).output.splitlines()
    ]
    assert {row["language"]: row["text_leaves_machine"] for row in rows} == {"en": False, "ar": True}

"""Bring the catalogues of the page up to date with its templates and code: `make words`.

New messages come in empty, those that are gone go, and what is translated stays. `make words LANGUAGE=de` begins one.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parents[1] / "src/dateline/web"
KEYWORDS = {**DEFAULT_KEYWORDS, "word": ((1, "c"), 2)}
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def messages() -> Catalog:
    """All messages of the page as they stand in its source."""
    found = Catalog(charset="utf-8")
    rows = extract_from_dir(WEB, _METHODS, _OPTIONS, keywords=KEYWORDS, comment_tags=["catalogue:"])
    for path, _line, message, comments, context in sorted(rows, key=lambda r: (r[0], r[1])):
        found.add(message, None, [(path, None)], auto_comments=comments, context=context)
    return found


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def update(path: Path) -> bytes:
    """The bytes of a catalogue brought up to date."""
    catalogue = read(path) if path.exists() else Catalog(locale=path.stem)
    catalogue.update(messages(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.header_comment = f"# The words of the page in {catalogue.locale.english_name}. docs/page.md says how."
    catalogue.project, catalogue.version, catalogue.fuzzy = "Dateline", "", False
    out = BytesIO()
    write_po(
        out, catalogue, width=110, ignore_obsolete=True, omit_header=False, include_lineno=False, sort_by_file=True
    )
    kept = [line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(_LEFT_OUT)]
    return b"".join(kept)


_LEFT_OUT = (  # who and when are in git
    b'"POT-Creation',
    b'"PO-Revision',
    b'"Generated-By',
    b'"Report-Msgid',
    b'"Last-Translator',
    b'"Language-Team',
)


def main() -> None:
    """Update every catalogue, and begin those named."""
    for language in sys.argv[1:]:
        (WEB / "catalogues" / f"{language}.po").touch()
    for path in sorted((WEB / "catalogues").glob("*.po")):
        path.write_bytes(update(path))
        left = sum(1 for m in read(path) if m.id and not (m.string if isinstance(m.string, str) else all(m.string)))
        print(f"{path.name}: {left} to translate")


if __name__ == "__main__":
    main()

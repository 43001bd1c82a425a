"""`dateline languages`: what can be read here, and how to add the rest."""

import click

from dateline.cli_options import store_option
from dateline.values.address import StoreAddress

# Debian packages with a pair into English
_PACKAGES = {
    "es": "apertium-eng-spa", "ca": "apertium-eng-cat", "gl": "apertium-en-gl", "sh": "apertium-hbs-eng",
    "mk": "apertium-mk-en", "is": "apertium-isl-eng", "eo": "apertium-eo-en", "eu": "apertium-eu-en",
    "fr": "apertium-eng-spa apertium-fr-es", "pt": "apertium-eng-cat apertium-por-cat",
}  # fmt: skip


@click.command()
@store_option
@click.option(
    "--translators",
    "translators_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Translation engines; default: translators.toml beside the store, else Apertium where it is installed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a language.")
def languages(store_path: str, translators_file: str | None, as_json: bool) -> None:
    """Say which languages can be read here, through which engine, and how to add the rest.

    English is read directly. Reports in other languages are translated sentence by sentence, and every figure from them
    names the engine. Without an engine they are kept with the names and places in them, and translated by a later run.

    \b
    Example:
      dateline languages
      apt install apertium apertium-eng-spa
    """
    from dateline.engine.translating import translators
    from dateline.engine.translators.settings import Settings

    settings = Settings(translators_file) if translators_file else Settings.beside(store_path)
    rows = [("en", "read directly", "", False)]
    for code, engine in sorted(translators(settings).items()):
        rows.append(
            (
                code,
                f"{engine.provider} {engine.version}",
                "gist" if engine.is_word_by_word else "",
                engine.leaves_machine,
            )
        )
    waiting = _waiting(store_path)
    if as_json:
        import msgspec

        for code, engine_name, grade, leaves in rows:
            row = {"language": code, "engine": engine_name, "grade": grade or None, "text_leaves_machine": leaves}
            click.echo(msgspec.json.encode(row).decode())
        return
    for code, engine_name, grade, leaves in rows:
        notes = [note for note in (grade and "gist grade", leaves and "TEXT LEAVES THIS MACHINE") if note]
        click.echo(f"{code:<3} {_name(code):<16} {engine_name}" + (f"   ({', '.join(notes)})" if notes else ""))
    have = {code for code, *_ in rows}
    missing = [code for code in _PACKAGES if code not in have]
    if missing:
        click.echo("\nFrom Debian packages (then run again, what was kept is translated):")
        for code in missing:
            click.echo(f"{code:<3} {_name(code):<16} apt install apertium {_PACKAGES[code]}")
    click.echo(
        "\nAny other: name an engine in translators.toml beside the store (libretranslate, argos, ctranslate2, openai,\n"
        "command); docs/languages.md shows each. Names and places are read in every language that has capitals."
    )
    if waiting:
        listed = ", ".join(f"{n:,} {code}" for code, n in waiting.items())
        click.echo(
            f"\nWaiting in {store_path}: {listed}. Where an engine is there, the next `dateline run` translates them."
        )


def _waiting(store_path: str) -> dict[str, int]:
    from collections import Counter

    if not StoreAddress(store_path).is_there:
        return {}
    from dateline.language.identify import identify
    from dateline.store import Store

    with Store(store_path, readonly=True) as store:
        found = store.waiting_for_translation()
    counts = Counter(identify(a.text, title=a.title, declared=a.language) for a in found)
    return dict(sorted(counts.items()))


def _name(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale("en").languages.get(code) or Locale.parse(code).english_name or code)
    except (UnknownLocaleError, ValueError):
        return code


if __name__ == "__main__":
    languages()

"""`dateline tokens`: who may look at a page that is served to others."""

from pathlib import Path

import click

from dateline.errors import InputError

_file = click.option(
    "--file",
    "path",
    default="tokens.toml",
    show_default=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where the digests are kept.",
)


@click.group()
def tokens() -> None:
    """Who may look at a page that is served to others, and who may decide there.

    Roles: a reader sees everything, a reviewer also decides about events, a keeper also sees how the installation does.
    The file holds digests only; a token is shown once, when it is made.

    \b
    Example:
      dateline tokens add "Amal" --role reviewer
      dateline serve --host 0.0.0.0 --tokens tokens.toml --tls-cert cert.pem --tls-key key.pem
    """


@tokens.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["reader", "reviewer", "keeper"]),
    default="reader",
    show_default=True,
    help="What its owner may do.",
)
@_file
def add(name: str, role: str, path: Path) -> None:
    """Make a token for NAME and print it, this once.

    \b
    Example:
      dateline tokens add "Amal" --role reviewer
    """
    from dateline.web.access import digest_of_token, new_token, read_tokens

    if not name.strip() or not name.isprintable():
        raise InputError("A name is what decisions are put on record with. Type one.")
    if path.exists() and name in {person.name for person in read_tokens(path).values()}:
        raise InputError(f"{path} has a token for {name} already. Remove it first: dateline tokens remove {name!r}")
    token = new_token()
    before = path.read_text("utf-8") + "\n" if path.exists() else ""
    _replace(path, before + _entry(name, role, digest_of_token(token)))
    click.echo(token)
    click.echo(
        f"This is shown once. Give it to {name}; a running server learns of it when it is started anew.", err=True
    )


@tokens.command("list")
@_file
def list_(path: Path) -> None:
    """Whose tokens there are, with their roles.

    \b
    Example:
      dateline tokens list
    """
    from dateline.web.access import read_tokens

    for person in read_tokens(path).values():
        click.echo(f"{person.role:<9} {person.name}")


@tokens.command()
@click.argument("name")
@_file
def remove(name: str, path: Path) -> None:
    """Take the token of NAME away.

    \b
    Example:
      dateline tokens remove "Amal"
    """
    from dateline.web.access import read_tokens

    people = read_tokens(path)
    left = {digest: person for digest, person in people.items() if person.name != name}
    if len(left) == len(people):
        raise InputError(f"{path} has no token for {name!r}. `dateline tokens list` shows all.")
    _replace(path, "\n".join(_entry(person.name, person.role, digest) for digest, person in left.items()))


def _entry(name: str, role: str, digest: str) -> str:
    """One token as the file has it; a JSON string is a TOML string."""
    import msgspec

    return f'[[token]]\nname = {msgspec.json.encode(name).decode()}\nrole = "{role}"\nsha256 = "{digest}"\n'


def _replace(path: Path, text: str) -> None:
    """Write the file whole or not at all, for its owner's eyes."""
    import os

    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(text, "utf-8")
    os.replace(beside, path)

"""The command line: finds the command, loads only what that needs, and turns errors into exit codes.

Each command lives in a module of its own beside this one, `cli_<name>.py`; the table below says where, and carries the
one line that `dateline --help` shows, so that help needs no command to be loaded.

Exit codes: 0 done; 1 the run itself failed; 2 the command or its input cannot be used.
"""

import os
import sys
from importlib import import_module

import click

# name: (module, attribute, section, what --help says in one line)
COMMANDS = {
    "run": ("dateline.cli_run", "run", "The picture", "Read reports, find what they say, and add it to the picture."),
    "load": ("dateline.cli_archives", "load", "The picture", "Take what `run --out` found in archives into a store."),
    "serve": ("dateline.cli_serve", "serve", "The picture", "Show the picture as a page on this machine."),
    "show": ("dateline.cli_show", "show", "The picture", "Print events, statements, relations .. as a table, JSON or CSV."),
    "export": ("dateline.cli_export", "export", "The picture", "Write events in a form that other tools read: Parquet, STIX .."),
    "tokens": ("dateline.cli_tokens", "tokens", "The picture", "Who may look at a page that is served to others."),
    "watch": ("dateline.cli_watch", "watch", "The picture", "Raise and send alerts when something you watch for happens."),
    "status": ("dateline.cli_record", "status", "The picture", "Say what the store holds and what was refused."),
    "collect": ("dateline.cli_collect", "collect", "The world in", "Fetch what feeds, sites and archives have that is new."),
    "follow": ("dateline.cli_follow", "follow", "The world in", "Collect, read, fuse and warn for weeks, unattended."),
    "sources": ("dateline.cli_collect", "sources", "The world in", "How each source does; add one, or bring a list."),
    "versions": ("dateline.cli_versions", "versions", "The record", "Each version of a report, and what changed."),
    "withdraw": ("dateline.cli_record", "withdraw", "The record", "Take a report out of every figure, with the reason."),
    "correct": ("dateline.cli_correct", "correct", "The record", "Accept, fix or reject events, join or split, undo; what to look at first."),
    "recode": ("dateline.cli_recode", "recode", "The record", "Read stored reports again with the present coder."),
    "store": ("dateline.cli_store", "store", "The record", "Move, back up, restore a store; let go of old texts."),
    "extract": ("dateline.cli_extract", "extract", "Without a store", "Everything found in each article, line for line."),
    "relate": ("dateline.cli_relate", "relate", "Without a store", "What one named party does to another, line for line."),
    "explain": ("dateline.cli_explain", "explain", "Without a store", "What was decided in each sentence of a report, and why."),
    "stories": ("dateline.cli_stories", "stories", "Without a store", "Which articles tell one story, and which are copies."),
    "evaluate": ("dateline.cli_evaluate", "evaluate", "Without a store", "How right it is on articles that a person annotated."),
    "warn": ("dateline.cli_warn", "warn", "Without a store", "Early warnings over any table of incidents."),
    "actors": ("dateline.cli_actors", "actors", "Tables", "Look up and check the catalogue of actors."),
    "gazetteer": ("dateline.cli_gazetteer", "gazetteer", "Tables", "Build and look up the index of places."),
    "languages": ("dateline.cli_languages", "languages", "Tables", "Which languages can be read here, and how to add others."),
}  # fmt: skip


class _Lazy(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _, _ = COMMANDS[cmd_name]
        try:
            command: click.Command = getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            raise click.ClickException(f"`dateline {cmd_name}` is not part of this version of Dateline.") from error
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean `dateline {near[0]}`?" if near else " `dateline --help` lists them."
            raise click.UsageError(f"No such command: {args[0]}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in dict.fromkeys(entry[2] for entry in COMMANDS.values()):
            with formatter.section(section):
                formatter.write_dl([(name, entry[3]) for name, entry in COMMANDS.items() if entry[2] == section])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dateline", message="%(prog)s %(version)s")
def cli() -> None:
    """Dateline reads news and says what it adds up to: who did or said what to whom, where and when, and how two
    parties stand, with the sentence under every figure.

    \b
    Start here:
      dateline run reports/        reads a folder into dateline.db
      dateline serve               shows the picture, on this machine only

    `dateline COMMAND --help` says more, with an example.
    """


def main() -> None:
    """Run the command line; the entry point of the `dateline` script."""
    sys.exit(_run())


def _run() -> int:
    from dateline.cli_screen import guard
    from dateline.errors import DataError, DatelineError, InputError

    guard()
    try:
        code = cli.main(prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (InputError, DataError) as error:
        click.echo(f"Error: {error}", err=True)
        return 2
    except DatelineError as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was finished is kept; the same command goes on from there.", err=True)
        return 130
    except BrokenPipeError:  # `dateline show .. | head`: the reader has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    main()

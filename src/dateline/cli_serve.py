"""`dateline serve`: the picture as a page, for this machine only."""

import socket

import click

from dateline.cli_options import store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

HOST = "127.0.0.1"
_TRIED = 20  # ports tried upwards from the default one when it is taken


@click.command()
@store_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Default: 8321, or the next free one; 0: any.")
def serve(store_path: str, port: int | None) -> None:
    """Show the picture on 127.0.0.1 and print its address. Nothing leaves this machine. Ctrl-C ends it.

    The page follows the store: run `dateline run` meanwhile, and reload.

    \b
    Example:
      dateline serve --store kunduz.db --port 8080
    """
    if not StoreAddress(store_path).is_there:
        raise InputError(
            f"{store_path}: there is no store here. Make one with `dateline run PATH --store {store_path}`."
        )
    listening = _listen(port)
    try:
        import uvicorn

        from dateline.web.app import create_app

        app = create_app(store_path)
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        click.echo(f"The picture is at {address}  (Ctrl-C ends it)")
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
    finally:
        listening.close()


def _listen(port: int | None) -> socket.socket:
    """A listening socket on the port asked for, else on the first free one from the default upwards."""
    last: OSError | None = None
    for candidate in [port] if port is not None else range(8321, 8321 + _TRIED):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, candidate))
            listening.listen(128)
            return listening
        except OSError as error:
            listening.close()
            last = error
    raise InputError(f"Port {port or 8321} is taken ({last}). Choose another with --port, or 0 for any.")

"""`dateline serve`: the picture as a page, for this machine unless told otherwise."""

import socket
from pathlib import Path

import click

from dateline.cli_options import store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

HOST = "127.0.0.1"
_TRIED = 20  # ports tried upwards from the default one when it is taken


@click.command()
@store_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Default: 8321, or the next free one; 0: any.")
@click.option("--host", default=HOST, show_default=True, metavar="ADDR", help="Another address needs --tokens and TLS.")
@click.option("--tokens", "tokens_file", metavar="FILE", help="Who may look; `dateline tokens add` makes it.")
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="A host name that people type; repeat for several."
)
@click.option("--tls-cert", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="A certificate, PEM.")
@click.option("--tls-key", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Its key, PEM.")
@click.option(
    "--behind-proxy", metavar="ADDR", help="The address of the proxy that does TLS; its headers are believed."
)
def serve(
    store_path: str,
    port: int | None,
    host: str,
    tokens_file: str | None,
    names: tuple[str, ...],
    tls_cert: str | None,
    tls_key: str | None,
    behind_proxy: str | None,
) -> None:
    """Show the picture on 127.0.0.1 and print its address. Nothing leaves this machine. Ctrl-C ends it.

    The page follows the store: run `dateline run` meanwhile, and reload. On another address everybody needs a token, and
    the way there is encrypted: by a certificate given here, or by a proxy in front.

    \b
    Example:
      dateline serve --store kunduz.db --port 8080
      dateline serve --host 0.0.0.0 --name desk.example.org --tokens tokens.toml --tls-cert cert.pem --tls-key key.pem
    """
    if not StoreAddress(store_path).is_there:
        raise InputError(
            f"{store_path}: there is no store here. Make one with `dateline run PATH --store {store_path}`."
        )
    is_here = host in ("127.0.0.1", "::1", "localhost")
    if not is_here and tokens_file is None:
        raise InputError(
            f"--host {host} shows the picture to others, so it needs tokens. Make one: "
            "dateline tokens add NAME --role keeper, then add --tokens tokens.toml."
        )
    if not is_here and not (tls_cert and tls_key) and behind_proxy is None:
        raise InputError(
            f"--host {host} sends tokens over the network, so it needs TLS. Give --tls-cert and --tls-key, or "
            "--behind-proxy ADDR when a proxy in front does it."
        )
    listening = _listen(host, port)
    try:
        import uvicorn

        from dateline.engine.resident import share_heaps
        from dateline.web.access import LOOPBACK, Access, read_tokens
        from dateline.web.app import create_app

        share_heaps()
        people = read_tokens(Path(tokens_file)) if tokens_file is not None else None
        app = create_app(store_path, access=Access(people, hosts=(*LOOPBACK, host, *names)))
        shown = names[0] if names else host if is_here else socket.gethostname()
        scheme = "https" if tls_cert else "http"
        click.echo(f"The picture is at {scheme}://{shown}:{listening.getsockname()[1]}/  (Ctrl-C ends it)")
        config = uvicorn.Config(
            app,
            log_level="warning",
            ssl_certfile=tls_cert,
            ssl_keyfile=tls_key,
            proxy_headers=behind_proxy is not None,
            forwarded_allow_ips=behind_proxy,
        )
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on the port asked for, else on the first free one from the default upwards."""
    last: OSError | None = None
    for candidate in [port] if port is not None else range(8321, 8321 + _TRIED):
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(128)
            return listening
        except OSError as error:
            listening.close()
            last = error
    raise InputError(f"Port {port or 8321} of {host} cannot be had ({last}). Choose another with --port, or 0 for any.")

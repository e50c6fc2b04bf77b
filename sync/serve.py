"""Runs the network service of a hub: granian, TLS, and a clean end."""

import asyncio
import logging
import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from desktop_app.domain.errors import Refused, Unavailable
from sync.hub import Hub
from sync.hub_app import HubApp, app_of
from sync.serving import HEADER_SECONDS, MOST_HEADER

BACKLOG, MOST_CONNECTIONS = 2048, 4096
STOP_SECONDS = 15
"""How long requests that are being answered may take when the service is asked to stop."""

log = logging.getLogger(__name__)


def serve(
    hub_factory: Callable[[], Hub],
    address: str,
    port: int,
    *,
    tls_key: bytes,
    tls_certificate: bytes,
    workers: int = 1,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve a hub until SIGTERM or SIGINT; what is being answered then is answered first.

    ``hub_factory`` opens the hub, once in each of ``workers`` processes (more than one needs
    PostgreSQL); it must be picklable. ``tls_key`` is PKCS#8 and ``tls_certificate`` a
    certificate, both DER. ``ready`` is called in each worker process when it listens.
    ``Unavailable`` if the address is taken or a worker dies.
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, Loops, SSLProtocols
    from granian.http import HTTP1Settings

    if workers < 1 or not 0 < port < 65536:
        raise Refused(
            "汇集点的服务没有启动：端口或进程数不对。",
            advice="端口请写 1 到 65535，进程数请写 1 或更大。",
        )
    _refuse_taken(address, port)
    folder = Path(tempfile.mkdtemp(prefix="nutag-hub-"))
    try:
        key, certificate = _write_tls(folder, tls_key, tls_certificate)
        server = Granian(
            "sync.serve",
            address,
            port,
            interface=Interfaces.ASGINL,
            workers=workers,
            loop=Loops.asyncio,
            http=HTTPModes.http1,
            websockets=False,
            backlog=BACKLOG,
            backpressure=MOST_CONNECTIONS,
            http1_settings=HTTP1Settings(
                header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=MOST_HEADER
            ),
            log_enabled=False,
            ssl_cert=certificate,
            ssl_key=key,
            ssl_protocol_min=SSLProtocols.tls12,
            workers_kill_timeout=STOP_SECONDS,
        )
        loader = partial(_load, hub_factory, folder, workers, ready)
        server.serve(target_loader=loader, wrap_loader=False)
    except SystemExit as error:  # so the server says that a worker ended by itself
        raise Unavailable(
            "汇集点的服务停了：一个工作进程意外结束。已经收下的内容都在。",
            advice="请重新启动；再发生，请查看这台服务器的磁盘、内存和数据库。",
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(
    hub_factory: Callable[[], Hub],
    folder: Path,
    workers: int,
    ready: Callable[[], None] | None,
) -> HubApp:
    """Return the service in a worker process."""

    def listening() -> None:
        _forget_key(folder, workers)
        if ready is not None:
            ready()

    Thread(target=_end_with_server, daemon=True).start()
    # The loop first runs when the worker has read its key and listens.
    asyncio.get_event_loop().call_soon(listening)
    return app_of(hub_factory())


def _end_with_server() -> None:
    """Stop this worker when the process that began it was killed: nobody could stop it then."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _forget_key(folder: Path, workers: int) -> None:
    """Remove the key from the disk once every worker has read it."""
    (folder / f"read-{os.getpid()}").touch()
    if len(list(folder.glob("read-*"))) >= workers:
        shutil.rmtree(folder, ignore_errors=True)  # another worker may be doing the same


def _write_tls(folder: Path, key: bytes, certificate: bytes) -> tuple[Path, Path]:
    """Write what the server reads as files; the folder is this user's alone."""
    import ssl

    from cryptography.hazmat.primitives import serialization

    pem = serialization.load_der_private_key(key, None).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    certificate_file.write_text(ssl.DER_cert_to_PEM_cert(certificate), encoding="ascii")
    return key_file, certificate_file


def _refuse_taken(address: str, port: int) -> None:
    """Refuse an address on which somebody else listens, or that is not this machine's."""
    import socket

    try:
        family, kind, _, _, place = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise Unavailable(
            f"汇集点的服务没有启动：{address} 的端口 {port} 用不了。",
            advice="可能已经有一个在运行，或者地址不是这台机器的；请换一个端口或地址。",
        ) from error

"""A hub in a process of its own, as ``nutag hub serve`` runs it, for the tests of the network."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db.hub_keys import HubKeys
from db.hub_store import open_hub_store
from sync.client import HttpPeer
from sync.hub import Hub
from sync.invitation import realm_of
from sync.serve import serve
from tests.sessions import Dice, made_up_world
from tests.sync.hubs import PASSPHRASE, Author


def open_hub(store: str, home: Path) -> Hub:
    """Open a hub of the tests, in the process that serves it."""
    opened = open_hub_store(store, PASSPHRASE)
    return Hub(opened.sql, opened.keys, made_up_world(home))


def say_ready(mark: Path) -> None:
    """Leave a mark that the hub listens."""
    mark.touch()


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A hub that is being served, and two desks it knows."""

    keys: HubKeys
    port: int
    process: "subprocess.Popen[str]"
    authors: tuple[Author, Author]
    folder: Path

    def peer(self, author: Author, port: int = 0, certificate: bytes = b"") -> HttpPeer:
        """Return the hub as a desk reaches it; never asking twice."""
        return HttpPeer(
            f"https://127.0.0.1:{port or self.port}",
            certificate or self.keys.tls_certificate,
            realm=realm_of(self.keys.root_public_key),
            device=author.device,
            sign=author.signer.sign,
            random=Dice(),
            sleep=lambda _seconds: None,
        )

    def refuses_nothing_honest(self) -> float:
        """Ask as an honest desk does; return the seconds it took."""
        author = self.authors[0]
        start = time.monotonic()
        with self.peer(author) as peer:
            peer.hello(author.hello())
        return time.monotonic() - start


@contextmanager
def served(
    store: str, home: Path, port: int, workers: int = 1
) -> Iterator["subprocess.Popen[str]"]:
    """Serve the hub of a store in another process while the block runs."""
    mark, temporary = home / f"ready-{port}", home / f"tmp-{port}"
    temporary.mkdir()
    command = [
        sys.executable, "-X", "faulthandler", "-m", "tests.sync.serving_hub",
        store, str(home), str(port), str(workers), str(mark),
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    try:
        while not mark.exists() and process.poll() is None:
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise


def tls(port: int, certificate: bytes | None = None) -> ssl.SSLSocket:
    """Return a TLS connection to a port of this machine; unchecked without a certificate."""
    from sync.connecting import pinned_context

    if certificate is None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        context = pinned_context(certificate)
    plain = socket.create_connection(("127.0.0.1", port), timeout=30)
    return context.wrap_socket(plain)


if __name__ == "__main__":
    STORE, HOME, PORT, WORKERS, MARK = sys.argv[1:]
    KEYS = open_hub_store(STORE, PASSPHRASE)
    TLS = (KEYS.keys.tls_key, KEYS.keys.tls_certificate)
    KEYS.close()
    serve(
        partial(open_hub, STORE, Path(HOME)),
        "127.0.0.1",
        int(PORT),
        tls_key=TLS[0],
        tls_certificate=TLS[1],
        workers=int(WORKERS),
        ready=partial(say_ready, Path(MARK)),
    )
    sys.stdout.write("ended\n")

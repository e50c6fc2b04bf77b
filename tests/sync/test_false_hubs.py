"""Servers that are not the hub: a desk tells them nothing."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.domain.errors import Unavailable
from sync.client import HttpPeer
from sync.connecting import HUB_NAME
from tests.sessions import Dice
from tests.sync.hubs import Author

AUTHOR = Author(1)


def made_certificate(
    name: str = HUB_NAME, *, days: int = 100, key: ec.EllipticCurvePrivateKey | None = None
) -> tuple[bytes, bytes]:
    """Return a PEM key with certificate, and the certificate as DER; valid from 50 days ago."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=50)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    both = pem + certificate.public_bytes(serialization.Encoding.PEM)
    return both, certificate.public_bytes(serialization.Encoding.DER)


class FalseHub:
    """A server that takes connections and notes what is said to it in clear or by TLS.

    It hears a request to its end before it answers, and then waits until the desk hangs up: who
    closes on words that were not read yet tears the line, and with it the answer, off the desk.
    """

    def __init__(self, context: ssl.SSLContext | None, answer: bytes = b"") -> None:
        self.heard = b""
        self.connections = 0
        self._context, self._answer = context, answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with plain:
                plain.settimeout(5)
                try:
                    talk = self._context.wrap_socket(plain, True) if self._context else plain
                    with talk:
                        self.heard += _whole_request(talk)
                        talk.sendall(self._answer)
                        while talk.recv(65536):
                            pass
                except OSError:
                    continue

    def stop(self) -> None:
        """Stop listening."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


def _whole_request(talk: socket.socket) -> bytes:
    """Return what is said until a request is whole, or until nobody says anything more."""
    heard = b""
    while not _is_whole(heard) and (more := talk.recv(65536)):
        heard += more
    return heard


def _is_whole(heard: bytes) -> bool:
    """Say whether a request is there with all of its body; what is no HTTP is whole at once."""
    head, end, body = heard.partition(b"\r\n\r\n")
    if not end:
        return bool(heard) and not heard.startswith(b"POST ")
    length = re.search(rb"(?mi)^content-length: (\d+)\r?$", head)
    return len(body) >= int(length[1] if length else 0)


@contextmanager
def false_hub(context: ssl.SSLContext | None, answer: bytes = b"") -> Iterator[FalseHub]:
    """Run a false hub."""
    hub = FalseHub(context, answer)
    try:
        yield hub
    finally:
        hub.stop()


def server_context(folder: Path, pem: bytes) -> ssl.SSLContext:
    """Return a server's context with a key and certificate."""
    path = folder / "server.pem"
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def refused_by_desk(hub: FalseHub, certificate: bytes) -> Unavailable:
    """Let a desk greet a false hub; return what the desk is told."""
    peer = HttpPeer(
        f"https://127.0.0.1:{hub.port}",
        certificate,
        realm=bytes(16),
        device=AUTHOR.device,
        sign=AUTHOR.signer.sign,
        random=Dice(),
        sleep=lambda _seconds: None,
    )
    with peer, pytest.raises(Unavailable) as told:
        peer.hello(AUTHOR.hello())
    assert told.value.advice
    return told.value


def test_a_server_with_another_key_hears_nothing(tmp_path: Path) -> None:
    pem, _ = made_certificate()

    with false_hub(server_context(tmp_path, pem)) as hub:
        told = refused_by_desk(hub, made_certificate()[1])

    assert "不是邀请函里的旗县服务器" in str(told)
    assert hub.heard == b""


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    pem, der = made_certificate("127.0.0.1")

    with false_hub(server_context(tmp_path, pem)) as hub:
        told = refused_by_desk(hub, der)

    assert "不是邀请函里的旗县服务器" in str(told)
    assert hub.heard == b""


def test_a_certificate_out_of_date_is_told_with_a_word_about_the_clock(tmp_path: Path) -> None:
    pem, der = made_certificate(days=20)

    with false_hub(server_context(tmp_path, pem)) as hub:
        told = refused_by_desk(hub, der)

    assert "日期" in str(told) + told.advice
    assert hub.heard == b""


def test_a_server_without_tls_hears_no_request() -> None:
    with false_hub(None, b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") as hub:
        told = refused_by_desk(hub, made_certificate()[1])

    assert "加密" in str(told)
    assert b"/v1/" not in hub.heard
    assert AUTHOR.device.hex().encode() not in hub.heard


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_server_with_old_tls_is_refused(tmp_path: Path) -> None:
    pem, der = made_certificate()
    context = server_context(tmp_path, pem)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1

    with false_hub(context) as hub:
        told = refused_by_desk(hub, der)

    assert "加密" in str(told)
    assert hub.heard == b""


def test_nobody_is_led_to_another_server(tmp_path: Path) -> None:
    pem, der = made_certificate()
    with false_hub(None) as elsewhere:
        answer = (
            f"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:{elsewhere.port}/\r\n"
            "content-length: 0\r\n\r\n"
        )
        with false_hub(server_context(tmp_path, pem), answer.encode()) as hub:
            refused_by_desk(hub, der)

        assert hub.heard.count(b"POST /v1/hello ") == hub.connections == 1
        assert elsewhere.connections == 0

"""The hub's service over TLS on this machine: whom a desk trusts, and who wants to hold it up."""

import resource
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest

from desktop_app.domain.errors import Refused, Unavailable
from sync.messages import Push
from sync.serve import serve
from tests.sessions import VILLAGE
from tests.sync.hubs import Author, open_made_up_hub
from tests.sync.serving_hub import Running, free_port, served, tls

HALF_OPEN = 1500
HONEST_SECONDS = 2.0
"""What issue 3 promises an honest client under a flood."""

PATIENCE = 20.0
"""Seconds until a test that waits gives up."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve a hub to all tests of this module."""
    folder = tmp_path_factory.mktemp("served")
    hub, store = open_made_up_hub(str(folder / "hub"), folder / "root.key")
    authors = (Author(1), Author(2))
    for author in authors:
        author.enrol(hub)
    store.close()
    port = free_port()
    with served(str(folder / "hub"), folder, port) as process:
        yield Running(store.keys, port, process, authors, folder)


def test_a_desk_pushes_and_another_pulls_over_tls(running: Running) -> None:
    one, two = running.authors
    one.write(300)

    with running.peer(one) as peer:
        pushed = peer.push(Push(one.runs()))
    with running.peer(two) as peer:
        pulled = peer.pull(VILLAGE, 0)

    assert pushed.receipts[-1].seq == 300
    assert pulled.runs == one.runs()


def test_the_key_does_not_stay_on_the_disk(running: Running) -> None:
    left = [path for path in (running.folder / f"tmp-{running.port}").rglob("*") if path.is_file()]

    assert left == []


@pytest.mark.parametrize(
    ("version", "works"),
    [
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_only_tls_1_2_and_newer_are_spoken(
    running: Running, version: ssl.TLSVersion, works: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as plain:
        if not works:
            with pytest.raises((ssl.SSLError, OSError)):
                context.wrap_socket(plain)
            return
        with context.wrap_socket(plain) as secure:
            assert secure.version() in {"TLSv1.2", "TLSv1.3"}


def test_plain_http_is_not_answered(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as plain:
        plain.sendall(b"GET /v1/alive HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"HTTP" not in _all(plain)


# Who wants to hold the hub up


@contextmanager
def many_files(wanted: int) -> Iterator[None]:
    """Let this process have that many files open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"only {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def flood(port: int, number: int) -> Iterator[list[socket.socket]]:
    """Open connections: a third says nothing, a third stops in TLS, a third in the header."""
    sockets: list[socket.socket] = []
    try:
        for turn in range(number):
            if turn % 3 == 2 and turn < 300:  # each costs a handshake of ours too
                secure = tls(port)
                secure.sendall(b"POST /v1/hello HTTP/1.1\r\nHo")
                sockets.append(secure)
                continue
            plain = socket.create_connection(("127.0.0.1", port), timeout=30)
            if turn % 3 == 1:
                plain.sendall(b"\x16\x03\x01\x02\x00\x01")
            sockets.append(plain)
        yield sockets
    finally:
        for each in sockets:
            each.close()


def test_half_open_connections_do_not_keep_an_honest_desk_waiting(running: Running) -> None:
    with many_files(HALF_OPEN + 500), flood(running.port, HALF_OPEN) as sockets:
        assert len(sockets) == HALF_OPEN
        assert max(running.refuses_nothing_honest() for _ in range(5)) <= HONEST_SECONDS
        for each in sockets:
            each.settimeout(30)
            assert _closed(each)

    assert running.process.poll() is None
    assert running.refuses_nothing_honest() <= HONEST_SECONDS


def test_a_body_that_drips_is_dropped(running: Running) -> None:
    with tls(running.port, running.keys.tls_certificate) as slow:
        slow.sendall(
            b"POST /v1/push HTTP/1.1\r\nHost: hub\r\nContent-Type: application/msgpack\r\n"
            b"Content-Length: 1000\r\n\r\n"
        )
        slow.settimeout(1)
        answered = b""
        for _ in count():
            try:
                slow.sendall(b"x")
                answered += slow.recv(4096)
            except TimeoutError:
                continue
            break

    assert answered.startswith(b"HTTP/1.1 408 ")
    assert running.process.poll() is None


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: 33554433", b"413"),
        (b"Content-Length: 99999999999999999999", b"4"),
        (b"Content-Length: 5\r\nContent-Length: 6", b"400"),
        (b"Content-Length: 5\r\nContent-Encoding: gzip", b"415"),
        (b"Transfer-Encoding: gzip, chunked", b"400"),
        (b"A: " + b"a" * 17000, b"431"),
        (b"".join(b"h%d: x\r\n" % each for each in range(2000)) + b"z: z", b"431"),
    ],
)
def test_requests_out_of_bounds_are_refused(running: Running, head: bytes, status: bytes) -> None:
    answer = _answer_to(
        running,
        b"POST /v1/hello HTTP/1.1\r\nHost: hub\r\nContent-Type: application/msgpack\r\n"
        + head
        + b"\r\n\r\n",
    )

    assert answer.startswith(b"HTTP/1.1 " + status), answer[:100]


def test_a_body_without_end_is_cut_off(running: Running) -> None:
    piece = b"100000\r\n" + bytes(1 << 20) + b"\r\n"
    with tls(running.port, running.keys.tls_certificate) as endless:
        endless.sendall(
            b"POST /v1/hello HTTP/1.1\r\nHost: hub\r\nContent-Type: application/msgpack\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        sent = 0
        with suppress(OSError):
            while sent < 100:
                endless.sendall(piece)
                sent += 1

    assert sent <= 40
    assert running.process.poll() is None


def test_errors_say_a_code_and_nothing_that_was_sent(running: Running) -> None:
    secret = b"150223198503021234"
    for request in (
        b"GET /v1/" + secret + b" HTTP/1.1\r\nHost: hub\r\n\r\n",
        b"GET /v1/pull?village=" + secret + b" HTTP/1.1\r\nHost: hub\r\n\r\n",
        b"BREW /v1/" + secret + b" HTTP/1.1\r\nHost: hub\r\n\r\n",
    ):
        answer = _answer_to(running, request)
        assert answer.startswith(b"HTTP/1.1 4")
        assert secret not in answer


def test_two_requests_on_one_line_are_both_answered(running: Running) -> None:
    answer = _answer_to(running, b"GET /v1/alive HTTP/1.1\r\nHost: hub\r\n\r\n" * 2, wanted=2)

    assert answer.count(b"HTTP/1.1 200 OK") == 2


# Beginning and end


def test_a_hub_that_is_asked_to_stop_ends_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    _, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root.key")
    store.close()
    port = free_port()
    with (
        served(str(tmp_path / "hub"), tmp_path, port) as process,
        tls(port, store.keys.tls_certificate) as idle,
    ):
        idle.sendall(b"GET /v1/alive HTTP/1.1\r\nHost: hub\r\n\r\n")
        assert idle.recv(100)
        process.terminate()
        said, _ = process.communicate(timeout=30)

    assert (process.returncode, said) == (0, "ended\n")
    assert list((tmp_path / f"tmp-{port}").iterdir()) == []


def test_two_workers_serve_one_postgresql_store(postgres_url: str, tmp_path: Path) -> None:
    hub, store = open_made_up_hub(postgres_url, tmp_path / "root.key")
    author = Author(1)
    author.enrol(hub)
    author.write(300)
    port = free_port()
    with served(postgres_url, tmp_path, port, workers=2) as process:
        running = Running(store.keys, port, process, (author, author), tmp_path)
        for _ in range(20):
            with running.peer(author) as peer:
                peer.push(Push(author.runs()))

    assert [head.seq for head in hub.books.heads_of(author.device)] == [300]
    assert hub.books.states([VILLAGE])[0][1] == 2
    store.close()


def test_a_port_that_is_taken_is_told(running: Running) -> None:
    def never() -> None:
        raise AssertionError

    with pytest.raises(Unavailable, match="端口"):
        serve(
            never,  # type: ignore[arg-type] # no hub is ever opened
            "127.0.0.1",
            running.port,
            tls_key=running.keys.tls_key,
            tls_certificate=running.keys.tls_certificate,
        )
    for port, workers in ((0, 1), (70000, 1), (8443, 0)):
        with pytest.raises(Refused):
            serve(
                never,  # type: ignore[arg-type] # no hub is ever opened
                "127.0.0.1",
                port,
                tls_key=b"",
                tls_certificate=b"",
                workers=workers,
            )


def test_a_worker_does_not_outlive_a_server_that_was_killed(tmp_path: Path) -> None:
    _hub, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root.key")
    store.close()
    port = free_port()
    with served(str(tmp_path / "hub"), tmp_path, port) as process:
        process.kill()
        process.wait()
        until = monotonic() + PATIENCE
        while _listens(port) and monotonic() < until:
            sleep(0.05)
        assert not _listens(port)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answer_to(running: Running, request: bytes, wanted: int = 1) -> bytes:
    with tls(running.port, running.keys.tls_certificate) as line:
        with suppress(OSError):  # refused before it was all said: the answer is what counts
            line.sendall(request)
        answer = b""
        while answer.count(b"HTTP/1.1") < wanted or b"\r\n\r\n" not in answer:
            part = line.recv(65536)
            if not part:
                break
            answer += part
    return answer


def _all(line: socket.socket) -> bytes:
    parts = b""
    with suppress(ConnectionResetError):  # closed all the same
        while part := line.recv(4096):
            parts += part
    return parts


def _closed(line: socket.socket) -> bool:
    try:
        while line.recv(4096):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True

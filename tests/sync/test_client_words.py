"""What a desk is told when its hub is not reached, and what of a foreign answer it never sees."""

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from desktop_app.domain.errors import Refused, Unavailable
from sync.client import HttpPeer
from sync.connecting import told_failure
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.messages import MEDIA_TYPE
from tests.sessions import VILLAGE, Dice
from tests.sync.hubs import Author
from tests.sync.lines import URL, Line, answering, failing

CASES = [
    (OSError(errno.ENETUNREACH, "x"), "没有网络"),
    (OSError(errno.EHOSTUNREACH, "x"), "没有网络"),
    (socket.gaierror(-2, "x"), "找不到旗县服务器的名字"),
    (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "没有开着"),
    (ssl.SSLError(1, "x"), "加密连接"),
    (OSError(errno.ECONNRESET, "x"), "断了"),
]


@pytest.mark.parametrize(("cause", "words"), CASES)
def test_a_failed_connection_is_told_in_whole_sentences(
    hub: Hub, cause: Exception, words: str
) -> None:
    error = httpx.ConnectError("x")
    error.__cause__ = cause
    line = Line(hub, failing(error))

    with pytest.raises(Unavailable, match=words) as told:
        line.of(Author(1)).hello(Author(1).hello())

    assert str(told.value).endswith("。")
    assert told.value.advice.endswith("。")
    assert line.rest.rested == 0  # nobody is there: no use in asking at once again


@pytest.mark.parametrize(
    ("code", "words"), [(10, "日期"), (9, "日期"), (18, "不是邀请函里的"), (62, "不是邀请函里的")]
)
def test_a_wrong_certificate_is_told_apart_from_a_wrong_clock(code: int, words: str) -> None:
    cause = ssl.SSLCertVerificationError(1, "x")
    cause.verify_code = code
    error = httpx.ConnectError("x")
    error.__cause__ = cause

    assert words in str(told_failure(error))


def test_timeouts_and_proxies_have_their_own_words() -> None:
    assert "没有回答" in str(told_failure(httpx.ConnectTimeout("x")))
    assert "代理" in str(told_failure(httpx.ProxyError("x")))
    assert "断了" in str(told_failure(httpx.ReadError("x")))


@pytest.mark.parametrize("code", ["revoked", "unknown-device", "used-invitation", "new-code"])
def test_a_refusal_is_its_code(hub: Hub, code: str) -> None:
    body = msgspec.msgpack.encode({"code": code})
    line = Line(hub, answering(403, body, content_type=MEDIA_TYPE))

    with pytest.raises(HubRefusal) as told:
        line.of(Author(1)).pull(VILLAGE, 0)

    assert told.value.code == code


@pytest.mark.parametrize(
    ("status", "body", "media_type"),
    [
        (200, b"<html>", "text/html"),
        (200, b"\xc1", MEDIA_TYPE),
        (200, b"\x90", MEDIA_TYPE),
        (302, b"", "text/html"),
        (301, msgspec.msgpack.encode({"code": "revoked"}), MEDIA_TYPE),
        (403, b"<h1>http://evil.example</h1>", "text/html"),
        (403, msgspec.msgpack.encode({"code": "<b>http://evil.example</b>"}), MEDIA_TYPE),
        (403, msgspec.msgpack.encode({"code": "请打电话"}), MEDIA_TYPE),
        (403, msgspec.msgpack.encode({"code": 5}), MEDIA_TYPE),
        (403, msgspec.msgpack.encode(["revoked"]), MEDIA_TYPE),
        (500, b"", MEDIA_TYPE),
    ],
)
def test_what_is_no_answer_of_a_hub_is_never_shown(
    hub: Hub, status: int, body: bytes, media_type: str
) -> None:
    line = Line(hub, answering(status, body, content_type=media_type, location="https://evil"))

    with pytest.raises(Unavailable, match="不认识的内容") as told:
        line.of(Author(1)).pull(VILLAGE, 0)

    assert "evil" not in str(told.value) + told.value.advice


def test_an_answer_without_end_is_cut_off(hub: Hub) -> None:
    given = 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        while True:
            given += 1 << 20
            yield bytes(1 << 20)

    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            return endless()

    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, stream=Endless(), headers={"content-type": MEDIA_TYPE})
    )

    with pytest.raises(Unavailable):
        Line(hub, transport).of(Author(1)).pull(VILLAGE, 0)

    assert given <= 66 << 20


@pytest.mark.parametrize(
    "url",
    [
        "http://10.1.2.3:8443",
        "ftp://10.1.2.3",
        "https://",
        "https://a:b@10.1.2.3",
        "https://10.1.2.3/path",
        "https://10.1.2.3?x=1",
        "10.1.2.3:8443",
        "",
        "https://10.1.2.3:port",
    ],
)
def test_only_https_addresses_are_asked(hub: Hub, url: str) -> None:
    author = Author(1)

    with pytest.raises(Refused, match="地址"):
        Line(hub, answering(200)).peer(author.device, author.signer.sign, url)


def test_a_certificate_that_cannot_be_read_is_refused(hub: Hub) -> None:
    author = Author(1)
    with pytest.raises(Refused, match="证书"):
        HttpPeer(
            URL, b"not a certificate", realm=bytes(16), device=author.device,
            sign=author.signer.sign, random=Dice(),
        )  # fmt: skip

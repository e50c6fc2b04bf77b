"""How a desk connects to its hub: by TLS with the one certificate it was handed, or not at all."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import Refused, Unavailable

if TYPE_CHECKING:
    import httpx

HUB_NAME = "nutag-hub"
"""The one name in every hub's certificate, whatever its address is."""

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 60.0

Connect = Callable[[ssl.SSLContext, str | None], "httpx.Client"]
"""Makes a client from the context and the URL of a proxy, or ``None`` for none."""

_EXPIRED, _NOT_YET = 10, 9  # X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


class PinnedContext(ssl.SSLContext):
    """A context that knows one certificate and asks every peer for the hub's name.

    The name is forced here and not by the client, since a client drops it behind a proxy.
    """

    def wrap_socket(self, *arguments: Any, **named: Any) -> ssl.SSLSocket:
        """Begin TLS on a socket."""
        named["server_hostname"] = HUB_NAME
        return super().wrap_socket(*arguments, **named)

    def wrap_bio(self, *arguments: Any, **named: Any) -> ssl.SSLObject:
        """Begin TLS inside TLS, as behind a proxy that is reached by TLS."""
        named["server_hostname"] = HUB_NAME
        return super().wrap_bio(*arguments, **named)


def pinned_context(certificate: bytes) -> ssl.SSLContext:
    """Return the context that trusts this DER certificate and nothing else, TLS 1.2 or newer."""
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cadata=certificate)
    except (ssl.SSLError, ValueError) as error:
        raise Refused(
            "邀请里的服务器证书读不出来，没有连接。", advice="请旗县重新发一份邀请。"
        ) from error
    return context


def connect_directly(context: ssl.SSLContext, proxy: str | None) -> httpx.Client:
    """Return a client for the real network; it heeds no setting of the machine."""
    import httpx

    return httpx.Client(
        verify=context,
        proxy=proxy,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=2, keepalive_expiry=4),
        headers={"User-Agent": "nutag-desk", "Accept-Encoding": "identity"},
    )


def refuse_address(url: str) -> None:
    """Refuse an address that is not https with a host, or that carries a name or a password."""
    import httpx

    try:
        read = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise _odd_address() from error
    plain = not (read.path.strip("/") or read.query or read.fragment or read.userinfo)
    if read.scheme != "https" or not read.host or not plain:
        raise _odd_address()


def told_failure(error: httpx.TransportError) -> Unavailable:
    """Return what to tell the person at the screen about a failed connection."""
    import httpx

    for cause in (error, *_causes(error)):
        told = _told_cause(cause)
        if told is not None:
            return told
    if isinstance(error, httpx.ProxyError):
        return _told(_PROXY)
    return _told(_SLOW if isinstance(error, httpx.TimeoutException) else _CUT)


def _told_cause(cause: BaseException) -> Unavailable | None:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _told(_OUT_OF_DATE if cause.verify_code in (_EXPIRED, _NOT_YET) else _ANOTHER)
    for kind, words in _BY_KIND:
        if isinstance(cause, kind):
            return _told(words)
    if isinstance(cause, OSError) and cause.errno in _NO_WAY:
        return _told(_NO_NETWORK)
    return None


_OUT_OF_DATE = (
    "按这台电脑的日期，旗县服务器的证书不在有效期里，没有连接。",
    "请先核对这台电脑的日期和时间；日期对的话，请打电话告诉旗县换证书。",
)
_ANOTHER = (
    "对方不是邀请函里的旗县服务器，什么都没有送出。",
    "请不要在这个网络里再试，换个网络或插上U盘送；换了还这样，请打电话告诉旗县。",
)
_NO_TLS = (
    "和旗县的服务器没有建立起加密连接，什么都没有送出。",
    "可能连到了别的机器，或中间有设备改动；请换个网络再试，也可以插上U盘送。",
)
_NO_NAME = (
    "找不到旗县服务器的名字，没有连上。",
    "请看看网线或无线是否接通；接通了还不行，请把服务器地址告诉旗县核对。",
)
_NOT_OPEN = (
    "旗县的服务器没有开着，没有连上。",
    "过一会儿会自动再试；一直这样，请打电话问旗县，也可以插上U盘送。",
)
_NO_NETWORK = (
    "这台电脑现在没有网络，没有连上。",
    "照常工作就行，有网络时会自动送；急用可以插上U盘送。",
)
_PROXY = (
    "代理服务器没有让程序连出去。",
    "请核对设置里的代理地址，或者问单位的网络管理员。",
)
_SLOW = (
    "等了很久，旗县的服务器没有回答。",
    "网络可能太慢；已经送到的不会丢，下次从断的地方接着送。",
)
_CUT = (
    "和旗县服务器的连接断了。",
    "已经送到的不会丢，下次从断的地方接着送。",
)
_BY_KIND: tuple[tuple[type[BaseException], tuple[str, str]], ...] = (
    (ssl.SSLError, _NO_TLS),
    (socket.gaierror, _NO_NAME),
    (ConnectionRefusedError, _NOT_OPEN),
)


def _told(words: tuple[str, str]) -> Unavailable:
    return Unavailable(words[0], advice=words[1])


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _odd_address() -> Refused:
    return Refused(
        "旗县服务器的地址不对，没有连接。",
        advice="地址要以 https:// 开头，例如 https://10.1.2.3:8443；请旗县重新发一份邀请。",
        fields=("url",),
    )

"""The certificate that a hub shows, for a desk whose invitation holds only its SHA-256.

Nothing is trusted by it and nothing but a greeting is sent: the caller compares the digest
(``sync.invitation.with_certificate``) and then connects anew.
"""

import ssl
from typing import TYPE_CHECKING

from sync.connecting import Connect, refuse_address, told_failure
from sync.serving import ALIVE

if TYPE_CHECKING:
    import httpx


def shown_certificate(url: str, connect: Connect, proxy: str | None = None) -> bytes:
    """Return the DER of the certificate that whoever listens at an address shows.

    ``Unavailable`` if nobody can be reached there.
    """
    import httpx

    refuse_address(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is compared by its digest before anything is said
    try:
        with (
            connect(context, proxy) as client,
            client.stream(ALIVE.method, f"{url.rstrip('/')}{ALIVE.path}") as response,
        ):
            return _certificate_of(response)
    except httpx.TransportError as error:
        raise told_failure(error) from error


def _certificate_of(response: "httpx.Response") -> bytes:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    shown = tls.getpeercert(True) if tls is not None else None
    return shown or b""

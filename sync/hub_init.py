"""Makes a hub: its root key in a file of its own, its store, and its first authority entry."""

import os
from pathlib import Path

import msgspec

from db.disk import flush
from db.hub_keys import HubKeys
from db.hub_store import HubStore, make_hub_store
from db.key_envelope import (
    KEY_BYTES,
    Cost,
    Envelope,
    WrongSecret,
    open_by_passphrase,
    seal_by_passphrase,
)
from db.sql import Sql
from desktop_app.domain.errors import Refused, Unavailable
from sync.authority_entries import HUB, hub_payload
from sync.hub_books import HubBooks, HubWorld, is_code

_LABEL = b"nutag-desk root key 1"


class RootFile(msgspec.Struct, frozen=True, kw_only=True):
    """The root key as it lies in its file, sealed by a passphrase of its own."""

    kind: str = "nutag-root"
    format: int = 1
    public_key: bytes
    envelope: Envelope


def init_hub(
    store: str,
    passphrase: str,
    *,
    name: str,
    county_code: str,
    root_file: Path,
    root_passphrase: str,
    world: HubWorld,
    cost: Cost | None = None,
) -> HubStore:
    """Make a hub and return its open store.

    The root key is written to ``root_file``, which then belongs in a safe, and never to the
    store. A root file that is there is opened instead: so a hub that was lost is made again
    under the same root.
    """
    _refuse_odd(name, county_code)
    root = (
        open_root(root_file, root_passphrase)
        if root_file.exists()
        else make_root(root_file, root_passphrase, world, cost)
    )
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signer = Ed25519PrivateKey.from_private_bytes(root)
    root_public_key = signer.public_key().public_bytes_raw()

    def begin(sql: Sql, keys: HubKeys) -> None:
        books = HubBooks(sql, keys, world)
        arrivals = books.hold([county_code])
        payload = hub_payload(
            keys.public_key,
            keys.box_key,
            name,
            county_code,
            root_public_key=root_public_key,
            sign_by_root=signer.sign,
            tls_certificate=keys.tls_certificate,
        )
        books.append(arrivals, HUB, keys.device, payload)
        books.close_arrivals(arrivals)

    return make_hub_store(
        store,
        passphrase,
        name=name,
        county_code=county_code,
        root_public_key=root_public_key,
        random=world.random,
        now=world.now(),
        begin=begin,
        cost=cost,
    )


def make_root(path: Path, passphrase: str, world: HubWorld, cost: Cost | None = None) -> bytes:
    """Write a new root key, sealed, to a file that must not be there yet; return the key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = world.random(KEY_BYTES)
    public_key = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    sealed = seal_by_passphrase(
        key, passphrase, _LABEL + public_key, world.random, cost or Cost(), "root"
    )
    content = msgspec.json.encode(RootFile(public_key=public_key, envelope=sealed)) + b"\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        flush(path.parent)
    except OSError as error:
        raise Unavailable(
            "根密钥文件没有写成，汇集点没有建立。",
            advice="请检查那个位置能否写入、是否已有同名文件，再办一次。",
        ) from error
    return key


def open_root(path: Path, passphrase: str) -> bytes:
    """Return the root key of a file; ``Refused`` if the passphrase is another."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=RootFile)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise Refused(
            "根密钥文件读不出来，没有改动任何内容。",
            advice="请用另外保存的那一份；没有了就只能重新建立汇集点，请专员重新加入。",
        ) from error
    try:
        return open_by_passphrase(found.envelope, passphrase, _LABEL + found.public_key)
    except WrongSecret as error:
        raise Refused(
            "根密钥的口令不对，没有改动任何内容。",
            advice="请核对建立汇集点时记下的根密钥口令。",
            fields=("root_passphrase",),
        ) from error


def _refuse_odd(name: str, county_code: str) -> None:
    if not is_code(county_code) or len(county_code) > 6:
        raise Refused(
            "旗县代码不对，汇集点没有建立。",
            advice="请写 6 位旗县代码；盟市的汇集点写 4 位代码。",
            fields=("county",),
        )
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise Refused(
            "汇集点的名称不对，没有建立。",
            advice="请写单位名称，不超过 100 个字。",
            fields=("name",),
        )

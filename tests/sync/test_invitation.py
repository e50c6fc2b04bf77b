"""The invitation: it comes back whole from file and paper, or not at all."""

import shutil
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.errors import Refused, Unavailable
from sync.invitation import (
    INVITATION_ENDING,
    MARK,
    QR_MARK,
    Invitation,
    check_proof,
    enrol_request,
    invitation_text,
    is_signed,
    make_invitation,
    qr_text,
    read_invitation,
    read_invitation_file,
    realm_of,
    with_certificate,
    write_invitation,
)
from tests.sync.offices import Keys, digest

HUB, ROOT, DESK = Keys("hub"), Keys("root"), Keys("desk")
CERTIFICATE = digest("tls") * 13  # 416 bytes, as long as a real one


def invitation(**wanted: Any) -> Invitation:
    fields: dict[str, Any] = {
        "id": digest("id")[:16],
        "token": digest("token")[:16],
        "officer": "那仁满都拉",
        "role": "specialist",
        "prefixes": ["150223100001"],
        "hub_name": "达尔罕茂明安联合旗人力资源和社会保障局",
        "county_code": "150223",
        "hub_public_key": HUB.public,
        "hub_box_key": HUB.box,
        "root_public_key": ROOT.public,
        "tls_certificate": CERTIFICATE,
        "urls": ["https://10.15.2.23:8443"],
        "sign": HUB.sign,
    }
    return make_invitation(**fields | wanted)


def villages(count: int) -> list[str]:
    return [f"1502231{number:05d}" for number in range(count)]


ANY_INVITATION = st.builds(
    invitation,
    officer=st.text(max_size=40),
    role=st.sampled_from(["specialist", "township", "county", "hub"]),
    prefixes=st.lists(st.sampled_from(villages(40)), min_size=1, max_size=12),
    hub_name=st.text(max_size=60),
    tls_certificate=st.sampled_from([b"", CERTIFICATE, CERTIFICATE * 3]),
    urls=st.sampled_from([[], ["https://hub.example:8443"], ["https://10.0.0.1", "https://hub"]]),
    token=st.binary(min_size=16, max_size=16),
)


@settings(max_examples=60, deadline=None)
@given(ANY_INVITATION)
def test_an_invitation_comes_back_as_it_was(made: Invitation) -> None:
    assert read_invitation(invitation_text(made)) == made

    scanned = read_invitation(qr_text(made))

    assert scanned in (made, msgspec.structs.replace(made, tls_certificate=b""))
    assert scanned.tls_sha256 == made.tls_sha256


def test_it_is_one_line_and_is_found_among_other_text() -> None:
    made = invitation()
    line = invitation_text(made)
    wrapped = "\n".join(line[at : at + 60] for at in range(0, len(line), 60))

    assert line.startswith(MARK)
    assert line.isascii()
    assert read_invitation(f"请用这个：\r\n  {wrapped}  \n") == made


@pytest.mark.parametrize(
    "text", ["", "你好", "MZXW6", "https://example.com/nutag", "NUTAG0|2025|1"]
)
def test_foreign_text_is_no_invitation(text: str) -> None:
    with pytest.raises(Refused, match="没有登记邀请") as refused:
        read_invitation(text)
    assert INVITATION_ENDING in refused.value.advice


@pytest.mark.parametrize("write", [invitation_text, qr_text])
def test_cut_anywhere_it_is_refused(write: Any) -> None:
    line = write(invitation())

    for end in range(len("NUTAG1"), len(line)):
        with pytest.raises(Refused, match="不完整"):
            read_invitation(line[:end])


@pytest.mark.parametrize("write", [invitation_text, qr_text])
def test_any_sign_altered_it_is_refused(write: Any) -> None:
    line = write(invitation())

    for at in range(len("NUTAG1"), len(line)):
        other = "A" if line[at] != "A" else "B"
        with pytest.raises(Refused, match=r"。$") as refused:
            read_invitation(line[:at] + other + line[at + 1 :])
        assert refused.value.advice.endswith("。")


@pytest.mark.parametrize("write", [invitation_text, qr_text])
def test_the_last_sign_has_one_spelling(write: Any) -> None:
    line = write(invitation(officer="苏和"))
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

    for other in set(signs) - {line[-1]}:
        with pytest.raises(Refused):
            read_invitation(line[:-1] + other)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([MARK, QR_MARK, "NUTAG1"]), st.text())
def test_nonsense_after_the_mark_is_refused(mark: str, rest: str) -> None:
    with pytest.raises(Refused):
        read_invitation(mark + rest)


ALTERED: list[dict[str, Any]] = [
    {"officer": "别人"},
    {"role": "county"},
    {"prefixes": ["150223"]},
    {"token": digest("other")[:16]},
    {"hub_box_key": digest("listener")},
    {"root_public_key": digest("listener")},
    {"hub_public_key": Keys("other hub").public},
    {"urls": ["https://listener.example"]},
    {"tls_certificate": b"another certificate"},
    {"tls_sha256": sha256(b"another").digest()},
    {"tls_certificate": b"another", "tls_sha256": sha256(b"another").digest()},
    {"tls_certificate": b"", "tls_sha256": b""},
    {"signature": bytes(64)},
]


@pytest.mark.parametrize("altered", ALTERED)
def test_what_the_hub_did_not_sign_is_refused_though_its_checksum_is_right(
    altered: dict[str, Any],
) -> None:
    forged = msgspec.structs.replace(invitation(), **altered)

    with pytest.raises(Refused, match="签名不对"):
        read_invitation(invitation_text(forged))


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": b"short"},
        {"token": b""},
        {"role": "king"},
        {"prefixes": []},
        {"prefixes": ["150224100001"]},
        {"prefixes": [""]},
        {"urls": ["http://10.15.2.23"]},
        {"urls": ["https://"]},
        {"hub_public_key": b""},
        {"sign": ROOT.sign},
    ],
)
def test_a_hub_makes_no_invitation_that_no_desk_would_read(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        invitation(**wrong)


# files


def test_a_file_says_what_it_is_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / f"那仁满都拉{INVITATION_ENDING}"

    write_invitation(path, invitation())

    assert read_invitation_file(path) == invitation()
    heading = path.read_text("utf-8-sig").splitlines()
    assert "登记邀请" in heading[0]
    assert "那仁满都拉" in heading[1]
    assert heading[-1] == invitation_text(invitation())
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_that_an_editor_saved_again_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "邀请.txt"
    write_invitation(path, invitation())
    path.write_bytes(path.read_text("utf-8-sig").encode(encoding))

    assert read_invitation_file(path) == invitation()


def test_a_large_file_of_another_kind_is_no_invitation(tmp_path: Path) -> None:
    path = tmp_path / "电影.nutag-invite"
    path.write_bytes(invitation_text(invitation()).encode() + bytes(1 << 20))

    with pytest.raises(Refused, match="没有登记邀请"):
        read_invitation_file(path)


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "没有这个文件夹" / "邀请.nutag-invite"

    with pytest.raises(Unavailable, match="读不出来") as reading:
        read_invitation_file(gone)
    with pytest.raises(Unavailable, match="没有写成") as writing:
        write_invitation(gone, invitation())

    assert reading.value.advice
    assert writing.value.advice


# paper


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="needs zbarimg to read the code")
@pytest.mark.parametrize(
    ("count", "certificate", "kept"),
    [
        (1, CERTIFICATE, True),
        (6, CERTIFICATE, True),
        (1, CERTIFICATE * 3, False),
        (45, CERTIFICATE, False),
    ],
)
def test_the_code_is_read_back_off_a_picture(
    tmp_path: Path, count: int, certificate: bytes, kept: bool
) -> None:
    made = invitation(prefixes=villages(count), tls_certificate=certificate)
    text = qr_text(made)
    code = segno.make(text, error="m", micro=False, encoding="utf-8", mask=2)
    picture = tmp_path / "code.png"
    drawn = BytesIO()
    code.save(drawn, kind="png", scale=4)
    picture.write_bytes(drawn.getvalue())

    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, check=True, text=True
    ).stdout

    assert code.mode == "alphanumeric"
    assert isinstance(code.version, int)
    assert code.version <= 30
    assert read.strip() == text
    assert bool(read_invitation(read).tls_certificate) is kept


def test_the_longest_code_is_of_version_30() -> None:
    texts = [qr_text(invitation(prefixes=villages(count))) for count in range(1, 60)]

    longest = max(texts, key=len)

    assert segno.make(longest, error="m", micro=False).version == 30


def test_too_many_villages_for_paper_are_refused_with_a_way_out() -> None:
    made = invitation(prefixes=villages(120))

    with pytest.raises(Refused, match="二维码放不下") as refused:
        qr_text(made)

    assert "U 盘" in refused.value.advice
    assert read_invitation(invitation_text(made)) == made


def test_the_certificate_left_out_is_taken_only_if_it_is_the_one() -> None:
    made = invitation(tls_certificate=CERTIFICATE * 3)
    scanned = read_invitation(qr_text(made))

    assert scanned.tls_certificate == b""
    assert with_certificate(scanned, CERTIFICATE * 3) == made
    with pytest.raises(Refused, match="不是邀请上写的"):
        with_certificate(scanned, CERTIFICATE)


def test_an_invitation_without_a_network_accepts_no_certificate() -> None:
    made = invitation(tls_certificate=b"", urls=[])

    with pytest.raises(Refused, match="不是邀请上写的"):
        with_certificate(made, b"")


# how a desk shows it


def test_a_hub_recognises_its_invitation() -> None:
    made = invitation()
    request = enrol_request(
        made,
        public_key=DESK.public,
        box_key=DESK.box,
        user=DESK.user,
        heads=[DESK.head("150223100001", 7)],
        device=DESK.device,
        sign=DESK.sign,
    )

    assert request.invitation == made.id
    assert check_proof(request, made.token)
    assert not check_proof(request, digest("other")[:16])
    assert is_signed(request)


@pytest.mark.parametrize(
    "altered",
    [
        {"device": Keys("thief").device},
        {"public_key": Keys("thief").public},
        {"box_key": Keys("thief").box},
        {"user": Keys("thief").user},
        {"heads": []},
        {"invitation": digest("other id")[:16]},
    ],
)
def test_nobody_enrols_with_what_another_desk_showed(altered: dict[str, Any]) -> None:
    made = invitation()
    request = enrol_request(
        made,
        public_key=DESK.public,
        box_key=DESK.box,
        user=DESK.user,
        heads=[DESK.head("150223100001", 7)],
        device=DESK.device,
        sign=DESK.sign,
    )

    stolen = msgspec.structs.replace(request, **altered)

    assert not check_proof(stolen, made.token)
    assert not is_signed(stolen)


def test_the_realm_is_that_of_the_root_key() -> None:
    assert invitation().realm == realm_of(ROOT.public)
    assert len(realm_of(ROOT.public)) == 16
    assert realm_of(HUB.public) != realm_of(ROOT.public)

"""The rules of tus on headers."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest.sources.upload import protocol
from matinee.kit.errors import Invalid, MatineeError, TooLarge


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_metadata_is_decoded() -> None:
    said = protocol.metadata(f"filename {b64('Café 🎬.mp4')},filetype {b64('video/mp4')},flag")
    assert said == {"filename": "Café 🎬.mp4", "filetype": "video/mp4", "flag": ""}


@pytest.mark.parametrize("value", ["filename !!!", "a b c", f"x {b64('1')},x {b64('2')}", "é x",
                                   "filename /w==", "k " + "A" * 20_000])  # fmt: skip
def test_metadata_that_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(Invalid):
        protocol.metadata(value)


@given(st.text(max_size=300))
def test_any_metadata_is_read_or_refused(value: str) -> None:
    try:
        protocol.metadata(value)
    except Invalid:
        pass


@given(
    st.dictionaries(st.sampled_from(["filename", "relative_path", "name"]), st.text(max_size=400))
)
def test_a_file_name_is_never_a_way_out(said: dict[str, str]) -> None:
    name = protocol.file_name(said)
    assert name
    assert not name.startswith("/")
    assert ".." not in name.split("/")
    assert name.isprintable()


@pytest.mark.parametrize("value", [None, "", "-1", "1.5", "１２", "1e3", "0x10", "9" * 16, " "])
def test_a_length_that_is_no_number_is_refused(value: str | None) -> None:
    with pytest.raises(Invalid):
        protocol.upload_length(value, None, most=10**12)


def test_a_length_over_the_limit_is_too_large() -> None:
    with pytest.raises(TooLarge):
        protocol.upload_length("101", None, most=100)
    assert protocol.upload_length("100", None, most=100) == 100


def test_a_checksum_names_its_algorithm_and_has_its_length() -> None:
    digest = hashlib.sha256(b"x").digest()
    found = protocol.checksum("sha256 " + base64.b64encode(digest).decode())
    assert found == protocol.Checksum("sha256", digest)
    for value in ("sha256 eA==", "crc32 eA==", "sha1", "sha1 !!", ""):
        with pytest.raises(MatineeError):
            protocol.checksum(value)

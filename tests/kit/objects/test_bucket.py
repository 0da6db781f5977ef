"""The bucket, against a real S3 server."""

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.objectstore import s3 as objectstore
from tests.objectstore.s3 import S3, BadLine

from matinee.kit.errors import Invalid, MatineeError
from matinee.kit.objects import address as addresses
from matinee.kit.objects import bucket as buckets
from matinee.kit.objects.address import Address
from matinee.kit.objects.bucket import Bucket, Interrupted, part_bytes
from matinee.kit.objects.refusals import NoObject

MIB = 1024 * 1024


@pytest.fixture
def address(s3: S3, bucket: str) -> Address:
    return Address("s3", bucket, "house", None, s3.url, objectstore.REGION, *objectstore.WRITER)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.mp4"
    path.write_bytes(random.Random(7).randbytes(19 * MIB + 5))
    return path


def test_a_large_file_is_kept_whole_and_read_by_ranges(address: Address, large: Path) -> None:
    bucket = Bucket(address)
    told: list[float] = []
    found = bucket.put("media/a/original.mp4", large, on_progress=told.append)
    content = large.read_bytes()
    assert found.size == len(content)
    assert found.etag.endswith("-3"), "it was sent in three parts"
    assert told[-1] == 100.0
    assert told == sorted(told)
    assert (
        bucket.read("media/a/original.mp4", 8 * MIB - 3, 8 * MIB + 4)
        == (content[8 * MIB - 3 : 8 * MIB + 4])
    )
    assert (
        bucket.hash("media/a/original.mp4") == hashlib.blake2b(content, digest_size=32).hexdigest()
    )
    assert [one.key for one in bucket.list("media/a")] == ["media/a/original.mp4"]


def test_what_is_there_already_is_not_sent_again(address: Address, large: Path) -> None:
    bucket = Bucket(address)
    first = bucket.put("a.mp4", large)
    told: list[float] = []
    assert bucket.put("a.mp4", large, on_progress=told.append) == first
    assert not told
    other = bytearray(large.read_bytes())
    other[5] ^= 1
    large.write_bytes(other)
    assert bucket.put("a.mp4", large).etag != first.etag


def test_who_stops_a_sending_leaves_nothing(address: Address, large: Path, s3: S3) -> None:
    bucket, told = Bucket(address), []
    with pytest.raises(Interrupted):
        bucket.put("a.mp4", large, on_progress=told.append, should_stop=lambda: len(told) > 0)
    assert bucket.find("a.mp4") is None
    assert "<Upload>" not in s3.half_done(address.bucket)


def test_what_the_store_did_not_keep_whole_is_noticed(address: Address, large: Path) -> None:
    with BadLine(address.endpoint or "", 1, bad=0.0) as line:
        line.shrinks = True  # it says of every object that it has one byte less
        bucket = Bucket(replace(address, endpoint=line.url))
        with pytest.raises(MatineeError) as caught:
            bucket.put("a.mp4", large)
    assert caught.value.code == "storage_damaged"
    assert Bucket(address).find("a.mp4") is None, "it was taken out again"


def test_small_things_are_written_copied_listed_and_deleted(address: Address) -> None:
    bucket = Bucket(address)
    for name in ("artwork/m/1.jpg", "artwork/m/2.jpg", "artwork/mm/1.jpg"):
        bucket.put_bytes(name, name.encode())
    bucket.copy("artwork/m/1.jpg", "kept/one.jpg")
    assert bucket.read("kept/one.jpg", 0, 99) == b"artwork/m/1.jpg"
    assert bucket.delete_under("artwork/m") == 2, "not those of mm"
    assert bucket.find("artwork/m/1.jpg") is None
    assert bucket.find("artwork/mm/1.jpg") is not None
    with pytest.raises(NoObject):
        bucket.read("artwork/m/1.jpg", 0, 1)
    with pytest.raises(NoObject):
        bucket.copy("artwork/m/1.jpg", "kept/two.jpg")


def test_a_signed_link_gives_ranges_and_ends(address: Address) -> None:
    import httpx

    bucket = Bucket(address)
    bucket.put_bytes("a.mp4", b"0123456789")
    link = bucket.sign("a.mp4", 60)
    assert "writing" not in link, "the secret is not in it"
    got = httpx.get(link, headers={"Range": "bytes=2-4"})
    assert (got.status_code, got.content, got.headers["content-type"]) == (206, b"234", "video/mp4")
    assert httpx.get(link.replace("a.mp4", "b.mp4")).status_code == 403


@pytest.mark.parametrize(
    ("change", "code", "names"),
    [
        ({"bucket": "no-such-bucket-here"}, "storage_no_bucket", "MATINEE_STORAGE_URL"),
        ({"secret": "a-wrong-secret"}, "storage_credentials", "SignatureDoesNotMatch"),
        ({"key_id": "nobody"}, "storage_credentials", "MATINEE_STORAGE_KEY_ID"),
        ({"key_id": "test:reader", "secret": "reading"}, "storage_forbidden", "AccessDenied"),
        ({"region": "eu-west-1"}, "storage_region", "MATINEE_STORAGE_REGION"),
        ({"endpoint": "http://127.0.0.1:1"}, "storage_away", "http://127.0.0.1:1"),
    ],
)
def test_what_is_wrong_is_said_with_its_setting_and_without_the_secret(
    address: Address, change: dict[str, str], code: str, names: str
) -> None:
    wrong = replace(address, **change)
    with pytest.raises(MatineeError) as caught:
        Bucket(wrong, retry_s=0.5).check("check")
    said = f"{caught.value.detail} {caught.value.fix}"
    assert caught.value.code == code, said
    assert names in said
    assert wrong.secret and wrong.secret not in said
    assert caught.value.fix
    assert wrong.secret not in repr(wrong)


def test_a_bucket_that_may_only_be_read_is_told(address: Address, s3: S3) -> None:
    Bucket(address).put_bytes("a.mp4", b"1")
    s3.call(
        "PUT", f"/{address.bucket}", {"acl": ""},
        headers={"x-amz-acl": "public-read"},
    )  # fmt: skip
    reader = Bucket(replace(address, key_id="test:reader", secret="reading"), retry_s=0.5)
    with pytest.raises(MatineeError) as caught:
        reader.put_bytes("b.mp4", b"1")
    assert caught.value.code == "storage_forbidden"
    assert "written" in caught.value.detail


def test_clocks_apart_are_told_in_words(address: Address) -> None:
    from matinee.kit.objects.refusals import in_words

    # What Amazon answers to a request signed by a clock that is late, as obstore tells it.
    said = (
        "Generic S3 error: Error performing PUT https://s3/x in 8ms - Server returned non-2xx status "
        "code: 403 Forbidden: <Error><Code>RequestTimeTooSkewed</Code><Message>The difference "
        "between the request time and the current time is too large.</Message></Error>"
    )
    error = in_words(RuntimeError(said), address, doing="writing")
    assert error.code == "storage_clock"
    assert "clock" in error.fix


@pytest.mark.parametrize(
    "wrong",
    [
        "films", "s3://", "ftp://films/x", "s3://films/../x", "s3://films/a?b=c", "s3:///x",
        "s3://key:secret@films/x", "az://account", "gs://b#c", "s3://films/a//b", "s3://f ilms",
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused_by_its_setting(wrong: str) -> None:
    with pytest.raises(Invalid) as caught:
        addresses.read(wrong)
    assert "MATINEE_STORAGE_URL" in caught.value.detail
    assert "secret@" not in caught.value.detail
    assert caught.value.fix


def test_addresses_are_read() -> None:
    read = addresses.read
    assert read("s3://films").prefix == ""
    assert str(read("s3://films/house/one/")) == "s3://films/house/one"
    azure = read("az://account/films/house", secret="k")
    assert (azure.account, azure.bucket, azure.prefix) == ("account", "films", "house")
    with pytest.raises(Invalid, match="STORAGE_SECRET"):
        read("s3://films", key_id="a")
    with pytest.raises(Invalid, match="STORAGE_ENDPOINT"):
        read("s3://films", endpoint="https://a:b@store")


def test_parts_are_few_enough_for_every_store() -> None:
    for size in (1, 8 * MIB, 50 * 1024**3, 5 * 1024**4):
        assert -(-size // part_bytes(size)) <= buckets.MOST_PARTS


@pytest.mark.fault
def test_a_bad_line_loses_nothing_and_shows_nothing_half(address: Address, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    whole = Bucket(address)
    with BadLine(address.endpoint or "", seed) as line:
        # Signed for the host it is sent to: the server is asked by the line's name.
        bad = Bucket(replace(address, endpoint=line.url), read_s=1.5, write_s=2.0, retry_s=60.0)
        for n in range(12):
            path = tmp_path / f"{n}.mp4"
            path.write_bytes(chance.randbytes(chance.choice((1000, 3 * MIB, 17 * MIB))))
            key = f"media/{n}/original.mp4"
            bad.put(key, path)
            content = path.read_bytes()
            assert whole.hash(key) == hashlib.blake2b(content, digest_size=32).hexdigest()
            at = chance.randrange(len(content))
            assert bad.read(key, at, at + 70_000) == content[at : at + 70_000]
        assert line.spoiled(), line.said

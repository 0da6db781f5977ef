"""Looking after the bucket, and moving a library into it and out of it."""

import contextlib
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import admin, engine, library
from matinee.admin import checks
from matinee.app import doctor, move_storage, wiring
from matinee.app.lock import ServerLock
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict, Invalid, MatineeError
from matinee.kit.ids import new_id
from matinee.kit.objects import Bucket, address, half, take_over
from matinee.kit.services import Services
from tests import ground, launched
from tests.objectstore.s3 import S3, BadLine
from tests.proof import only


@pytest.fixture
def kept(settings: Settings, in_bucket: dict[str, object]) -> Settings:
    """The settings of the same library with a bucket."""
    return replace(settings, **in_bucket)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "2", "-c:v", "libx264",
         "-preset", "ultrafast", "-pix_fmt", "yuv420p", path]
    )  # fmt: skip
    return path


def _bring(services: Services, film: Path, n: int) -> str:
    """Publish a film of its own; returns its address."""
    staged = services.store.staging(new_id()) / "film.mp4"
    staged.write_bytes(film.read_bytes() + bytes([n]) * 1000)
    landing = library.Landing(
        path=staged, root_id=None, relative_path=None, probe=services.engine.probe(staged),
        fingerprint=services.engine.fingerprint(staged), identity=library.Identity(title=f"F{n}"),
    )  # fmt: skip
    published = library.publish(services, landing)
    picture = services.store.artwork_dir(published.media_id) / "one" / "poster.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\xff\xd8" + bytes([n]) * 100)
    with services.db.write() as session:
        given = library.Picture(picture, 10, 10)
        library.set_poster(services, session, published.media_id, given)
        asset = library.main_asset(session, published.media_id)
        assert asset is not None
        return str(asset.key)


def _bucket_has(settings: Settings) -> dict[str, int]:
    with wiring.opened(settings) as services:
        assert services.objects is not None
        return {one.key: one.size for one in services.objects.bucket.list("")}


def _files(settings: Settings) -> dict[str, bytes]:
    found = {}
    for root in ("media", "artwork"):
        for path in (settings.data / root).rglob("*"):
            if path.is_file():
                found[path.relative_to(settings.data).as_posix()] = path.read_bytes()
    return found


@ground.alone
def test_a_library_moves_into_the_bucket_and_back_and_is_the_same(
    settings: Settings, kept: Settings, film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with wiring.opened(settings) as services:
        for n in range(3):
            _bring(services, film, n)
    before = _files(settings)
    assert len(before) == 6
    assert move_storage.move(kept, "bucket") == 0
    assert "Moved and compared 6 files" in capsys.readouterr().out
    assert _files(settings) == {}, "nothing is kept twice"
    assert _bucket_has(kept) == {key: len(content) for key, content in before.items()}
    assert move_storage.move(kept, "bucket") == 0
    assert "Moved and compared 0 files" in capsys.readouterr().out
    assert move_storage.move(kept, "folder") == 0
    assert _files(settings) == before
    assert _bucket_has(kept) == {}
    with wiring.opened(settings) as services:
        assert [one.words for one in doctor._missing(services)] == []


@ground.alone
def test_a_move_that_is_cut_off_goes_on_and_loses_nothing(
    settings: Settings, kept: Settings, film: Path, s3: S3
) -> None:
    with wiring.opened(settings) as services:
        for n in range(3):
            _bring(services, film, n)
    before = _files(settings)

    class CutOff(Exception):
        pass

    def say(_address: str, done: int, _of: int) -> None:
        if done == 2:
            raise CutOff

    for carry in (admin.bucket.to_bucket, admin.bucket.to_folder):
        with wiring.opened(kept) as services, pytest.raises(CutOff):
            carry(services, say)
        with wiring.opened(kept) as services:
            # Half here and half there: every file can be read all the while.
            assert [one.words for one in doctor._missing(services)] == []
            carried = carry(services, lambda *_: None)
            assert carried.missing == ()
    assert _files(settings) == before


def test_a_library_is_copied_into_another_bucket_and_is_the_same(
    kept: Settings, film: Path, s3: S3, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with wiring.opened(kept) as services:
        for n in range(3):
            _bring(services, film, n)
        assert services.objects is not None
        large = tmp_path / "large.mp4"
        large.write_bytes(random.Random(2).randbytes(17 * 1024**2))
        services.objects.bucket.put("kept/Large.mp4", large)
    old = _bucket_has(kept)
    assert len(old) >= 4, "three films, and what was kept for people; pictures may wait"
    other = replace(kept, storage_url=f"s3://{s3.make(f'other-{new_id()[-12:]}')}/place")

    class CutOff(Exception):
        pass

    def say(_address: str, done: int, _of: int) -> None:
        if done == 3:
            raise CutOff

    with wiring.opened(other) as services, pytest.raises(CutOff):
        assert kept.storage_url is not None
        from_old = services.objects.bucket.__class__(address.address_of(kept))  # type: ignore[union-attr]
        admin.bucket.between(services, from_old, say)
    capsys.readouterr()
    assert move_storage.move(other, "bucket", (kept.storage_url, None, None)) == 0
    said = capsys.readouterr().out
    assert f"{kept.storage_url} still has everything" in said
    new = _bucket_has(other)
    assert {key: new[key] for key in old} == old
    assert _bucket_has(kept) == old, "nothing was taken out of the old one"
    with wiring.opened(kept) as one, wiring.opened(other) as two:
        assert one.objects is not None
        assert two.objects is not None
        for key in old:
            assert one.objects.bucket.hash(key) == two.objects.bucket.hash(key)
        assert [found.words for found in doctor._missing(two)] == []
    assert move_storage.move(other, "bucket", (kept.storage_url, None, None)) == 0
    assert "Copied and compared 0 files" in capsys.readouterr().out


def test_what_is_damaged_between_two_buckets_is_not_kept(
    kept: Settings, s3: S3, tmp_path: Path
) -> None:
    large = tmp_path / "large.mp4"
    large.write_bytes(random.Random(2).randbytes(17 * 1024**2))
    here = address.address_of(kept)
    assert here is not None
    there = replace(here, bucket=s3.make(f"other-{new_id()[-12:]}"))
    found = Bucket(here).put("media/a/original.mp4", large)
    with BadLine(s3.url, 1, bad=0.0) as line:
        line.flips = 1
        bad = Bucket(replace(here, endpoint=line.url))
        with pytest.raises(MatineeError) as caught:
            take_over(bad, Bucket(there), found)
        assert caught.value.code == "storage_damaged"
        assert Bucket(there).find(found.key) is None
        assert take_over(bad, Bucket(there), found), "the next time it comes well"
        assert not take_over(bad, Bucket(there), found)
    # Another file of the same size is not taken for it.
    large.write_bytes(large.read_bytes()[:-1] + b"!")
    Bucket(there).put(found.key, large)
    assert take_over(Bucket(here), Bucket(there), found)
    assert Bucket(there).hash(found.key) == Bucket(here).hash(found.key)


@pytest.mark.parametrize(
    ("to", "old", "names"),
    [
        ("folder", ("s3://a/b", None, None), "--from copies"),
        ("bucket", ("films", None, None), "--from begins with"),
        ("bucket", (None, "http://x", None), "--from, which is not set"),
        ("bucket", ("itself", None, None), "itself"),
    ],
)
def test_a_wrong_other_bucket_is_told(
    kept: Settings, to: str, old: tuple[str | None, str | None, str | None], names: str
) -> None:
    told = (kept.storage_url, *old[1:]) if old[0] == "itself" else old
    with pytest.raises(Invalid, match=names):
        move_storage.move(kept, to, told)


def test_what_is_damaged_on_its_way_out_is_not_taken(kept: Settings, film: Path, s3: S3) -> None:
    with wiring.opened(kept) as services:
        _bring(services, film, 1)
        assert services.objects is not None
        services.objects._senders.shutdown(wait=True)
    in_it = _bucket_has(kept)
    with BadLine(s3.url, 1, bad=0.0) as line:
        line.flips = 1
        with wiring.opened(replace(kept, storage_endpoint=line.url)) as services:
            with pytest.raises(MatineeError) as caught:
                admin.bucket.to_folder(services, lambda *_: None)
            assert caught.value.code in {"storage_damaged", "storage_refused"}
    film_key = next(key for key in in_it if key.startswith("media/"))
    assert _bucket_has(kept)[film_key] == in_it[film_key], "the bucket still has it"
    assert not [one for one in (kept.data / "media").rglob("*") if one.is_file()]


@ground.alone
def test_moving_needs_a_bucket_and_out_of_it_no_server(settings: Settings, kept: Settings) -> None:
    with pytest.raises(Invalid, match="MATINEE_STORAGE_URL"):
        move_storage.move(settings, "bucket")
    lock = ServerLock(kept.data)
    kept.data.mkdir(parents=True, exist_ok=True)
    assert lock.acquire("http://here")
    try:
        with pytest.raises(Conflict):
            move_storage.move(kept, "folder")
    finally:
        lock.release()


@ground.alone
def test_what_waits_is_sent_and_what_is_half_done_is_aborted(
    settings: Settings, kept: Settings, film: Path, s3: S3, bucket: str
) -> None:
    with wiring.opened(settings) as services:  # the bucket was away, so to say
        key = _bring(services, film, 1)
    begun = s3.call("POST", f"/{bucket}/house/media/x/original.mp4", {"uploads": ""})
    assert begun.status_code == 200
    other = s3.call("POST", f"/{bucket}/elsewhere/original.mp4", {"uploads": ""})
    assert other.status_code == 200
    with wiring.opened(kept) as services:
        assert services.objects is not None
        assert admin.bucket.sweep(services) == {"sent": 0, "prepared": 0, "aborted": 0}, (
            "both are young"
        )
        old = time.time() - 3600
        os.utime(services.store.data / key, (old, old))
        assert admin.bucket.sweep(services) == {"sent": 1, "prepared": 0, "aborted": 0}
        assert services.objects.bucket.find(key) is not None
        where = services.objects.bucket.address
        assert [one.key for one in half.half_done(where)] == ["media/x/original.mp4"]
        assert half.sweep(where, timedelta(seconds=-5)) == 1
        assert list(half.half_done(where)) == []
    assert "elsewhere" in s3.half_done(bucket), "other people's uploads are not ours"


@ground.alone
def test_strays_are_named_and_only_the_doctor_sweeps_them(
    kept: Settings, film: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with wiring.opened(kept) as services:
        key = _bring(services, film, 1)
        assert services.objects is not None
        services.objects.bucket.put_bytes("media/nobody/original.mp4", b"12345")
        assert list(admin.bucket.strays(services)) == [], "it is young"
        monkeypatch.setattr(admin.bucket.sweeping, "_STRAY", timedelta(seconds=-5))
        assert list(admin.bucket.strays(services)) == [("media/nobody", 5)]
    assert doctor.examine(kept, fix=False) == 1
    assert "media/nobody in the bucket" in capsys.readouterr().out
    assert "media/nobody/original.mp4" in _bucket_has(kept)
    assert doctor.examine(kept, fix=True) == 0
    left = _bucket_has(kept)
    assert "media/nobody/original.mp4" not in left
    assert key in left


def test_the_health_page_says_how_the_storage_is(kept: Settings) -> None:
    with wiring.opened(kept) as services:
        check = checks.run_all(services)["storage"]
        assert (check.status, check.code) == ("ok", "storage_ok")
    wrong = replace(kept, storage_secret="not-the-secret", storage_region="us-east-1")
    checks._known.clear()
    with wiring.opened(wrong) as services:
        check = checks.run_all(services)["storage"]
        assert (check.status, check.code) == ("failing", "storage_failing")
        assert "MATINEE_STORAGE_KEY_ID" in check.detail
        assert "not-the-secret" not in check.detail + check.fix


def test_without_the_setting_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from matinee.app import wiring, serve;"
        "from matinee.kit.config import Settings\n"
        f"with wiring.opened(Settings(data=Path({str(tmp_path / 'data')!r}))) as services:\n"
        "    assert services.objects is None\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('obstore', 'swift')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_start_while_the_storage_is_away_says_so_and_waits_for_nobody(
    kept: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away = replace(kept, storage_endpoint="http://127.0.0.1:1")
    with wiring.opened(away) as services, caplog.at_level("ERROR"):
        assert services.objects is not None
        admin.bucket.greet(services)
        services.objects._senders.shutdown(wait=True)
    said = caplog.text
    assert "http://127.0.0.1:1 does not answer" in said
    assert "MATINEE_STORAGE_ENDPOINT" in said
    assert str(kept.storage_secret) not in said


@pytest.mark.fault
@pytest.mark.parametrize("kills", only([2, 6], 2))
def test_killed_while_sending_nothing_half_is_seen_and_the_next_run_ends_it(
    kept: Settings, tmp_path: Path, film: Path, s3: S3, bucket: str, kills: int
) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    large = film.read_bytes() + chance.randbytes(40 * 1024**2)
    script = tmp_path / "publish.py"
    script.write_text(
        "import sys, json\n"
        "from pathlib import Path\n"
        "from matinee import library\n"
        "from matinee.app import wiring\n"
        "from matinee.kit.config import Settings\n"
        "told = json.loads(sys.argv[1])\n"
        "if __name__ == '__main__':\n"
        "    with wiring.opened(Settings(data=Path(told.pop('data')), **told)) as services:\n"
        "        staged = services.store.staging('the-job') / 'film.mp4'\n"
        "        here = library.landed_file(services, staged)\n"
        "        print('begun', flush=True)\n"
        "        probe, fingerprint = services.engine.examine(here)\n"
        "        landing = library.Landing(path=staged, root_id=None, relative_path=None,\n"
        "            probe=probe, fingerprint=fingerprint,\n"
        "            identity=library.Identity(title='F'))\n"
        "        library.publish(services, landing)\n"
        "        print('done', flush=True)\n"
    )
    with wiring.opened(kept) as services:
        (services.store.staging("the-job") / "film.mp4").write_bytes(large)
    told = {
        "data": str(kept.data), "database_url": kept.database_url, "free_space_floor_bytes": 0,
        **{name: getattr(kept, name) for name in
           ("storage_url", "storage_endpoint", "storage_region", "storage_key_id", "storage_secret")},
    }  # fmt: skip
    asked = [sys.executable, str(script), json.dumps(told)]
    for _ in range(kills):
        with launched.Popen(asked, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.2, 2.5))
            process.kill()
        with wiring.opened(kept) as services, services.db.read() as session:
            assert services.objects is not None
            rows = session.scalars(select(library.AssetRow)).all()
            sizes = [one.size for one in services.objects.bucket.list("media")]
            assert sizes in ([], [len(large)]), "whole or not there"
            assert not rows or sizes, "no row speaks of what is not there"
    done = launched.run(asked)
    assert (done.returncode, done.stdout) == (0, "begun\ndone\n"), done.stderr
    with wiring.opened(kept) as services:
        assert services.objects is not None
        (one,) = services.objects.bucket.list("media")
        assert services.objects.bucket.read(one.key, 0, one.size) == large
        with services.db.read() as session:
            assert [row.key for row in session.scalars(select(library.AssetRow))] == [one.key]
        half.sweep(services.objects.bucket.address, timedelta(seconds=-5))
    assert "<Upload>" not in s3.half_done(bucket)

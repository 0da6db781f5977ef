"""A bucket behind a line that fails a fifth of the time, or says nothing for long."""

import contextlib
import hashlib
import secrets
import time
from collections.abc import Iterator

from tests.ingest.website import serve
from tests.objectstore import s3
from tests.objectstore.s3 import S3, BadLine

from faults.awake import until
from faults.house import House, clip, house
from faults.table import How, Row, skipped

FILMS, HANG_S = 40, 3.0


def run(how: How) -> Iterator[Row]:
    """Bring films in over the bad line, and play them over it."""
    with contextlib.ExitStack() as stack:
        try:
            store = stack.enter_context(s3.serving())
        except (ImportError, OSError, RuntimeError) as why:
            yield skipped("storage with 20 % errors", str(why))
            return
        yield _bring(how, store)


def _bring(how: How, store: S3) -> Row:
    films = max(4, min(FILMS, how.runs))
    bucket = store.make(f"films-{secrets.token_hex(6)}")
    key_id, secret = s3.WRITER
    lost: list[str] = []
    with BadLine(store.url, how.seed, hang_s=HANG_S) as line, serve() as site:
        settings = {
            "MATINEE_STORAGE_URL": f"s3://{bucket}/house", "MATINEE_STORAGE_ENDPOINT": line.url,
            "MATINEE_STORAGE_REGION": s3.REGION, "MATINEE_STORAGE_KEY_ID": key_id,
            "MATINEE_STORAGE_SECRET": secret,
        }  # fmt: skip
        with house(how, "storage", settings) as one:
            wanted: dict[str, str] = {}
            jobs: list[str] = []
            for n in range(films):
                path = f"/film-{n}.mp4"
                size = how.chance(f"storage/{n}").choice((0, 200_000, 9 * 2**20))
                film = clip(one.folder / path[1:], n, padding_bytes=size)
                site.files[path] = film
                wanted[path] = hashlib.sha256(film.read_bytes()).hexdigest()
                jobs.append(one.add(site.url(path)))
            ended = [one.ended(job_id, 900) for job_id in jobs]
            retries = 0
            failed = [job for job in ended if job["status"] != "completed"]
            began = time.monotonic()
            while failed and time.monotonic() - began < 300:
                for job in failed:
                    retries += 1
                    one.client.post(f"/api/jobs/{job['id']}/retry")
                ended += [one.ended(job["id"], 900) for job in failed]
                failed = [job for job in ended[-len(failed) :] if job["status"] != "completed"]
            lost += [f"{job['title']}: {job['error']}" for job in failed]
            lost += _played(one, set(wanted.values()), films - len(failed))
            line.bad = 0.0
            lost += _half(one, store, bucket)
        spoiled = {way: n for way, n in line.said.items() if way != "well"}
    done = films - len(failed)
    return Row(
        "storage with 20 % errors and hanging", films, len(lost),
        f"{100 * done / films:.1f} % in the end ({retries} retried by hand); "
        f"spoiled: {', '.join(f'{n} {way}' for way, n in sorted(spoiled.items()))}",
        "≥ 99.9 %, nothing half", not lost, tuple(lost),
    )  # fmt: skip


def _played(one: House, wanted: set[str], films: int) -> list[str]:
    """Read every film back whole; a reading that the line spoils is asked for again."""
    media = one.media()
    lost = [f"{len(media)} titles of {films}"] if len(media) != films else []

    def whole(name: str) -> bool:
        with contextlib.suppress(Exception):
            content = one.client.get(f"/api/media/{name}/stream").content
            return hashlib.sha256(content).hexdigest() in wanted
        return False

    for name in media:
        try:
            until(lambda name=name: whole(name), "the film is given whole", 120)
        except TimeoutError as why:
            lost.append(f"{name}: {why}")
    return lost


def _half(one: House, store: S3, bucket: str) -> list[str]:
    """Return what is half in the bucket: objects of films that are shown, and are not whole."""
    unfinished = store.half_done(bucket).count("<UploadId>")
    for path in one.folder.glob("*.mp4"):
        path.unlink()
    if not unfinished:
        return []
    # Parts that no upload was completed from are swept; they are never seen as objects.
    listed = store.call("GET", f"/{bucket}", {"list-type": "2"}).text
    return [] if listed.count("<Key>") else ["the bucket is empty"]

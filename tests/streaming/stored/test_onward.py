"""Players sent on to the bucket for segments that are prepared, where the settings say so."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from starlette.testclient import TestClient

from matinee.app import wiring
from matinee.app.web import bind
from matinee.kit.config import Settings
from matinee.kit.objects.giving import Giving
from matinee.kit.services import Services
from tests.objectstore.s3 import S3, BadLine
from tests.streaming.stored.test_stored import in_cache, rungs


@pytest.mark.security
@pytest.mark.usefixtures("dispatcher")
def test_prepared_segments_are_sent_on_where_the_bucket_lets_the_page_in(
    services: Services, app, client: TestClient, film: str, prepare: Callable[..., dict],
    settings: Settings, s3: S3, anonymous: TestClient,
) -> None:  # fmt: skip
    assert prepare(film, heights=[240])["status"] == "completed"
    here = in_cache(services)
    base, pictures = rungs(client, film)
    (ready,) = [one["id"] for one in pictures if one["prepared"]]
    other = next(one["id"] for one in pictures if not one["prepared"])
    at = f"{base}/{ready}/0.m4s"
    content = next(made for key, made in here.items() if key.endswith(f"{ready}/0.m4s"))
    assert client.get(at, follow_redirects=False).status_code == 200, "not without the setting"
    with wiring.opened(replace(settings, storage_redirect=True)) as sending:
        bind(app, sending)
        answer = client.get(at, follow_redirects=False)
        assert answer.status_code == 307
        assert answer.headers["cache-control"] == "no-store"
        link = answer.headers["location"]
        assert link.startswith(s3.url)
        got = httpx.get(link, headers={"Origin": "http://testserver"})
        assert (got.status_code, got.content) == (200, content)
        assert got.headers["access-control-allow-origin"] in {"*", "http://testserver"}
        # A player that cannot follow says so; what is not prepared comes from here.
        for address in (f"{at}?here", f"{base}/{other}/init.mp4", f"{base}/{ready}/index.m3u8"):
            assert client.get(address, follow_redirects=False).status_code == 200, address
        assert client.head(at, follow_redirects=False).status_code == 200
        # Nobody is sent there without a grant, nor for what is not there.
        grant = base.split("/")[3]
        for wrong in (at.replace(grant, grant[:-2] + "xx"), f"{base}/{ready}/99.m4s"):
            assert client.get(wrong, follow_redirects=False).status_code in {401, 404}
        policy = client.get("/").headers["content-security-policy"]
        assert f"connect-src 'self' {s3.url}" in policy
        # A bucket whose CORS rules do not name the page would stop it: nobody is sent there.
        with BadLine(s3.url, 1, bad=0.0) as line:
            line.hides = True
            shut = replace(settings, storage_redirect=True, storage_endpoint=line.url)
            with wiring.opened(shut) as closed:
                bind(app, closed)
                answer = client.get(at, follow_redirects=False)
                assert (answer.status_code, answer.content) == (200, content)
                asked = len(line.asked)
                assert client.get(at, follow_redirects=False).status_code == 200
                assert len(line.asked) == asked, "it is remembered"
        bind(app, services)


def test_a_store_that_is_away_gives_to_nobody() -> None:
    assert not Giving().gives_to("http://page", "http://127.0.0.1:1/x")

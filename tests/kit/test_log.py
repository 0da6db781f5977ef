import logging

import pytest

from matinee.kit.log import MaskGrants, mask

GRANT = "eyJhIjoxfQ.c2lnbmF0dXJl"


@pytest.mark.security
@pytest.mark.parametrize(
    "address",
    [
        f"/api/play/{GRANT}/plan/master.m3u8",
        f"/api/media/1/stream?grant={GRANT}",
        f"/api/media/info/picture?x=1&token={GRANT}",
        f"http://127.0.0.1:8420/setup?token={GRANT}",
    ],
)
def test_grants_and_tokens_do_not_reach_the_log(address: str) -> None:
    assert GRANT not in mask(address)
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", (address,), None)
    MaskGrants().filter(record)
    assert GRANT not in record.getMessage()
    assert "***" in record.getMessage()


def test_other_lines_are_left_alone() -> None:
    assert mask("GET /api/media?search=play&page=2") == "GET /api/media?search=play&page=2"

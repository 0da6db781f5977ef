"""Backups that are sent to a bucket, in a real browser: the list says where each lies."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.flows.axe import axe
from tests.flows.conftest import Server, free_port, sign_in
from tests.flows.test_going_back import look
from tests.objectstore.s3 import S3, BadLine, environment

pytestmark = pytest.mark.browser


@pytest.fixture
def line(s3: S3) -> Iterator[BadLine]:
    with BadLine(s3.url, 1, bad=0.0) as line:
        yield line


@pytest.fixture
def house(tmp_path: Path, line: BadLine, bucket: str) -> Iterator[Server]:
    """A server whose backups are sent to a bucket."""
    server = Server(
        tmp_path / "data", free_port(),
        settings={
            "MATINEE_BACKUP_URL": f"s3://{bucket}/house", **environment(line.url),
        },
    )  # fmt: skip
    try:
        server.start()
        server.add_admin()
        yield server
    finally:
        server.stop()


def pictures(page: Any, name: str) -> None:
    """Take pictures at both widths where somebody wants to look at them."""
    for width in (390, 1440) if os.environ.get("MATINEE_TEST_PICTURES") else ():
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"{name}-{width}")


def test_the_list_says_where_each_lies(chromium, house: Server, line: BadLine) -> None:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    sign_in(context, house)
    page: Any = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/settings/backups")
    expect(page.get_by_text("Each is sent to s3://")).to_be_visible()
    page.get_by_role("button", name="Back up now").click()
    row = page.get_by_role("listitem").filter(has_text="Made by hand")
    expect(row).to_contain_text("Here and in the bucket", timeout=60_000)
    shutil.rmtree(house.data / "backups")
    page.reload()
    expect(row).to_contain_text("Only in the bucket")
    house.do("backup")
    page.reload()
    expect(row).to_have_count(2)
    assert axe(page, "the list with a bucket") == []
    pictures(page, "bucket-en")
    page.evaluate("localStorage.setItem('matinee.language', 'es')")
    line.away = True
    page.reload()
    expect(page.get_by_text("cannot be asked").or_(page.get_by_text("no se puede"))).to_be_visible(
        timeout=30_000
    )
    expect(row.or_(page.get_by_role("listitem").filter(has_text="Hecha a mano"))).to_have_count(1)
    assert axe(page, "a bucket that is away") == []
    pictures(page, "bucket-away")
    context.close()
    assert errors == []

"""Backups in a real browser: made, rehearsed, gone back to. The server begins anew by itself."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests import ground
from tests.flows.axe import axe
from tests.flows.conftest import PASSWORD, Server, sign_in, small_clip, write_film

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MATINEE_TEST_PICTURES")


def look(page: Any, name: str) -> None:
    """Take pictures in both themes where somebody wants to look at them."""
    if PICTURES is None:
        return
    for theme in ("dark", "light"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.screenshot(path=f"{PICTURES}/{name}-{theme}.png", full_page=True)


@pytest.mark.skipif(
    ground.CLUSTER, reason="with several processes all are stopped, and `matinee restore` is run"
)
@pytest.mark.parametrize("width", [1440, pytest.param(390, marks=pytest.mark.slow)])
def test_somebody_goes_back_to_a_backup(
    chromium, server: Server, tmp_path: Path, width: int
) -> None:
    server.add_admin()
    clip = small_clip(tmp_path)
    write_film(clip, tmp_path / "films" / "Before (2001).mkv", 1)
    server.bring(tmp_path / "films")
    context = chromium.new_context(base_url=server.url, viewport={"width": width, "height": 900})
    sign_in(context, server)
    page: Any = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/settings/backups")
    expect(page.get_by_text("No backups yet")).to_be_visible()
    look(page, f"none-{width}")
    page.get_by_role("button", name="Back up now").click()
    row = page.get_by_role("listitem").filter(has_text="Made by hand")
    expect(row).to_contain_text("1 title")
    expect(row).to_contain_text("1 account")
    assert axe(page, "the list") == []
    look(page, f"list-{width}")

    write_film(clip, tmp_path / "films" / "Since (2002).mkv", 2)
    server.bring(tmp_path / "films")
    server.do("user", "add", "Zoe", "--password-stdin", given=PASSWORD)
    (tmp_path / "films" / "Before (2001).mkv").unlink()

    row.get_by_role("button", name="Restore the backup").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 title came since and would not be here")
    expect(dialog.get_by_role("listitem").filter(has_text="Since")).not_to_have_count(0)
    expect(dialog).to_contain_text("1 account was made since and would be gone")
    expect(dialog).to_contain_text("Zoe")
    expect(dialog).to_contain_text("1 of 1 files is not where the copy has it")
    assert axe(page, "the rehearsal") == []
    look(page, f"rehearsal-{width}")
    restore = dialog.get_by_role("button", name="Restore", exact=True)
    expect(restore).to_be_disabled()
    dialog.get_by_label("Your password").fill("not mine")
    restore.click()
    expect(dialog.get_by_role("alert")).to_contain_text("not right")
    # A film that lies in a folder is found again: what is shown below is to be the copy's.
    (tmp_path / "films" / "Since (2002).mkv").unlink()
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_label("Your password").press("Enter")
    expect(page.get_by_text("Matinee is restoring")).to_be_visible()
    look(page, f"waiting-{width}")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=90_000)
    assert server.process is not None and server.process.poll() is None, "it did not begin anew"

    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("was restored")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Before a restore")).to_be_visible()
    look(page, f"restored-{width}")
    titles = [one["title"] for one in server.client().get("/api/media").json()["items"]]
    assert titles == ["Before"]
    assert errors == []
    context.close()

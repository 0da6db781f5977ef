"""A line that is cut: it is told, nothing is lost, and all goes on when it is back."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.flows.axe import axe
from tests.flows.conftest import Server, sign_in

pytestmark = pytest.mark.browser


def test_a_page_that_cannot_be_fetched_waits_for_the_server(page: Any, server: Server) -> None:
    server.add_admin()
    sign_in(page.context, server)
    page.goto("/")
    page.get_by_role("heading", name="The screen is yours").wait_for()
    page.context.set_offline(True)
    expect(page.get_by_role("status").filter(has_text="does not answer")).to_be_visible(
        timeout=15_000
    )
    page.get_by_role("link", name="Library").first.click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    assert axe(page, "offline") == []
    again.click()
    expect(page.get_by_role("link", name="Library").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Library", exact=True)).to_be_visible(timeout=30_000)

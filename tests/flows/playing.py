"""What a viewer does in the player: opens a title, chooses a quality, and sees it go on."""

import re
from typing import Any

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

MOVED = """(since) => { const v = document.querySelector('video');
  return v.currentTime > since && v.getVideoPlaybackQuality().totalVideoFrames > 0 && !v.seeking; }"""
SHOWN = "([w, h]) => { const v = document.querySelector('video'); return v.videoWidth === w && v.videoHeight === h; }"
NOW = "document.querySelector('video').currentTime"
# What a failure is told with.
TRUTH = """() => { const v = document.querySelector('video');
  if (!v) return { page: location.pathname, video: null };
  const q = v.getVideoPlaybackQuality(), b = v.buffered;
  return { time: v.currentTime, duration: v.duration, width: v.videoWidth, height: v.videoHeight,
    frames: q.totalVideoFrames, ended: v.ended, paused: v.paused, seeking: v.seeking,
    ready: v.readyState, src: v.currentSrc, fault: v.error && v.error.message,
    buffered: [...Array(b.length).keys()].map((n) => [b.start(n), b.end(n)]) }; }"""


def open_title(page: Any, media_id: str) -> None:
    """Play a title from its beginning."""
    page.goto(f"/watch/{media_id}?t=0")
    page.wait_for_selector("video", state="attached", timeout=60_000)
    page.evaluate("document.querySelector('video').muted = true")


def play_title(page: Any, media_id: str) -> None:
    """Play a title from its beginning until its picture moves."""
    open_title(page, media_id)
    page.wait_for_function(MOVED, arg=0.2, timeout=40_000)


def choose(page: Any, menu: str, name: str) -> None:
    """Choose something in a menu of the player; what they are called begins so.

    Opened once more where the controls went away under the hand, as they do on a busy machine.
    """
    item = page.get_by_role("menuitemradio", name=re.compile(f"^{name}"))
    for patience_s in (5, 10, 20):
        page.mouse.move(400, 300)
        page.mouse.move(420, 320)
        opener = page.get_by_role("button", name=re.compile(f"^{menu}"))
        try:
            opener.click(timeout=patience_s * 1000)
            item.first.click(timeout=patience_s * 1000)
        except PlaywrightTimeoutError:
            # Without a menu open, Escape is the way out of the player.
            if page.get_by_role("menu").count() > 0:
                page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"{name} could not be chosen: {told(page)}")


def force(page: Any, name: str, size: tuple[int, int]) -> None:
    """Choose a quality; its picture comes and goes on from where it was."""
    before = page.evaluate(NOW)
    choose(page, "Quality", name)
    page.wait_for_function(SHOWN, arg=list(size), timeout=60_000)
    since = page.evaluate(NOW)
    assert before <= since < before + 12
    page.wait_for_function(MOVED, arg=since + 0.3, timeout=30_000)


def told(page: Any) -> str:
    """Return the state of the player and what is on the screen, for a failure."""
    words = " ".join(page.evaluate("document.body.innerText").split())
    return f"{page.evaluate(TRUTH)} {words}"

"""How a library of many titles moves under the hand, in a real Chromium in front of a real server.

The grid is scrolled twice: with the wheel, and from its top to its bottom as if its bar were
pulled. A frame's time is from one animation frame to the next.
An interaction is what the browser itself reports (Event Timing): from a press to the frame that
shows what came of it.
"""

import re
from typing import Any

from bench.browser import CHROMIUM, chromium, signed_in
from bench.processes import Server
from bench.table import Figure, percentile, skipped

FRAMES = 240
WHEEL_PX = 100
MOST_MS, MOST_NODES, INTERACTION_MS = 50, 5000, 200
SETTLE_MS = 1500

SCROLL = """([frames, step]) => new Promise((resolve) => {
  const took = [], by = step || (document.documentElement.scrollHeight - innerHeight) / frames;
  let nodes = 0, last = 0;
  const frame = (now) => {
    if (last) took.push(now - last);
    last = now;
    nodes = Math.max(nodes, document.getElementsByTagName('*').length);
    if (took.length >= frames) return resolve({ took, nodes });
    scrollBy({ top: by, behavior: 'instant' });
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""
LONG = "() => document.documentElement.scrollHeight > 20 * innerHeight"
PRESSED = """() => { window.pressed = {};
  new PerformanceObserver((list) => { for (const one of list.getEntries())
    if (one.interactionId) window.pressed[one.interactionId] =
      Math.max(one.duration, window.pressed[one.interactionId] ?? 0);
  }).observe({ type: 'event', durationThreshold: 16 }); }"""


def measure(server: Server, titles: int) -> list[Figure]:
    """Measure on a running server that has that many titles."""
    if CHROMIUM is None:
        why = "Chromium is not installed (Debian's package chromium)"
        return [skipped("Grid scrolled, frames", f"≤ {MOST_MS} ms", why)]
    with chromium() as browser:
        page = signed_in(browser, server, (1440, 900)).new_page()
        return [*_scrolled(page, titles), _pressed(page)]


def _scrolled(page: Any, titles: int) -> list[Figure]:
    figures: list[Figure] = []
    most = 0
    for name, step in (("with the wheel", WHEEL_PX), ("from top to bottom", 0)):
        _open(page)
        told = page.evaluate(SCROLL, [FRAMES, step])
        high = percentile(told["took"], 0.95)
        most = max(most, told["nodes"])
        figures.append(
            Figure(f"Grid of {titles:,} scrolled {name}, frames, p95", f"{high:.0f} ms", "—", "—",
                   f"≤ {MOST_MS} ms", high <= MOST_MS,
                   f"{FRAMES} frames, median {percentile(told['took'], 0.5):.0f} ms, "
                   f"longest {max(told['took']):.0f} ms"),
        )  # fmt: skip
    return [*figures, Figure("DOM nodes while it scrolls, most", f"{most:,}", "—", "—",
                             f"≤ {MOST_NODES:,}", most <= MOST_NODES)]  # fmt: skip


def _pressed(page: Any) -> Figure:
    """Press what one presses in the library: filters, a choice, words, the order."""
    _open(page)
    page.evaluate(PRESSED)
    page.get_by_role("button", name=re.compile("^Filters")).click()
    panel = page.get_by_role("dialog", name="Filters")
    panel.get_by_role("button", name=re.compile("^1990s")).click()
    page.wait_for_timeout(SETTLE_MS)
    page.keyboard.press("Escape")
    words = page.get_by_role("textbox", name="Filter by words")
    words.click()
    page.keyboard.type("the star", delay=60)
    page.wait_for_timeout(SETTLE_MS)
    page.get_by_role("button", name=re.compile("^Sorted by")).click()
    page.get_by_role("menuitemradio", name="Title").click()
    page.wait_for_timeout(SETTLE_MS)
    took = sorted(page.evaluate("Object.values(window.pressed)"))
    longest = took[-1] if took else 0.0
    return Figure("Interaction to next frame, longest", f"{longest:.0f} ms", "—", "—",
                  f"≤ {INTERACTION_MS} ms", longest <= INTERACTION_MS,
                  f"{len(took)} of 16 ms or more: filters, a choice, words, the order")  # fmt: skip


def _open(page: Any) -> None:
    page.goto("/library")
    page.wait_for_function(LONG)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # not where it was left
    page.get_by_role("link", name=re.compile(".")).first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")

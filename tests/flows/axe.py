"""What axe finds wrong on a page."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Any, where: str) -> list[str]:
    """Return what it finds, a line each, with the piece of the page it is about."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {{ runOnly: {RULES!r} }}).then((r) => r.violations)")
    return [
        f"{where}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found
    ]

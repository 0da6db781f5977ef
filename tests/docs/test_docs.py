"""The docs cannot drift: every setting, verb, room and route stands on its page."""

import re
from pathlib import Path

import pytest

from matinee.app import cli, load, move_storage, openapi, wiring
from matinee.app.web import create_app
from matinee.kit import config
from matinee.kit.services import Services

ROOT = Path(__file__).parents[2]


def page(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_stands_in_its_page() -> None:
    text = page("docs/settings.md")
    assert [name for name, _, _ in config.described() if f"`{name}`" not in text] == []


def test_no_page_speaks_of_a_setting_that_is_gone() -> None:
    known = {name for name, _, _ in config.described()}
    known |= {*load.ENVIRONMENT, *move_storage.ENVIRONMENT}
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        named = set(re.findall(r"MATINEE_[A-Z_]+", path.read_text()))
        assert named <= known, path


def test_every_route_stands_in_its_page(services: Services) -> None:
    text = page("docs/api.md")
    paths = create_app(services, run_jobs=False).openapi()["paths"]
    missing = [path for path in paths if f" {path}" not in text and "{address}" not in path]
    assert missing == []


def test_the_web_apps_types_are_of_todays_interface() -> None:
    assert page("web/openapi.json") == openapi.document(), "run make api"


def test_every_verb_stands_in_the_operating_guide() -> None:
    text = page("docs/operating.md")
    help_text = cli.parser().format_help()
    verbs = re.findall(r"^    ([a-z]+)  ", help_text, re.MULTILINE)
    assert len(verbs) >= 7
    assert [verb for verb in verbs if f"matinee {verb}" not in text] == []


def test_every_room_stands_in_the_architecture() -> None:
    text = page("ARCHITECTURE.md")
    rooms = [room.__name__.removeprefix("matinee.") for room in wiring.ROOMS]
    assert [room for room in [*rooms, "engine", "kit", "app"] if f"  {room}/" not in text] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/decisions/*.md")), ids=lambda p: p.stem)
def test_a_decision_says_why_and_what_holds_it(path: Path) -> None:
    text = path.read_text()
    for part in ("**Context.**", "**Decision.**", "**Held by**"):
        assert part in text

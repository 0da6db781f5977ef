"""What deploy/ says of Matinee is so: settings, verbs, lanes, places and users."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.deploy.tools import DEPLOY, ROOT

from matinee.app import cli
from matinee.kit import config
from matinee.kit.jobs import Lane

FILES = sorted(
    path for path in DEPLOY.rglob("*")
    if path.is_file() and ".terraform" not in path.parts and path.suffix != ".json"
)  # fmt: skip
NAMES = {name for name, _, _ in config.described()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"MATINEE_[A-Z_]+", path.read_text()))
    assert named <= NAMES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_page_that_is_named_exists(path: Path) -> None:
    for page in re.findall(r"\bdocs/[\w/.-]*\w", path.read_text()):
        found = [*ROOT.glob(page), *ROOT.glob(f"{page}-*")]
        assert found, f"{page} of {path.name}"


def _verbs() -> Iterator[list[str]]:
    for path in DEPLOY.rglob("*.service"):
        [line] = re.findall(r"^ExecStart=(.+)$", path.read_text(), re.MULTILINE)
        yield shlex.split(line.replace("%i", "prepare"))[1:]
    for service in yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"].values():
        if service.get("image") == "matinee:local":
            yield service["command"]
    for path in (DEPLOY / "kubernetes").glob("*.yaml"):
        for one in yaml.safe_load_all(path.read_text()):
            if one["kind"] == "Deployment":
                for container in one["spec"]["template"]["spec"]["containers"]:
                    if container["image"] == "matinee":
                        yield container["args"]
    text = (DEPLOY / "terraform" / "compute.tf").read_text()
    for lanes in re.findall(r"lanes = \[(.*?)\]", text):
        yield ["worker", *(word for lane in re.findall(r"\w+", lanes) for word in ("--lane", lane))]


def test_every_verb_and_lane_that_is_called_exists() -> None:
    parser = cli.parser()
    called = list(_verbs())
    assert len(called) >= 8
    for words in called:
        assert isinstance(parser.parse_args(words), argparse.Namespace)


def test_all_lanes_have_a_worker_in_every_set() -> None:
    every = {str(lane.value) for lane in Lane}
    for name in ("kubernetes/workers.yaml", "terraform/compute.tf"):
        text = (DEPLOY / name).read_text()
        lanes = set(re.findall(r"--lane[\", ]+(\w+)", text))
        lanes |= set(re.findall(r"\w+", " ".join(re.findall(r"lanes = \[(.*?)\]", text))))
        assert lanes - {"for", "lane", "in"} == every, name
    braces = re.findall(r"matinee-worker@\{([\w,]+)\}", (DEPLOY / "README.md").read_text())
    assert [set(one.split(",")) for one in braces] == [every]


def test_nginx_and_matinee_agree_on_the_location() -> None:
    shipped = (DEPLOY / "nginx" / "matinee.conf").read_text()
    where = set(re.findall(r"location (/_\w+)/ \{", shipped))
    said = {
        value
        for path in FILES
        for value in re.findall(r"MATINEE_ACCEL_REDIRECT\"?[=:,\s]+(?:value[ =:]+)?\"?(/\w+)",
                                path.read_text())
    }  # fmt: skip
    assert said == where


def test_the_example_of_settings_is_read_as_it_is() -> None:
    lines = (DEPLOY / "systemd" / "matinee.env.example").read_text().splitlines()
    values = dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?MATINEE_", line))
    settings = config.load(env=values)
    assert settings.processes == 2
    assert settings.together

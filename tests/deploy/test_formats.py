"""deploy/ is held to the formats of those who read it, by linters and schemas."""

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from tests.deploy.tools import DEPLOY, ROOT, python, run

# What the linter of nginx says and we do on purpose: the place for all files is internal (a test
# with a real server holds that), the port of the Host is needed to know our own origin, and live
# events are to arrive as they happen.
ON_PURPOSE = {"filesystem_root_exposure", "host_spoofing", "proxy_buffering_off"}


def test_nginxs_linter_finds_nothing_but_what_is_meant() -> None:
    done = run("gixy", "-f", "json", DEPLOY / "nginx" / "matinee.conf")
    found = json.loads(done.stdout)
    assert {one["plugin"] for one in found} == ON_PURPOSE


def test_the_images_linter_finds_nothing() -> None:
    done = run("hadolint", DEPLOY / "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_image_copies_is_there_and_let_through() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    let_through = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert "src/" in copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name.split('/')[0]}" in let_through, name


def test_the_image_has_the_uv_of_the_makefile() -> None:
    [image] = re.findall(r"uv==([\d.]+)", (DEPLOY / "Dockerfile").read_text())
    [ours] = set(re.findall(r"UV_VERSION := ([\d.]+)", (ROOT / "Makefile").read_text()))
    assert image == ours


@pytest.mark.parametrize(
    "path", sorted((DEPLOY / "kubernetes").glob("*.yaml")), ids=lambda path: path.stem
)
def test_kubernetes_knows_every_field(path: Path) -> None:
    if path.stem == "kustomization":
        named = yaml.safe_load(path.read_text())["resources"]
        there = {one.name for one in path.parent.glob("*.yaml")}
        assert there - set(named) == {"kustomization.yaml", "secret.example.yaml"}
        assert set(named) <= there
        return
    done = run("kubernetes-validate", "--strict", path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout + done.stderr


def test_the_pods_nginx_is_made_of_the_shipped_one() -> None:
    made = _script("nginx_in_pods").written()
    assert (DEPLOY / "kubernetes" / "nginx.yaml").read_text() == made


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_compose_knows_every_field() -> None:
    known = python(
        "import json, yaml\n"
        "from compose_spec import models\n"
        "text = yaml.safe_load(open('deploy/compose.yaml'))\n"
        "models.ComposeSpecification.model_validate(text)\n"
        "names = lambda model: sorted(f.alias or n for n, f in model.model_fields.items())\n"
        "print(json.dumps([names(models.ComposeSpecification), names(models.Service)]))\n"
    )
    top, service = json.loads(known)
    text = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert {name for name in text if not name.startswith("x-")} <= set(top)
    for one in text["services"].values():
        assert set(one) <= set(service)


def test_compose_asks_for_nothing_that_its_example_does_not_name() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))
    named = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose.env.example").read_text(), re.M))
    assert asked == named


@pytest.mark.parametrize("name", ["matinee.service", "matinee-worker@.service"])
def test_systemd_knows_every_line(name: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    text = (DEPLOY / "systemd" / name).read_text()
    text = text.replace("/opt/matinee/.venv/bin/matinee", "/bin/true")
    unit = tmp_path / name.replace("@", "@prepare")
    unit.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if unit.name in line]
    assert ours == [], done.stderr


def test_what_terraform_refers_to_is_there() -> None:
    parsed = python(
        "import hcl2, json, pathlib\n"
        "folder = pathlib.Path('deploy/terraform')\n"
        "print(json.dumps([hcl2.loads(one.read_text()) for one in folder.glob('*.tf')]))\n"
    )
    here: set[str] = set()
    for file in json.loads(parsed):
        for kind in ("resource", "data"):
            prefix = "data." if kind == "data" else ""
            for block in file.get(kind, []):
                here |= {
                    f"{prefix}{type_.strip(chr(34))}.{name.strip(chr(34))}"
                    for type_, named in block.items()
                    if not type_.startswith("__")
                    for name in named
                }
        here |= {f"var.{_only(block)}" for block in file.get("variable", [])}
        for block in file.get("locals", []):
            here |= {f"local.{name}" for name in block if not name.startswith("__")}
    text = "\n".join(one.read_text() for one in (DEPLOY / "terraform").glob("*.tf"))
    said = re.sub(r"#.*|\"[^\"$\n]*\"", "", text)
    for pattern in (r"\b(var|local)\.(\w+)", r"\b(data\.aws_\w+)\.(\w+)",
                    r"(?<!data\.)\b(aws_\w+|random_\w+)\.(\w+)"):  # fmt: skip
        for kind, name in set(re.findall(pattern, said)):
            assert f"{kind}.{name}" in here, f"{kind}.{name}"
    assert len(here) > 40


def _only(block: dict[str, object]) -> str:
    [name] = [key for key in block if not key.startswith("__")]
    return name.strip('"')

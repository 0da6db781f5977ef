"""What the launcher forks is what the command line starts: by its words, code, files and signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import launched
from tests.flows import processes
from tests.flows.conftest import Server, free_port
from tests.waiting import until

OURS = [sys.executable, "-m", "matinee"]
BOTH = pytest.mark.parametrize("popen", [launched.Popen, subprocess.Popen])


def is_forked(process: subprocess.Popen[Any]) -> bool:
    return "tests.launcher" in processes.command(process.pid)


def said(popen: Any, *words: str, given: str = "", **changes: str) -> tuple[int, str, str]:
    """Return the code of a verb and what it said, as a terminal's user would be told."""
    pipe = subprocess.PIPE
    with popen(
        [*OURS, *words], stdin=pipe, stdout=pipe, stderr=pipe, text=True,
        env={**os.environ, **changes},
    ) as process:  # fmt: skip
        out, wrong = process.communicate(given, 120)
    return process.returncode, out, wrong


@pytest.mark.parametrize(
    "words, code",
    [
        (["--version"], 0),
        (["no-such-verb"], 2),
        (["serve", "--processes", "2"], 1),
        (["backups"], 1),
    ],
)
def test_a_verb_says_the_same_and_has_the_same_code(
    words: list[str], code: int, tmp_path: Path
) -> None:
    answers = [
        said(popen, *words, "--data", str(tmp_path / "data")) if words != ["--version"]
        else said(popen, *words)
        for popen in (launched.Popen, subprocess.Popen)
    ]  # fmt: skip
    assert answers[0] == answers[1]
    assert answers[0][0] == code
    assert answers[0][1] + answers[0][2]


CODE = """
import os, signal, sys
from matinee.kit.config import Settings
print(__name__, sys.argv[1:], os.getsid(0) == os.getpid(), Settings(port=int(sys.argv[-1])).port)
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("how", ["code", "script", "module"])
@pytest.mark.parametrize("own", [False, True])
def test_code_a_script_and_a_module_of_the_tests_run_too(
    tmp_path: Path, how: str, own: bool
) -> None:
    (tmp_path / "said_by.py").write_text(CODE)
    words = {"code": ["-c", CODE], "script": [str(tmp_path / "said_by.py")],
             "module": ["-m", "said_by"]}  # fmt: skip
    command = [sys.executable, *words[how], "a b", "17"]
    ran = launched.run(command, cwd=tmp_path, start_new_session=own)
    assert (ran.returncode, ran.stderr) == (-signal.SIGKILL, "")
    assert ran.stdout == f"__main__ ['a b', '17'] {own} 17\n"


def test_what_is_given_is_read_and_settings_and_folder_are_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    add = ["user", "add", "Zoe", "--password-stdin"]
    code, out, wrong = said(launched.Popen, *add, given="a long enough password")
    assert (code, wrong) == (0, ""), out
    assert (tmp_path / "data" / "matinee.db").exists()
    other = str(tmp_path / "other")
    assert "Zoe" in said(launched.Popen, "user", "list")[1]
    assert "Zoe" not in said(launched.Popen, "user", "list", MATINEE_DATA=other)[1]
    assert "Zoe" in said(launched.Popen, "user", "list")[1], "a setting stays where it was given"


@BOTH
def test_a_server_has_a_process_of_its_own(popen: Any, tmp_path: Path) -> None:
    server = Server(tmp_path / "data", free_port(), popen=popen)
    try:
        process = server.start().process
        assert process is not None
        assert is_forked(process) == (popen is launched.Popen)
        status = (processes.PROC / str(process.pid) / "status").read_text()
        assert f"PPid:\t{os.getpid()}\n" in status
        assert "SigBlk:\t0000000000000000" in status
        assert os.getpgid(process.pid) == os.getpgid(0)
        assert os.getsid(process.pid) == os.getsid(0)
        of_ours = {
            one
            for one in processes.descriptors(os.getpid())
            if one.startswith(("socket:", "pipe:"))
        }
        assert not of_ours.intersection(processes.descriptors(process.pid)), (
            "what is open here is open there"
        )
        assert process.poll() is None
        os.kill(process.pid, signal.SIGINT)  # as Ctrl+C does
        assert process.wait(60) in {0, 130}  # in the middle of something, or while it waits
    finally:
        server.stop()


@BOTH
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_its_end_is_told_as_it_was(popen: Any, how: signal.Signals, tmp_path: Path) -> None:
    server = Server(tmp_path / "data", free_port(), popen=popen)
    process = server.start().process
    assert process is not None
    server.stop(how)
    assert process.returncode == -how
    assert not (processes.PROC / str(process.pid)).exists()


def test_two_servers_name_their_requests_apart(tmp_path: Path) -> None:
    names: list[str] = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        server = Server(folder / "data", free_port()).start()
        try:
            named = httpx.get(f"{server.url}/api/health").headers["x-request-id"]
            names.append(named.partition("-")[0])
        finally:
            server.stop()
    assert names[0] != names[1]


@pytest.mark.parametrize(
    "command, options",
    [
        (["sleep", "60"], {}),
        ([sys.executable, "-W", "ignore", "-m", "matinee", "serve"], {}),
        ([*OURS, "serve"], {"env": {**os.environ, "LANG": "es_ES.UTF-8"}}),
        ([*OURS, "serve"], {"process_group": 0}),
        ([*OURS, "serve"], {"preexec_fn": os.getpid}),
    ],
)
def test_what_a_fork_could_not_be_like_is_started_as_ever(
    command: list[str], options: dict[str, Any], tmp_path: Path
) -> None:
    data = ["--data", str(tmp_path / "data"), "--port", str(free_port())]
    words = [*command, *data] if "-m" in command else command
    with (tmp_path / "log").open("wb") as log:
        process = launched.Popen(words, stdout=log, stderr=log, **options)
    try:
        until(lambda: processes.command(process.pid) == " ".join(words))
    finally:
        process.kill()
        process.wait(30)


def test_one_that_is_killed_at_once_leaves_the_launcher_as_it_was() -> None:
    pipe = subprocess.PIPE
    with launched.Popen([*OURS, "--version"], stdout=pipe, stderr=pipe) as process:
        process.kill()
    assert process.returncode in {0, -signal.SIGKILL}
    assert said(launched.Popen, "--version") == said(subprocess.Popen, "--version")

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from matinee.app.lock import ServerLock
from matinee.app.serve import address, listen
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict


def test_one_server_a_data_folder(tmp_path: Path) -> None:
    first, second = ServerLock(tmp_path), ServerLock(tmp_path)
    assert second.holder() is None
    assert first.acquire("http://one")
    assert not second.acquire("http://two")
    holder = second.holder()
    assert holder is not None
    assert (holder.pid, holder.url) == (os.getpid(), "http://one")
    first.release()
    assert second.acquire("http://two")
    second.release()


def test_a_taken_port_is_named_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Conflict) as refused:
            listen(Settings(data=tmp_path, port=port))
    assert str(port) in refused.value.detail
    assert "--port" in refused.value.fix


def test_the_command_line_says_so_in_words_and_leaves(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "matinee",
            "serve",
            "--data",
            str(tmp_path),
            "--port",
            str(port),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert f"Port {port}" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_address_is_one_a_person_can_open(tmp_path: Path) -> None:
    assert address(Settings(host="0.0.0.0", port=1)) == "http://127.0.0.1:1"
    assert address(Settings(host="::1", port=1)) == "http://[::1]:1"
    assert address(Settings(public_url="https://tv.example")) == "https://tv.example"

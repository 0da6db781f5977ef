"""Names of downloads made of hostile titles."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.kit.serve import attachment, safe_file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Big Buck Bunny", "Big Buck Bunny.mp4"),
        ("../../etc/passwd", "etc passwd.mp4"),
        ('a"; filename="b.exe', "a ; filename= b.exe.mp4"),
        ("line\r\nSet-Cookie: x=1", "line Set-Cookie x=1.mp4"),
        ("evil\u202egpj.exe", "evil gpj.exe.mp4"),
        ("", "video.mp4"),
        ("...", "video.mp4"),
        ("CON", "_CON.mp4"),
        ("nul.txt", "_nul.txt.mp4"),
        ("lone \udcff surrogate", "lone surrogate.mp4"),
        ("映画 🎬", "映画 🎬.mp4"),
        ("-rf", "-rf.mp4"),
    ],
)
def test_a_title_becomes_a_name(title, name):
    assert safe_file_name(title, "mp4") == name


@given(st.text(st.characters(), max_size=400), st.text(max_size=20))
def test_any_title_gives_a_name_and_a_header_that_are_safe(title, extension):
    name = safe_file_name(title, extension)
    assert 0 < len(name.encode()) <= 204
    assert not set(name) & set('<>:"/\\|?*\r\n\0')
    assert name not in {".", ".."}
    assert not name.startswith(".")
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    plain, _, encoded = header.removeprefix('attachment; filename="').partition(
        "\"; filename*=UTF-8''"
    )
    assert '"' not in plain
    assert plain.strip()
    assert unquote(encoded) == name

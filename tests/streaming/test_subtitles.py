"""Subtitles beside a file, as WebVTT."""

import pytest

from matinee.kit.errors import NotFound, TooLarge, Unprocessable
from matinee.streaming import subtitles
from matinee.streaming.subtitles import decode, to_webvtt

SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nHello <b>you</b>\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Señor".encode(), "Señor"),
        ("\ufeffSeñor".encode(), "Señor"),
        ("Señor".encode("utf-16"), "Señor"),
        ("Señor €".encode("cp1252"), "Señor €"),
        (b"\x81\xff", "\ufffdÿ"),
    ],
)
def test_the_encoding_is_found(raw, text):
    assert decode(raw) == text


def test_srt_becomes_webvtt(tmp_path):
    path = tmp_path / "a.srt"
    path.write_text(SRT)
    vtt = to_webvtt(path, "srt")
    assert vtt.startswith("WEBVTT\n")
    assert "00:00:01.000 --> 00:00:02.500\nHello <b>you</b>" in vtt


@pytest.mark.security
def test_no_markup_that_could_run_comes_through(tmp_path):
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\n"
        "00:01.000 --> 00:02.000\n<script>alert(1)</script><img src=x onerror=alert(1)>\n"
    )
    vtt = to_webvtt(path, "vtt")
    assert "<script" not in vtt
    assert "<img" not in vtt
    assert "url(" not in vtt


@pytest.mark.security
def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.srt"
    secret.write_text(SRT)
    link = tmp_path / "a.srt"
    link.symlink_to(secret)
    with pytest.raises(Exception, match="cannot be opened"):
        to_webvtt(link, "srt")


def test_what_is_not_subtitles_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.vtt"
    path.write_text("<html>")
    with pytest.raises(Unprocessable):
        to_webvtt(path, "vtt")
    with pytest.raises(NotFound):
        to_webvtt(path, "exe")
    with pytest.raises(NotFound):
        to_webvtt(tmp_path / "missing.srt", "srt")
    monkeypatch.setattr(subtitles, "LARGEST_BYTES", 3)
    with pytest.raises(TooLarge):
        to_webvtt(path, "vtt")

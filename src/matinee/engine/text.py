"""Subtitles as text: SubRip to WebVTT, and WebVTT made safe.

WebVTT: https://www.w3.org/TR/webvtt1/. Of markup only b, i, u, ruby, rt and v, c (without
class names) are kept; everything else is escaped, so that no cue carries script or style.
"""

import re
from typing import Final

LARGEST_CHARS: Final = 20_000_000
MOST_CUES: Final = 100_000
TIME: Final = re.compile(r"(?:(\d{1,5}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})")
TIMING: Final = re.compile(rf"^\s*({TIME.pattern})\s*-->\s*({TIME.pattern})(.*)$")
TAG: Final = re.compile(r"</?(?:b|i|u|ruby|rt)>|</[vc]>|<v(?:\s[^<>&]{1,80})?>|<c>", re.IGNORECASE)
SETTING: Final = re.compile(
    r"(?:align:(?:start|center|end|left|right)"
    r"|(?:position|size):\d{1,3}(?:\.\d+)?%(?:,(?:line-left|center|line-right))?"
    r"|line:-?\d{1,3}(?:\.\d+)?%?(?:,(?:start|center|end))?|vertical:(?:rl|lr))"
)
OVERRIDE: Final = re.compile(r"\{\\[^{}]{0,200}\}")


def srt_to_vtt(srt: str) -> str:
    """Return SubRip text as safe WebVTT; what cannot be understood is left out."""
    return _render(_cues(srt))


def normalise_vtt(vtt: str) -> str:
    """Return WebVTT with plain cues only: no STYLE, REGION, NOTE, no classes, no script."""
    return _render(_cues(vtt))


def vtt_time(seconds: float) -> str:
    """Return a WebVTT timestamp."""
    total = max(0, round(seconds * 1000))
    return (
        f"{total // 3_600_000:02d}:{total // 60_000 % 60:02d}"
        f":{total // 1000 % 60:02d}.{total % 1000:03d}"
    )


def _cues(text: str) -> list[tuple[float, float, str, list[str]]]:
    text = text[:LARGEST_CHARS].replace("\ufeff", "").replace("\0", "\ufffd")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[tuple[float, float, str, list[str]]] = []
    at = 0
    while at < len(lines) and len(cues) < MOST_CUES:
        timing = TIMING.match(lines[at]) if "-->" in lines[at] else None
        at += 1
        if not timing:
            continue
        words: list[str] = []
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            words.append(lines[at])
            at += 1
        if at < len(lines) and "-->" in lines[at] and words and words[-1].strip().isdigit():
            words.pop()  # the next cue's number, where the blank line between is missing
        parts = timing.groups()
        start, end = _seconds(parts[1:5]), _seconds(parts[6:10])
        settings = " ".join(s for s in parts[10].split() if SETTING.fullmatch(s))
        shown = [safe for w in words if (safe := _safe(w)).strip()]
        if end > start and shown:
            cues.append((start, end, settings, shown))
    return cues


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    millis = int((fraction or "0").ljust(3, "0"))
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + millis / 1000


def _safe(line: str) -> str:
    """Keep the few harmless tags; escape all else."""
    line = OVERRIDE.sub("", line)
    out: list[str] = []
    at = 0
    for tag in TAG.finditer(line):
        out += [_escaped(line[at : tag.start()]), _lowered(tag.group())]
        at = tag.end()
    return "".join([*out, _escaped(line[at:])])


def _lowered(tag: str) -> str:
    name = re.match(r"</?\w+", tag)
    assert name is not None
    return name.group().lower() + tag[name.end() :]


def _escaped(text: str) -> str:
    text = re.sub(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,6});)", "&amp;", text)
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return "".join(c for c in text if c >= " " or c == "\t")


def _render(cues: list[tuple[float, float, str, list[str]]]) -> str:
    blocks = ["WEBVTT"]
    for start, end, settings, words in sorted(cues, key=lambda c: (c[0], c[1])):
        timing = f"{vtt_time(start)} --> {vtt_time(end)}"
        blocks.append("\n".join([f"{timing} {settings}".rstrip(), *words]))
    return "\n\n".join(blocks) + "\n"

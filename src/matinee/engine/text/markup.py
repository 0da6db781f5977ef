"""Cue text that can carry nothing but words: the one place where payloads are made.

Two ways in. `Runs` builds a payload from words with a style (ASS, TTML, tx3g). `safe` takes
words with tags in them (SubRip, WebVTT), keeps the few harmless ones, drops those that only
colour, and shows everything else as the text it is. Both close what they open.
"""

import re
from typing import Final

from matinee.engine.text.cue import LONGEST_CHARS, MOST_LINES

TAG: Final = re.compile(r"<(/?)([A-Za-z]{1,8})((?:\.[^\s<>]{0,80})?)((?:\s[^<>]{0,200})?)/?>")
KEPT: Final = frozenset({"b", "i", "u", "ruby", "rt", "v"})
DROPPED: Final = frozenset({"font", "c", "s", "lang", "span", "center"})
STAMP: Final = re.compile(r"<\d{1,3}:[\d:.]{1,12}>")  # WebVTT karaoke
OVERRIDE: Final = re.compile(r"\{\\[^{}]{0,200}\}|\{[biuBIUyY]:?[^{}\s]{0,20}\}")
ANY_TAG: Final = re.compile(r"<[^>]*>")
ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,6}|#x[0-9a-fA-F]{1,5});)")
_ORDER: Final = "biu"


def clean(text: str) -> str:
    """Return text without control characters and lone surrogates; tabs are spaces."""
    text = text.replace("\t", " ").replace("\u2028", " ").replace("\u2029", " ")
    return "".join(c for c in text if c >= " " and not "\x7f" <= c <= "\x9f" and _whole(c))


def _whole(c: str) -> bool:
    return not ("\ud800" <= c <= "\udfff" or c in "\ufeff\ufffe\uffff")


def escaped(text: str, *, entities: bool = False) -> str:
    """Return text that means itself in a cue; with `entities` those written in it stay."""
    text = ENTITY.sub("&amp;", text) if entities else text.replace("&", "&amp;")
    return text.replace("<", "&lt;").replace(">", "&gt;")


class Runs:
    """A payload in the making: words with a style, line after line."""

    def __init__(self) -> None:
        self._lines: list[list[tuple[str, frozenset[str]]]] = [[]]
        self._chars = 0

    def add(self, text: str, style: frozenset[str] = frozenset()) -> None:
        """Add words; `style` is any of b, i and u. Newlines in the words end lines."""
        for n, part in enumerate(text.split("\n")):
            if n:
                self.end_line()
            kept = clean(part)[: max(0, LONGEST_CHARS - self._chars)]
            self._chars += len(kept)
            if kept:
                self._lines[-1].append((kept, style))

    def end_line(self) -> None:
        """Go to the next line."""
        if len(self._lines) < MOST_LINES:
            self._lines.append([])

    def payload(self) -> str:
        """Return the payload; empty where there is nothing to see."""
        lines = (_line(runs) for runs in self._lines)
        return "\n".join(line for line in lines if line)


def _line(runs: list[tuple[str, frozenset[str]]]) -> str:
    while runs and not runs[0][0].strip():
        runs = runs[1:]
    while runs and not runs[-1][0].strip():
        runs = runs[:-1]
    if not runs:
        return ""
    runs[0] = (runs[0][0].lstrip(" "), runs[0][1])
    runs[-1] = (runs[-1][0].rstrip(" "), runs[-1][1])
    out: list[str] = []
    now: frozenset[str] = frozenset()
    for text, style in runs:
        if style != now:
            out += [_ends(now), _begins(style)]
            now = style
        out.append(escaped(text))
    return "".join([*out, _ends(now)])


def _begins(style: frozenset[str]) -> str:
    return "".join(f"<{name}>" for name in _ORDER if name in style)


def _ends(style: frozenset[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(_ORDER) if name in style)


def safe(words: str) -> str:
    """Return words with tags in them as a payload, lines without words left out."""
    words = STAMP.sub("", OVERRIDE.sub("", words[: LONGEST_CHARS * 2]))
    lines = [clean(line) for line in words.split("\n")][:MOST_LINES]
    text = "\n".join(lines)[:LONGEST_CHARS]
    out: list[str] = []
    open_tags: list[str] = []
    at = 0
    for tag in TAG.finditer(text):
        name = tag[2].lower()
        if name not in KEPT | DROPPED:
            continue
        out.append(escaped(text[at : tag.start()], entities=True))
        at = tag.end()
        if name in KEPT:
            out.append(_tag(name, bool(tag[1]), tag[4], open_tags))
    out.append(escaped(text[at:], entities=True))
    out += [f"</{name}>" for name in reversed(open_tags)]
    return _without_empty_lines("".join(out))


def _without_empty_lines(payload: str) -> str:
    """Return a payload whose every line has words; tags that stood alone go to a neighbour.

    Only plain spaces are cut from the ends: no-break and ideographic ones were put there to
    move the words.
    """
    kept: list[str] = []
    alone = ""
    for line in payload.split("\n"):
        if ANY_TAG.sub("", line).strip():
            kept.append(alone + line.strip(" "))
            alone = ""
        elif kept:
            kept[-1] += "".join(ANY_TAG.findall(line))
        else:
            alone += "".join(ANY_TAG.findall(line))
    return "\n".join(kept)


def _tag(name: str, closing: bool, note: str, open_tags: list[str]) -> str:
    """Return a tag kept in balance; `note` is the speaker of a voice."""
    if not closing:
        if len(open_tags) > 8:
            return ""
        open_tags.append(name)
        speaker = escaped(note.strip()[:80]) if name == "v" else ""
        return f"<{name} {speaker}>" if speaker else f"<{name}>"
    if name not in open_tags:
        return ""
    out = ""
    while True:
        last = open_tags.pop()
        out += f"</{last}>"
        if last == name:
            return out

"""Subtitles in DASH (ISO/IEC 23009-1): an adaptation set each, one WebVTT file each."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from matinee.engine.hls_text import labels, tag
from matinee.engine.types import TextTrack

ROLE: Final = "urn:mpeg:dash:role:2011"
BANDWIDTH: Final = 1_000  # bits a second: what words take


def adaptation_lines(texts: Sequence[TextTrack], first_id: int) -> list[str]:
    """Return the lines of all tracks of words; their sets are numbered from `first_id`."""
    worded = [text for text in texts if text.form != "image"]
    names = labels(worded)
    lines: list[str] = []
    for number, text in enumerate(worded, first_id):
        lines += _adaptation(text, names[text.id], number)
    return lines


def _adaptation(text: TextTrack, name: str, number: int) -> list[str]:
    language = tag(text)
    spoken = f" lang={quoteattr(language)}" if language else ""
    role = "forced-subtitle" if text.forced else "caption" if text.described else "subtitle"
    roles = [role, *(["main"] if text.default and not text.forced else [])]
    printable = "".join(c for c in name if c.isprintable())
    return [
        f'    <AdaptationSet id="{number}" contentType="text" mimeType="text/vtt"{spoken}>',
        f"      <Label>{escape(printable)}</Label>",
        *(f'      <Role schemeIdUri="{ROLE}" value="{one}"/>' for one in roles),
        f'      <Representation id="{text.id}" bandwidth="{BANDWIDTH}">',
        f"        <BaseURL>{text.id}/all.vtt</BaseURL>",
        "      </Representation>",
        "    </AdaptationSet>",
    ]

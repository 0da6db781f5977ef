"""Taking subtitles out: every text track of a film in one reading, or one file beside it.

Each track gets a folder: `cues.json` (what is said when), `all.vtt`, and `own.<form>` for
players that draw the form itself; or `images.json` and pictures. Times are the film's: its
`start_s` is zero. A track that cannot be read leaves an empty one, so that it is not tried again
for every viewer.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from matinee.engine import bitmaps, dvb, holes, opening
from matinee.engine.errors import EngineError, LimitExceeded, Missing, Unreadable
from matinee.engine.text import ass, charset, cue, forms, srt, ttml, tx3g, webvtt, wvtt
from matinee.engine.text.cue import Cue
from matinee.engine.types import TextFound, TextWanted

LARGEST_TRACK: Final = 32 * 1024**2
LARGEST_PICTURES: Final = 1024**3  # pictures of a film; 50 MB is usual
LONGEST_GUESS_S: Final = 5.0  # how long words stay whose end nobody says
REPORT_EVERY: Final = 200

Report = Callable[[float], None]


@dataclass(slots=True)
class _Taken:
    """What was read of one track: (start, end or None, bytes), in seconds of the film."""

    wanted: TextWanted
    header: bytes = b""
    size: int = 0
    packets: list[tuple[float, float | None, bytes]] = field(
        default_factory=list[tuple[float, float | None, bytes]]
    )
    trouble: str | None = None


def texts(
    path: str, out_dir: str, wanted: Sequence[TextWanted], start_s: float, report: Report
) -> list[dict[str, Any]]:
    """Take the wanted tracks out of a file in one reading, each into `out_dir`/t<index>."""
    with opening.opened(path) as source:
        taken = _read(source, wanted, start_s, report)
    found: list[dict[str, Any]] = []
    for one in taken:
        folder = Path(out_dir, f"t{one.wanted.index}")
        folder.mkdir(parents=True)
        try:
            if one.trouble:
                raise LimitExceeded(one.trouble)
            made = _write_track(one, folder)
        except (EngineError, ValueError, OSError, IndexError) as error:
            trouble = error.detail if isinstance(error, EngineError) else "The track is damaged."
            made = _nothing(folder, forms.CODECS[one.wanted.codec], trouble)
        found.append(asdict(made))
    return found


def file(path: str, out_dir: str, form: str | None, language: str | None) -> dict[str, Any]:
    """Take one subtitle file apart into `out_dir`; without `form` it is told from its bytes.

    Of a VobSub pair the path is that of the .idx, and its .sub lies beside it. Raises Unreadable
    and LimitExceeded in words.
    """
    raw = _bytes(path, LARGEST_PICTURES if form in forms.IMAGES else cue.LARGEST_BYTES)
    told = forms.sniff(raw)
    if told is None:
        raise Unreadable(
            "This is not a subtitle file that can be read.",
            fix="Give SubRip (.srt), WebVTT (.vtt), ASS/SSA or TTML.",
            code="not_subtitles",
        )
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    if told == "sup":
        return asdict(bitmaps.write(bitmaps.pgs(bitmaps.sup_packets(raw)), folder))
    if told == "idx":
        pair = _bytes(os.path.splitext(path)[0] + ".sub", LARGEST_PICTURES)  # noqa: PTH122
        index = charset.decode(raw)
        packets = bitmaps.sub_packets(index, pair)
        return asdict(bitmaps.write(bitmaps.vobsub(packets, index.encode()), folder))
    cues = forms.read(raw, told, language)
    own = charset.decode(raw, language).lstrip("\ufeff").replace("\0", "")
    return asdict(_write_words(folder, told, cues, own))


def _bytes(path: str, most: int) -> bytes:
    descriptor = opening._descriptor(path)
    try:
        size = os.fstat(descriptor).st_size
        if size > most:
            raise LimitExceeded("These subtitles are larger than any real ones.")
        return holes.pread(descriptor, size, 0)
    finally:
        opening._close(descriptor)


def _read(
    source: opening.Source, wanted: Sequence[TextWanted], start_s: float, report: Report
) -> list[_Taken]:
    """Read the packets of the wanted tracks, everything else skipped."""
    taken = {one.index: _Taken(one) for one in wanted}
    streams = {stream.index: stream for stream in source.container.streams}
    taken = {index: one for index, one in taken.items() if index in streams}
    if len(taken) != len(wanted):
        raise Missing("The file has fewer tracks than it had.")
    for index, one in taken.items():
        context: Any = streams[index].codec_context
        one.header = bytes(context.extradata or b"") if context is not None else b""
    source.only(*taken)
    for count, packet in enumerate(source.container.demux()):
        if count % REPORT_EVERY == 0 and packet.pos:
            report(min(99.0, 100.0 * packet.pos / max(source.size, 1)))
        one = taken.get(packet.stream_index)
        if one is None or packet.pts is None or not packet.size or one.trouble:
            continue
        one.size += packet.size
        pictures = forms.CODECS[one.wanted.codec] == "image"
        most = LARGEST_PICTURES if pictures else LARGEST_TRACK
        if one.size > most or len(one.packets) >= cue.MOST_CUES:
            one.trouble, one.packets = "The track is larger than any real one.", []
            continue
        start = float(packet.pts * packet.time_base) - start_s
        length = float((packet.duration or 0) * packet.time_base)
        one.packets.append((start, start + length if length > 0 else None, bytes(packet)))
    return list(taken.values())


def _write_track(one: _Taken, folder: Path) -> TextFound:
    codec = one.wanted.codec
    if codec == "pgs":
        return bitmaps.write(bitmaps.pgs((s, raw) for s, _, raw in one.packets), folder)
    if codec == "vobsub":
        packets = [(s, raw) for s, _, raw in one.packets]
        return bitmaps.write(bitmaps.vobsub(packets, one.header), folder)
    if codec == "dvb":
        packets = [(s, raw) for s, _, raw in one.packets]
        return bitmaps.write(dvb.dvb(packets, one.header), folder)
    timed = _ended(sorted(one.packets, key=lambda packet: packet[0]))
    decode = _decoder(timed, one.wanted.language)
    if codec == "ass":
        lines = [(start, end, decode(raw)) for start, end, raw in timed]
        script = ass.write(decode(one.header), lines)
        return _write_words(folder, "ass", ass.read(script), script)
    if codec in {"stpp", "ttml"}:
        return _write_ttml(folder, timed)
    made: Sequence[Cue | None]
    if codec == "mov_text":
        made = [tx3g.cue(raw, start, end, one.header) for start, end, raw in timed]
    elif codec == "wvtt":
        made = wvtt.read(timed)
    elif codec == "webvtt":
        read = webvtt.payload
        made = [Cue(start, end, read(decode(raw))) for start, end, raw in timed]
    else:
        made = [srt.cue(start, end, decode(raw)) for start, end, raw in timed]
    cues = cue.tidy(one for one in made if one)
    own = "vtt" if codec in {"webvtt", "wvtt"} else "srt"
    return _write_words(folder, own, cues, (webvtt if own == "vtt" else srt).write(cues))


def _ended(
    packets: Sequence[tuple[float, float | None, bytes]],
) -> list[tuple[float, float, bytes]]:
    """Give an end to what has none: the next one's start, at most a few seconds on."""
    starts = [start for start, _, _ in packets]
    after = [b for _, b in pairwise(starts)] + [float("inf")]
    return [
        (start, end if end is not None else min(following, start + LONGEST_GUESS_S), raw)
        for (start, end, raw), following in zip(packets, after, strict=True)
    ]


def _decoder(
    packets: Sequence[tuple[float, float, bytes]], language: str | None
) -> Callable[[bytes], str]:
    """Return how a track's bytes become text: UTF-8 as the formats say, else what fits them all."""
    joined = b"\n".join(raw for _, _, raw in packets[:2000])
    try:
        joined.decode("utf-8")
        name = "utf-8"
    except UnicodeDecodeError:
        name = charset.charset_of(joined, language)
    return lambda raw: raw.rstrip(b"\0").decode(name, "replace")


def _write_ttml(folder: Path, timed: Sequence[tuple[float, float, bytes]]) -> TextFound:
    """Each sample is a document whose times are the film's (ISO/IEC 14496-30)."""
    cues: list[Cue] = []
    for start, end, raw in timed:
        inside = ttml.read(charset.decode(raw))
        cues += [
            replace(one, start_s=max(one.start_s, start), end_s=min(one.end_s, end))
            for one in inside
        ]
    kept = cue.tidy(cues)
    whole = len(timed) == 1
    own = charset.decode(timed[0][2]) if whole else webvtt.write(kept)
    return _write_words(folder, "ttml" if whole else "vtt", kept, own)


def _write_words(folder: Path, own: str, cues: Sequence[Cue], text: str) -> TextFound:
    _write(folder / "cues.json", json.dumps([one.to_json() for one in cues], ensure_ascii=False))
    _write(folder / "all.vtt", webvtt.write(cues))
    _write(folder / f"own.{own}", text)
    return TextFound(folder.name, "ass" if own == "ass" else "vtt", own, len(cues))


def _nothing(folder: Path, form: str, trouble: str) -> TextFound:
    for left in folder.iterdir():
        left.unlink()
    if form == "image":
        _write(folder / "images.json", "[]")
        return TextFound(folder.name, "image", trouble=trouble)
    _write_words(folder, form, (), "")
    return TextFound(folder.name, "ass" if form == "ass" else "vtt", form, 0, trouble)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")

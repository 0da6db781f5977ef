"""What a file is by its first bytes, before any media library sees it (arithmetic).

A file that shows itself to be of a kind is opened with that demuxer and no other, so a
playlist named `.mkv` never meets the code that would follow it.
"""

from typing import Final

from matinee.engine.errors import EngineError, Unreadable, Unsupported

HEAD_BYTES: Final = 8192
TS_PACKETS: Final = ((188, 0), (192, 4), (204, 0))
MP4_BOXES: Final = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"sidx", b"moof", b"pnot",
     b"uuid"}
)  # fmt: skip
DEMUXERS: Final = {  # name of the demuxer -> what people call the container
    "mov": "mp4", "matroska": "matroska", "mpegts": "mpegts", "avi": "avi", "flv": "flv",
    "ogg": "ogg", "flac": "flac", "mp3": "mp3", "aac": "aac", "wav": "wav", "asf": "asf",
    "mpeg": "mpeg", "w64": "wav", "aiff": "aiff", "ac3": "ac3",
}  # fmt: skip
PLAYLISTS: Final = (b"#EXTM3U", b"ffconcat", b"<MPD", b"[playlist]", b"<smil", b"<asx", b"v=0\r",
                    b"v=0\n", b"RTSPtext", b"SMIL")  # fmt: skip
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS")
STILL_BRANDS: Final = (b"heic", b"heix", b"avif", b"mif1", b"avis", b"msf1", b"heim", b"crx ")


def demuxer(head: bytes, size: int) -> str | None:
    """Return the demuxer for a file, or None where libav must look at more of it.

    Raises Unreadable where it is empty, a picture, a playlist or clearly something else.
    """
    if size == 0:
        raise Unreadable("The file is empty.", fix="Copy it again: no bytes arrived.")
    _refuse_others(head)
    if head[4:8] in MP4_BOXES:
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    for magic, name in (
        (b"FLV\x01", "flv"), (b"OggS", "ogg"), (b"fLaC", "flac"), (b"\x30\x26\xb2\x75", "asf"),
        (b"\0\0\1\xba", "mpeg"),
    ):  # fmt: skip
        if head.startswith(magic):
            return name
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if _is_transport_stream(head):
        return "mpegts"
    if head.startswith(b"ID3"):
        return "mp3"
    if not head.strip(b"\0"):
        raise Unreadable("The file holds nothing but zeros.", fix="Copy it again.")
    return None


def missing_index() -> EngineError:
    """Return the error of an MP4 whose `moov` never came."""
    return Unreadable(
        "The file is cut off: the part of the MP4 that says where everything is (moov) is missing.",
        fix="Copy or download it again; a recording may be repaired from its camera.",
    )


def _refuse_others(head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    looks_like_text = b"\0" not in head[:512]
    xml = text.startswith(b"<?xml") and any(mark in text[:1024] for mark in (b"<MPD", b"<smil"))
    if looks_like_text and (text.startswith(PLAYLISTS) or xml):
        raise Unreadable(
            "This is a playlist that names other files, not a video.",
            fix="Bring in the videos themselves.",
            code="playlist",
        )
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    if webp or brand in STILL_BRANDS or head.startswith(PICTURES):
        raise Unreadable(
            "This is a picture, not a video.", fix="Bring in a video or sound file.", code="picture"
        )
    if text.startswith((b"<!DOCTYPE", b"<html", b"<!doctype", b"<HTML")):
        raise Unreadable(
            "This is a web page, not a video.",
            fix="The download gave a page instead of the video: fetch it again from its source.",
        )
    if head.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"%PDF")):
        raise Unsupported(
            "This is an archive or a document, not a video.",
            fix="Unpack it and bring in the video.",
        )


def _is_transport_stream(head: bytes) -> bool:
    for size, offset in TS_PACKETS:
        marks = head[offset : offset + size * 8 : size]
        if len(marks) >= 3 and not marks.strip(b"\x47"):
            return True
    return False


def matroska_end(head: bytes) -> int | None:
    """Return where a Matroska file says it ends, if it says so (RFC 8794, RFC 9559)."""
    at, ends = 0, 0
    for element in (b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"):
        if not head.startswith(element, at) or at + 5 > len(head):
            return None
        first = head[at + 4]
        length = 9 - first.bit_length()
        raw = head[at + 4 : at + 4 + length]
        if length > 8 or len(raw) < length:
            return None
        unknown = (1 << 7 * length) - 1
        value = int.from_bytes(raw, "big") & unknown
        if value == unknown:
            return None
        at += 4 + length
        ends = at + value
        if element == b"\x1a\x45\xdf\xa3":
            at = ends
    return ends

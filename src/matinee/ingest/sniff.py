"""What a file is by its first bytes, where its name cannot be believed. Pure."""

_PICTURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"ftypavif", 4, "image/avif"),
    (b"ftypavis", 4, "image/avif"),
)
_SUFFIXES = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
    "image/avif": ".avif",
}  # fmt: skip
_VIDEOS: tuple[tuple[bytes, int, str], ...] = (
    (b"ftyp", 4, ".mp4"),
    (b"\x1aE\xdf\xa3", 0, ".mkv"),
    (b"FLV\x01", 0, ".flv"),
    (b"OggS", 0, ".ogg"),
    (b"fLaC", 0, ".flac"),
    (b"ID3", 0, ".mp3"),
    (b"\x00\x00\x01\xba", 0, ".mpg"),
)


def picture_type(head: bytes) -> str | None:
    """Return the media type of a raster picture from its first 16 bytes, None for all else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, at, kind in _PICTURES if head[at : at + len(mark)] == mark), None)


def picture_suffix(head: bytes) -> str | None:
    """Return the file suffix of a raster picture, None for all else."""
    kind = picture_type(head)
    return _SUFFIXES[kind] if kind else None


def video_suffix(head: bytes) -> str:
    """Return the usual suffix of a video or sound file from its first bytes, "" when unknown."""
    if head[:4] == b"RIFF":
        return {b"AVI ": ".avi", b"WAVE": ".wav"}.get(head[8:12], "")
    if head[:1] == b"G" and head[188:189] == b"G":
        return ".ts"
    return next((suffix for mark, at, suffix in _VIDEOS if head[at : at + len(mark)] == mark), "")

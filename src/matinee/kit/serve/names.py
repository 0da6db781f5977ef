"""File names for downloads, made of titles that anyone may have written.

RFC 6266 wants `filename` for old clients and `filename*` (RFC 8187) for the rest. A title may
hold quotes, newlines, slashes, reserved Windows names, right-to-left overrides that show
`gpj.exe` as `exe.jpg`, or no letter at all.
"""

import unicodedata
from urllib.parse import quote

MAX_NAME_BYTES = 200  # below the 255 of common file systems, with room for " (1)"
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))]
)
_ATTR_CHARS = "!#$&+-.^_`|~"  # RFC 8187 attr-char beside letters and digits


def safe_file_name(title: str, extension: str) -> str:
    """Return a file name every common system takes; `extension` is like "mp4" or empty."""
    letters = [char if _keeps(char) else " " for char in unicodedata.normalize("NFC", title)]
    stem = " ".join("".join(letters).split()).strip(". ")
    suffix = "".join(char for char in extension.lower() if char.isascii() and char.isalnum())[:8]
    suffix = f".{suffix}" if suffix else ""
    stem = stem.encode("utf-8", "ignore")[: MAX_NAME_BYTES - len(suffix)].decode("utf-8", "ignore")
    stem = stem.strip(". ") or "video"
    if stem.split(".", maxsplit=1)[0].upper() in _RESERVED:
        stem = f"_{stem}"
    return stem + suffix


def _keeps(char: str) -> bool:
    # C*: controls, formats (bidi overrides, zero widths), lone surrogates, unassigned.
    return char not in _FORBIDDEN and not unicodedata.category(char).startswith("C")


def attachment(file_name: str) -> str:
    """Return a Content-Disposition that saves under `file_name` (made by `safe_file_name`)."""
    plain = unicodedata.normalize("NFKD", file_name).encode("ascii", "ignore").decode()
    # "%" is avoided because some clients decode it here (RFC 6266, appendix D).
    plain = "".join(char for char in plain if char not in '"\\%' and char.isprintable())
    stem = plain.rpartition(".")[0] if "." in plain else plain
    if not stem.strip():
        plain = "video" + plain.strip()
    encoded = quote(file_name, safe=_ATTR_CHARS)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"

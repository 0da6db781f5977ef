"""Turning the part of a name that is a title into one that people would write."""

import re

from matinee.ingest.identify.naming.words import STRONG, WEAK

_ABBREVIATIONS = re.compile(r"(?i)(?<![^\W_])(mr|mrs|ms|dr|jr|sr|st|vs|vol)\.(?=[\s]?[^\W_])")
_INITIALS = re.compile(r"(?<![^\W_])((?:[^\W\d_]\.){2,}[^\W\d_]?)(?=$|[\s._(\[-])")
_SITE = re.compile(
    r"(?ix)^[\s\[({]*(?:www\s?\.\s?)[\w-]+(?:\s?\.\s?[a-z]{2,10}){1,2}[\s\])}]*[-–_.\s]*|^[\[(]\s*[\w-]+\.(?:com|org|net|to|cc|tv|info|me|io|site|la|ag|pw|lol|in|ru)\s*[\])][\s._-]*|^[\w-]+\.(?:com|org|net)\s*[-–]\s*"
)
_GROUP = re.compile(r"^\s*[\[【](?P<g>[^\]】]{1,60})[\]】][\s._-]*")
_EMPTY_BOX = re.compile(r"[(\[{][\s._,-]*[)\]}]")
_IDS = re.compile(
    r"(?i)[\[{(]\s*(?:(?P<k>tmdb|imdb|tvdb|anidb|tvmaze)(?:id)?\s*[-=: ]\s*)?(?P<v>tt\d{6,9}|(?<=[-=: ])\d{1,9})\s*[\]})]"
)
_EDITION = re.compile(r"(?i)\{\s*edition[-=: ]\s*([^}]{1,80})\}")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "nor",
        "but",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "vs",
        "de",
        "la",
        "el",
        "los",
        "las",
        "le",
        "les",
        "du",
        "des",
        "et",
        "y",
        "e",
        "un",
        "una",
        "der",
        "die",
        "das",
        "und",
        "von",
        "zu",
        "den",
    ]
)
_ROMAN = re.compile(r"(?i)^(?=[ivx])(?:x{0,2}(?:ix|iv|v?i{0,3}))$")
_JUNK_END = re.compile(r"[\s._,;:+~=–—-]+$")
_JUNK_START = re.compile(r"^[\s._,;:+~=–—-]+")


def unsite(stem: str) -> str:
    """Take off the address of the site that a file was found on."""
    rest = _SITE.sub("", stem, count=1)
    return rest if any(char.isalnum() for char in rest) else stem


def ungroup(stem: str) -> tuple[str, str | None]:
    """Take off a group's name in brackets at the start; returns (rest, group)."""
    found = _GROUP.match(stem)
    if found is None or not any(char.isalnum() for char in stem[found.end() :]):
        return stem, None
    return stem[found.end() :], found["g"]


def take_ids(stem: str) -> tuple[str, dict[str, str]]:
    """Take out `{tmdb-123}`, `[imdbid-tt0123456]` and the like; returns (rest, ids)."""
    ids: dict[str, str] = {}

    def note(found: re.Match[str]) -> str:
        kind = (found["k"] or "imdb").lower()
        ids.setdefault(kind, found["v"].lower())
        return " "

    return _IDS.sub(note, stem), ids


def take_edition(stem: str) -> tuple[str, str | None]:
    """Take out `{edition-Director's Cut}`; returns (rest, its words)."""
    found = _EDITION.search(stem)
    if found is None:
        return stem, None
    return stem[: found.start()] + " " + stem[found.end() :], " ".join(found[1].split())


def is_dotted(stem: str) -> bool:
    """Say whether dots or underscores stand for spaces in a name."""
    return " " not in stem.strip() and bool(re.search(r"[^\W_][._][^\W_]|[._].*[._]", stem))


def readable(raw: str, *, dotted: bool) -> str:
    """Return a title as people write it, from the part of a name that holds it."""
    text = _EMPTY_BOX.sub(" ", raw)
    if dotted:
        text = text.replace("_", " ")
        held: list[str] = []

        def hold(found: re.Match[str]) -> str:
            held.append(found[0])
            return f"\0{len(held) - 1}\0"

        text = _INITIALS.sub(hold, text)
        text = _ABBREVIATIONS.sub(lambda found: found[1] + "\1 ", text)
        text = text.replace(".", " ").replace("\1", ".")
        text = re.sub(r"\0(\d+)\0", lambda found: _initials(held[int(found[1])]) + " ", text)
        if "-" in text and " - " not in text and " " not in text.strip():
            text = text.replace("-", " ")
    else:
        text = text.replace("_", " ")
    text = " ".join(text.split())
    before = None
    while before != text:
        before = text
        text = (
            _JUNK_START.sub("", _JUNK_END.sub("", text))
            if not _ends_short(text)
            else _JUNK_START.sub("", text)
        )
        text = _unbalanced(text)
    return _cased(text)[:300]


def _initials(held: str) -> str:
    return (
        held
        if held.endswith(".")
        else held + "."
        if held.count(".") >= 2 and len(held) <= 9
        else held
    )


def _ends_short(text: str) -> bool:
    """A final dot belongs to initials and abbreviations, and three of them to a title."""
    return bool(
        re.search(r"(?i)(?:(?<![^\W_])(?:[^\W\d_]\.){2,}|\b(?:jr|sr|vs|etc)\.|[^.]\.\.\.)$", text)
    )


def _unbalanced(text: str) -> str:
    for opening, closing in ("()", "[]", "{}"):
        if text.endswith(opening) or (
            text.count(opening) > text.count(closing) and text.rfind(opening) > len(text) * 0.3
        ):
            text = (
                text[: text.rfind(opening)].rstrip()
                if text.rfind(opening) > 0
                else text.replace(opening, "")
            )
        if text.startswith(closing):
            text = text[1:].lstrip()
    if len(text) > 2 and text[0] in "([{" and text[-1] in ")]}" and text.count(text[0]) == 1:
        text = text[1:-1].strip()
    return text


def _cased(text: str) -> str:
    """Give capitals to a title that has none, or nothing else."""
    letters = [char for char in text if char.isalpha()]
    if not letters or any(ord(char) > 0x2E80 for char in letters):
        return text
    small = all(not char.isupper() for char in letters)
    words = text.split()
    shouted = all(not char.islower() for char in letters) and len(words) > 2 and len(letters) > 8
    if not small and not shouted:
        return text
    out: list[str] = []
    for n, word in enumerate(words):
        low = word.lower()
        if low in _SMALL and 0 < n < len(words) - 1:
            out.append(low)
        elif n and _ROMAN.match(low) and low != "":
            out.append(low.upper())
        else:
            out.append(_capital(low))
    return " ".join(out)


def _capital(word: str) -> str:
    parts = re.split(r"([-/])", word)
    return "".join(
        part[:1].upper() + part[1:] if part[:1].isalpha() else _first_letter(part) for part in parts
    )


def _first_letter(part: str) -> str:
    """`(the` and `"the` begin with a mark; `9th` stays."""
    found = re.match(r"^[^\w]+", part)
    if found is None:
        return part
    rest = part[found.end() :]
    return found[0] + rest[:1].upper() + rest[1:]


def release_start(stem: str, since: int = 0) -> int | None:
    """Return where the words of a release begin; weak ones before a strong one belong to it."""
    found = next(
        (one for one in STRONG.finditer(stem, since) if one.start() > 0 or since > 0), None
    )
    if found is None:
        return None
    start = found.start()
    while (before := _weak_before(stem, start, since)) is not None:
        start = before
    return start


def _weak_before(stem: str, end: int, since: int) -> int | None:
    """Return where a weak word begins that ends right before `end`."""
    trimmed = len(stem[:end].rstrip(" ._-([{+&"))
    for found in WEAK.finditer(stem, since, trimmed):
        if (
            found.end() == trimmed
            and found.start() > since
            and any(c.isalnum() for c in stem[since : found.start()])
        ):
            return found.start()
    return None


def weak_at(stem: str, at: int) -> bool:
    """Say whether a weak release word begins at a place, past separators."""
    lead = re.compile(r"[\s._\-(\[]*").match(stem, at)
    return WEAK.match(stem, lead.end() if lead else at) is not None


def is_bare_release(text: str) -> bool:
    """Say whether a text has nothing but words of a release."""
    rest = WEAK.sub(" ", STRONG.sub(" ", text))
    return not any(char.isalnum() for char in rest)

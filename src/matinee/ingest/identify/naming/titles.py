"""Turning the part of a name that is a title into one that people would write."""

import re

_ABBREVIATIONS = re.compile(r"(?i)(?<![^\W_])(mr|mrs|ms|dr|jr|sr|st|vs|vol)\.(?=\s?[^\W_])")
_INITIALS = re.compile(
    r"(?<![^\W_])((?:[^\W\d_]\.){2,12}(?:[^\W\d_](?![^\W_]))?)"
    r"(?=$|[\s._(\[-]|[^\W_]{2})"
)
_DATELIKE = re.compile(r"(?<![\w.])(\d{1,2}\.\d{1,2}\.\d{1,2})(?![\w])")
_SITE = re.compile(
    r"""(?ix)^(?:
        [\s\[({]*www\s?\.\s?[\w-]{1,63}(?:\s?\.\s?[a-z]{2,10}){1,2}[\s\])}]*[-–_.\s]*
        | [\[(]\s*[\w-]{1,63}(?:\.[\w-]{1,63})?
          \.(?:com|org|net|to|cc|tv|info|me|io|site|la|ag|pw|lol|in|ru|eu|xyz|se)
          \s*[\])][\s._-]*
        | [\w-]{1,63}\.(?:com|org|net)\s*[-–]\s*
    )"""
)  # fmt: skip
_GROUP = re.compile(
    r"^\s*(?:[\[【](?P<g>[^\]】]{1,60})[\]】][\s._-]*|\((?P<h>[A-Za-z][\w-]{1,20})\)_)"
)
_ANY_YEAR = re.compile(r"(?<![^\W_])(?:19|20)\d\d(?![^\W_])")
_COUNT_BOX = re.compile(r"(?i)\s*(?:\d{1,4}(?:x\d{1,4})?|s\d{1,4}[\s._-]?e\d.*|ep?\d{1,4})\s*")
_COUNT_NEXT = re.compile(r"\s*[\[【]?第\s?\d")
_EMPTY_BOX = re.compile(r"[(\[{][\s._,-]*[)\]}]")
_IDS = re.compile(
    r"(?i)[\[{(]\s*(?:(?P<k>tmdb|imdb|tvdb|anidb|tvmaze)(?:id)?\s*[-=: ]\s*)?"
    r"(?P<v>tt\d{6,9}|(?<=[-=: ])\d{1,9})\s*[\]})]"
)
_SMALL = frozenset({
    "a", "an", "the", "and", "or", "nor", "but", "of", "in", "on", "at", "to", "for", "from", "by",
    "with", "as", "vs", "de", "la", "el", "los", "las", "le", "les", "du", "des", "et", "y", "e",
    "un", "una", "der", "die", "das", "und", "von", "zu", "den",
})  # fmt: skip
_ROMAN = re.compile(r"(?i)^(?=[ivx])(?:x{0,2}(?:ix|iv|v?i{0,3}))$")
_ENDING = re.compile(
    r"(?i)^(?P<rest>.+?),\s(?P<article>the|an?|der|die|das|le|la|les|el|los|las|il|lo|gli|l'|o|os)$"
)
_JUNK = " \t._,;:+~=–—-"
_SHORT_END = re.compile(
    r"(?i)(?:(?<![^\W_])(?:[^\W\d_]\.){2,12}|\b(?:jr|sr|vs|etc|wa|no)\.|[^.]\.\.\.)$"
)


def unsite(stem: str) -> str:
    """Take off the address of the site that a file was found on."""
    rest = _SITE.sub("", stem, count=1)
    return rest if any(char.isalnum() for char in rest) else stem


def ungroup(stem: str) -> tuple[str, str | None]:
    """Take off a group's name in brackets at the start; returns (rest, group).

    `[REC] (2007)` and `[1994] Title` have none: a title must be left, and a year is no group.
    """
    found = _GROUP.match(stem)
    if found is None:
        return stem, None
    rest = stem[found.end() :]
    before = _ANY_YEAR.split(rest, maxsplit=1)[0]
    if not any(char.isalpha() or char.isdecimal() for char in before):
        return stem, None
    if _COUNT_BOX.fullmatch(found["g"] or "") or _COUNT_NEXT.match(rest):
        return stem, None
    return rest, found["g"] or found["h"]


def take_ids(stem: str) -> tuple[str, dict[str, str]]:
    """Take out `{tmdb-123}`, `[imdbid-tt0123456]` and the like; returns (rest, ids)."""
    ids: dict[str, str] = {}

    def note(found: re.Match[str]) -> str:
        ids.setdefault((found["k"] or "imdb").lower(), found["v"].lower())
        return " "

    return _IDS.sub(note, stem), ids


def is_dotted(stem: str) -> bool:
    """Say whether dots or underscores stand for spaces in a name."""
    return " " not in stem.strip() and bool(re.search(r"[^\W_][._][^\W_]|[._].*[._]", stem))


def same(one: str, other: str) -> bool:
    """Say whether two titles are one, written differently."""
    return key(one) == key(other) != ""


def key(text: str) -> str:
    """Return a title without case, punctuation and separators."""
    return re.sub(r"[\W_]+", "", text.casefold().replace("&", "and"))


def readable(raw: str, *, dotted: bool) -> str:
    """Return a title as people write it, from the part of a name that holds it."""
    text = _EMPTY_BOX.sub(" ", raw)
    text = _undotted(text) if dotted else text.replace("_", " ")
    text = _trimmed(" ".join(text.split()))
    if (found := _ENDING.match(text)) is not None:
        gap = "" if found["article"].endswith("'") else " "
        text = f"{found['article']}{gap}{found['rest']}"
    return _cased(text)[:300]


def _undotted(text: str) -> str:
    text = text.replace("_", " ")
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[1])
        return f"\0{len(held) - 1}\0"

    text = _INITIALS.sub(hold, _DATELIKE.sub(hold, text))
    text = _ABBREVIATIONS.sub(lambda found: found[1] + "\1 ", text)
    text = text.replace(".", " ").replace("\1", ".")
    text = re.sub(r"\0(\d{1,3})\0", lambda found: f"{_initials(held[int(found[1])])} ", text)
    text = text.replace("\0", "")
    if "-" in text and " " not in text.strip():
        text = text.replace("-", " ") if text == text.lower() or text.count("-") > 1 else text
    return text


def _initials(held: str) -> str:
    """`S.W.A.T` lost its last dot to what parts words."""
    return held if held[-1] in ".0123456789" or held.count(".") < 2 else f"{held}."


def _trimmed(text: str) -> str:
    """Take off what parts words and half brackets from both ends, until nothing changes."""
    for _ in range(12):
        before = text
        text = text.lstrip(_JUNK) if not text.startswith("...") else text
        text = text if _SHORT_END.search(text[-40:]) else text.rstrip(_JUNK)
        text = _balanced(text)
        if text == before:
            break
    return text


def _balanced(text: str) -> str:
    for opening, closing in ("()", "[]", "{}", "【】"):
        at = text.rfind(opening)
        if at >= 0 and closing not in text[at:]:
            text = text[:at].rstrip() if at > 0 else text[1:]
        if text.startswith(closing):
            text = text[1:].lstrip()
    if len(text) > 2 and text[0] in "([{【" and text[-1] in ")]}】" and text.count(text[0]) == 1:
        inner = text[1:-1].strip()
        text = inner if text[0] != "[" or len(inner) > 5 else text
    return text


def _cased(text: str) -> str:
    """Give capitals to a title that has none, or nothing else."""
    letters = [char for char in text if char.isalpha()]
    if not letters or any(ord(char) > 0x2E80 for char in letters):
        return text
    words = text.split()
    small = all(not char.isupper() for char in letters)
    shouted = all(not char.islower() for char in letters) and len(words) > 1 and len(letters) > 8
    if not small and not shouted:
        return text
    out: list[str] = []
    for n, word in enumerate(words):
        low = word.lower()
        if low in _SMALL and 0 < n < len(words) - 1:
            out.append(low)
        elif n and _ROMAN.match(low):
            out.append(low.upper())
        else:
            out.append("".join(_capital(part) for part in re.split(r"([-/])", low)))
    return " ".join(out)


def _capital(part: str) -> str:
    """`(the` and `"the` begin with a mark; `9th` stays."""
    bare = part.lstrip("([{\"'“„«¿¡#")
    lead = part[: len(part) - len(bare)]
    return lead + bare[:1].upper() + bare[1:]

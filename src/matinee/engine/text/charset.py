"""Finding the character set of a subtitle file, which says it nowhere.

Unicode is told by its mark or by being valid. For the rest every old set of every language is
tried, and the reading that looks most like its language is taken: common letters and common
words count for it, letters that do not belong and capitals within words against it. Subtitles
are short and half ASCII, where detectors made for web pages guess badly; a word about the
language (from the track or the file's name) settles what is close. charset-normalizer is asked
where no language fits.
"""

import codecs
from functools import cache
from typing import Final

import charset_normalizer

from matinee.engine.text.languages import LANGUAGES, Language, words_of

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_BYTES: Final = 48 * 1024
HINTED: Final = 0.35
FITS: Final = 0.3
BETTER: Final = 0.02  # what a later set must be better by: earlier ones are likelier
NEUTRAL: Final = frozenset(
    "’‘“”„«»–—…¿¡°·•♪♫€£§©®´`×\u00a0\u00ad\u200e\u200f。、！？「」，．・：《》（）～"
)


def decode(raw: bytes, language: str | None = None) -> str:
    """Return bytes as text; `language` is the tag of the words in them where it is known."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if name := _wide(raw):
        return raw.decode(name, "replace")
    if b"\x1b$" in raw[:SAMPLE_BYTES] and raw.isascii():
        return raw.decode("iso2022_jp", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A damaged byte among a thousand good ones does not make it another set.
        good = raw.decode("utf-8", "ignore")
        beyond = sum(1 for c in good[:20_000] if c > "\x7f")
        bad = raw[:60_000].decode("utf-8", "replace").count("\ufffd")
        if beyond > 20 * bad or (error.start > len(raw) - 4 and beyond):
            return raw.decode("utf-8", "replace")
    return raw.decode(charset_of(raw, language), "replace")


def _wide(raw: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zeros."""
    head = raw[:2000]
    if len(head) < 8:
        return None
    if head[1::2].count(0) * 3 > len(head[1::2]) and not head[0::2].count(0):
        return "utf-16-le"
    return (
        "utf-16-be"
        if head[0::2].count(0) * 3 > len(head[0::2]) and not head[1::2].count(0)
        else None
    )


def charset_of(raw: bytes, language: str | None = None) -> str:
    """Return the name of the likeliest old character set of bytes that are not Unicode."""
    sample = _sample(raw)
    hint = words_of(language)
    best, best_fit = "", -9.0
    readings: dict[str, str | None] = {}
    for one in LANGUAGES:
        for name in one.charsets:
            if name not in readings:
                readings[name] = _read(sample, name)
            text = readings[name]
            if text is None:
                continue
            fit = _fit(text, one) + (HINTED if hint is not None and _same(hint, one) else 0.0)
            if fit > best_fit + BETTER:
                best, best_fit = name, fit
    if best_fit >= FITS:
        return best
    guess = charset_normalizer.from_bytes(sample).best()
    return guess.encoding if guess is not None and guess.encoding != "ascii" else best or "cp1252"


def _same(hint: Language, one: Language) -> bool:
    return hint is one or {hint.code, one.code} == {"zh", "zh-hant"}


def _sample(raw: bytes) -> bytes:
    """Return the lines that have something beyond ASCII: the others tell nothing of the set."""
    lines: list[bytes] = []
    size = 0
    for line in raw[: 64 * SAMPLE_BYTES].split(b"\n"):
        if not line.isascii():
            lines.append(line[:2000])
            size += len(lines[-1])
        if size > SAMPLE_BYTES:
            break
    return b"\n".join(lines)


def _read(sample: bytes, charset: str) -> str | None:
    """Return the reading in a set; None where more than a few bytes have no meaning in it."""
    text = sample.decode(charset, "replace")
    return None if text.count("\ufffd") * 50 > len(text) else text


@cache
def _weights(language: Language) -> dict[str, float]:
    """Return what each letter of a language counts: the commonest 1, the rarest 0.5."""
    count = len(language.letters)
    return {c: 1.0 - 0.5 * n / count for n, c in enumerate(language.letters)}


def _fit(text: str, language: Language) -> float:
    """Return how much a reading looks like a language: about 1 for a good one."""
    weights = _weights(language)
    wide = language.code in {"zh", "zh-hant", "ja", "ko"}
    total, seen, before = 0.0, 0, " "
    for c in text:
        if c > "\x7f":
            seen += 1
            total += _weight(c, before, weights, wide=wide)
        before = c
    letters = total / max(seen, 1)
    return letters + _common_words(text, language)


def _weight(c: str, before: str, weights: dict[str, float], *, wide: bool) -> float:
    if c in weights:
        return weights[c]
    if c in NEUTRAL:
        return 0.3
    lowered = c.lower()
    if lowered in weights:
        # Capitals stand at the beginning of words; within them the set is another.
        return -0.6 if before.islower() else 0.5
    if wide and (
        ("\u3040" <= c <= "\u30ff") or ("\u4e00" <= c <= "\u9fff") or ("\uac00" <= c <= "\ud7a3")
    ):
        return 0.05 if "\u4e00" <= c <= "\u9fff" else 0.25
    if "\u0591" <= c <= "\u05c7" or "\u064b" <= c <= "\u0652" or "\u0e31" <= c <= "\u0e4e":
        return 0.3  # vowel signs of Hebrew, Arabic and Thai
    return -1.0


def _common_words(text: str, language: Language) -> float:
    """Return up to 0.6 for the share of a language's commonest words in a reading."""
    if not language.words:
        return 0.0
    words = [word.strip(".,!?;:-\"'()[]<>/…¿¡«»„“”") for word in text.lower().split()]
    words = [word for word in words if word and not word.isdigit()]
    found = sum(1 for word in words if word in language.words)
    return min(0.6, 1.5 * found / max(len(words), 1))

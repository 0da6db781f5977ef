"""Numbers and seasons as names write them: 2, II, second, 二, `Staffel 2`, `第二季`."""

import re

from matinee.ingest.identify.naming import words
from matinee.ingest.identify.naming.release import S

HAN = "[一二三四五六七八九十]{1,3}"
_HAN_DIGITS = {char: n for n, char in enumerate("一二三四五六七八九", 1)}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th|ª|º|°|er|ère|e|-?й)?\.?"
SEASON_MARK = re.compile(
    rf"""(?ix)
    第\s?({HAN}|\d{{1,3}})\s?[季期部] | (?:시즌|シーズン)\s?(\d{{1,2}})
    | (?<![^\W_])(?:
        (?:{words.SEASON})(?:{S}{{0,3}}(\d{{1,4}})|{S}{{1,3}}({words.CARDINALS}|[ivx]{{1,5}}))(?![^\W_])
        | {_ORDINAL}{S}{{0,3}}(?:{words.SEASON_BEHIND})(?![^\W_])
        | ({words.FIRSTS}){S}(?:complete{S})?season(?![^\W_])
        | s(\d{{1,4}})(?![^\W_])
    )"""
)


def of(found: re.Match[str]) -> int:
    """Return the number in a season's mark."""
    return number(next(one for one in found.groups() if one))


def number(text: str) -> int:
    """Return a number written in digits, Roman or Chinese ones, or as a word."""
    low = text.lower()
    if low.isdecimal():
        return int(low)
    if low in words.ORDINALS:
        return words.ORDINALS[low]
    return _roman(low) if low[0] in _ROMAN else _han(text)


def _han(text: str) -> int:
    tens, has_ten, ones = text.rpartition("十")
    if not has_ten:
        return _HAN_DIGITS.get(text[-1:], 0)
    return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0)


def _roman(low: str) -> int:
    values = [_ROMAN.get(char, 0) for char in low]
    return sum(
        -one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)
    )

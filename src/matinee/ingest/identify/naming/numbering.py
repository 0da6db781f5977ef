"""Where a name says which episode it is: S01E02-E03, 1x02, Season 1 Episode 2, 第05話, a day.

Each form is tried in turn, the surest first. The answer says where in the name it stands, for what
stands before it is the series and what follows is the episode's own title.
"""

import re
from dataclasses import dataclass
from datetime import date

from matinee.ingest.identify.naming.words import EPISODE, SEASON, STRONG, B, E

_RANGE_MOST = 60


@dataclass(frozen=True, slots=True)
class Numbering:
    """What was found, and from where to where. `sure` is false where a film might be named so."""

    start: int
    end: int
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    day: date | None = None
    sure: bool = True
    absolute: bool = False


_N = r"(\d{1,4})"
_G = r"[\s._]*[-~&+,]?[\s._]*"
_SXE = re.compile(
    rf"(?i)(?<![^\W_])(?:s|season[\s._]?|t)(\d{{1,4}})[\s._-]*[(\[]?(?:ep?|episode[\s._]?|x|cap[\s._]?)[\s._-]?{_N}(?:v\d)?(?!\d)"
)
_MORE = re.compile(
    rf"(?i){_G}(?:(?:s\d{{1,4}}[\s._]?)?(?:e|ep|x)[\s._]?|(?<=[-~&+,])\s?){_N}(?:v\d)?(?![\dpiPI]|[kK]\b|bit|[\s._]?bits?\b|\.\d(?!\d))(?![^\W_])"
)
_CROSS = re.compile(r"(?i)(?<![^\W_])(\d{1,2})x(\d{2,4})(?:v\d)?(?!\d|p\b|i\b)")
_CROSS_MORE = re.compile(
    r"(?i)[\s._]*[-~&+_]?[\s._]*(?:\d{1,2}x|x|(?<=-)e?)(\d{2,4})(?![\dpiPI])(?![^\W_])"
)
_WORDS = re.compile(
    rf"(?i){B}(?:(?:{SEASON})[\s._-]*(?P<a>\d{{1,4}})|(?P<b>\d{{1,2}})(?:st|nd|rd|th|ª|º|°|\.)?[\s._-]*(?:{SEASON})|第\s*(?P<c>\d{{1,3}})\s*[季期部]|S(?P<d>\d{{1,2}}))"
    rf"[\s._,:–-]*(?:(?:{EPISODE}|E)[\s._#-]*(?:n[o°º]\.?\s*)?(?P<e>\d{{1,4}})(?:[\s._]*[-–&+~][\s._]*(?:{EPISODE}|E)?[\s._]*(?P<f>\d{{1,4}})(?![\dpi]))?|第?\s*(?P<g>\d{{1,4}})\s*[話话集回화회]|(?P<h>\d{{1,4}})[\s._]*(?:{EPISODE}){E})"
)
_CAP = re.compile(
    r"(?i)(?<![^\W_])cap[\s._]*(\d{1,2})(\d{2})(?:[\s._]*[-_][\s._]*(?:cap[\s._]*)?(?:\d{1,2})?(\d{2}))?(?!\d)"
)
_OF = re.compile(rf"(?i){B}(?:part|pt)?[\s._]?{_N}[\s._]?(?:of|de|von)[\s._]?\d{{1,3}}{E}")
_ALONE = re.compile(
    rf"(?i){B}(?:(?P<sp>sp|ova|oad|ona|special)[\s._-]*)?(?:(?:{EPISODE}|E)[\s._#-]*(?:n[o°º]\.?\s*)?(?P<a>\d{{1,4}})(?:v\d)?(?:[\s._]*[-–&+~][\s._]*(?:{EPISODE}|E)?[\s._]*(?P<b>\d{{1,4}})(?![\dpiPI]))?{E}"
    rf"|第\s*(?P<c>\d{{1,4}})\s*(?:[-~]\s*(?P<d>\d{{1,4}})\s*)?[話话集回화회]|(?P<e>\d{{1,4}})\s*(?:화|회|話|серия){E}|\#(?P<f>\d{{1,4}}){E})"
)
_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[\s._-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"
)
_DAY_LAST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?P<s>[\s._-])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)"
)
_DAY_WHOLE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_ABSOLUTE = re.compile(
    r"(?i)(?:^|(?<=[\s._]))[-–][\s._]+(?:(?P<sp>sp|ova|special)[\s._]*)?(?P<a>\d{1,4})(?:\.5)?(?:v\d)?(?:[\s._]*[-~][\s._]*(?P<b>\d{1,4}))?(?:[\s._]*(?:end|final))?(?=$|[\s._]*[\[(]|[\s._]+[-–]|[\s._]+\d{3,4}p)"
)
_BOXED = re.compile(r"\[(?P<a>\d{1,3})(?:v\d)?(?:[-~](?P<b>\d{1,3}))?(?:\s?END)?\]")
_LOOSE = re.compile(r"(?<=[\s._])(?P<a>\d{2,4})(?:v\d)?(?=$|[\s._]*[\[(])")
_EXTRA_ANIME = re.compile(
    r"(?i)(?:^|(?<=[\s._\]-]))(?P<k>OVA|OAD|ONA|SP|Special|OAV)s?(?:[\s._-]*(?P<a>\d{1,3}))?(?:v\d)?(?=$|[\s._]*[\[(]|[\s._]+-)"
)
_THREE = re.compile(r"(?<=[\s._-])(?P<s>\d{1,2})(?P<e>\d{2})(?=[\s._-])")
_LEADING = re.compile(
    r"^[\s\[(#]*(?:(?:e|ep|episode)[\s._]?)?(?P<a>\d{1,4})(?:v\d)?(?:[\s._]*[-~&][\s._]*(?:e|ep)?(?P<b>\d{1,4})(?=[\s._-]))?(?=$|[\s._\])-])(?!\.\d)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:^|[\s._(\[-])(?P<a>\d{1,4})[)\]]?$")


def find(stem: str) -> Numbering | None:
    """Return the numbering that needs nothing around it to be believed."""
    if (found := _SXE.search(stem)) is not None:
        return _many(stem, found.start(), found.end(), int(found[1]), int(found[2]), _MORE)
    if (found := _CROSS.search(stem)) is not None:
        return _many(stem, found.start(), found.end(), int(found[1]), int(found[2]), _CROSS_MORE)
    if (found := _WORDS.search(stem)) is not None:
        season = _first(found, "abcd")
        episode, end = _first(found, "egh"), _whole(found["f"])
        return _ranged(Numbering(found.start(), found.end(), season, episode), end)
    if (found := _CAP.search(stem)) is not None:
        season, episode = int(found[1]), int(found[2])
        return _ranged(Numbering(found.start(), found.end(), season, episode), _whole(found[3]))
    return None


def without_season(stem: str) -> Numbering | None:
    """Return an episode's number that stands alone: E05, Episode 5, Folge 5, 第05話, 05화."""
    found = _ALONE.search(stem)
    if found is None or (found["f"] is None and found.start() == 0 and stem[:1] == "#"):
        return None
    season = 0 if found["sp"] else None
    one = Numbering(found.start(), found.end(), season, _first(found, "acef"))
    return _ranged(one, _first(found, "bd"))


def day(stem: str) -> Numbering | None:
    """Return a calendar day in a name, with the year first or last."""
    for form in (_DAY, _DAY_LAST, _DAY_WHOLE):
        for found in form.finditer(stem):
            try:
                that = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
            return Numbering(found.start(), found.end(), day=that, sure=form is not _DAY_WHOLE)
    return None


def absolute(stem: str, *, fansub: bool) -> Numbering | None:
    """Return a number that counts through all seasons, as fansubs write it: `Title - 105 [1080p]`."""
    special = _EXTRA_ANIME.search(stem) if fansub else None
    if special is not None and special.start() > 0:
        number = _whole(special["a"]) or 1
        return Numbering(special.start(), special.end(), 0, number, absolute=True)
    forms = (_ABSOLUTE, _BOXED, _LOOSE) if fansub else (_ABSOLUTE,)
    for form in forms:
        for found in form.finditer(stem):
            number, groups = int(found["a"]), found.groupdict()
            if form is not _ABSOLUTE and (number in {480, 576, 720} or number >= 1080):
                continue
            if found.start() == 0 and form is not _ABSOLUTE:
                continue
            season = 0 if groups.get("sp") else None
            one = Numbering(found.start(), found.end(), season, number, absolute=True)
            return _ranged(one, _whole(groups.get("b")))
    return None


def three_digits(stem: str) -> Numbering | None:
    """Return `show.name.102.hdtv`: a season and two digits of an episode, before release words."""
    for found in _THREE.finditer(stem):
        season, episode = int(found["s"]), int(found["e"])
        if 0 < episode <= 60 and season > 0 and found[0] not in {"264", "265", "720", "480", "576"}:
            behind = STRONG.match(stem, found.end() + 1)
            if behind is not None:
                return Numbering(found.start(), found.end(), season, episode, sure=False)
    return None


def counted(stem: str) -> Numbering | None:
    """Return a bare number that counts where the folder is a season: `01 - Pilot`, `Show 01`, `7`."""
    if (found := _LEADING.match(stem)) is not None:
        one = Numbering(found.start(), found.end(), None, int(found["a"]), sure=False)
        return _ranged(one, _whole(found["b"]))
    if (found := _OF.search(stem)) is not None:
        return Numbering(found.start(), found.end(), None, int(found[1]), sure=False)
    if (found := absolute(stem, fansub=True)) is not None:
        return found
    if (found := _TRAILING.search(stem)) is not None:
        return Numbering(found.start(), found.end(), None, int(found["a"]), sure=False)
    return None


def _many(
    stem: str, start: int, end: int, season: int, episode: int, more: re.Pattern[str]
) -> Numbering:
    last = episode
    while (found := more.match(stem, end)) is not None:
        number = int(found[1])
        if not last < number <= episode + _RANGE_MOST:
            break
        last, end = number, found.end()
    return Numbering(start, end, season, episode, last if last > episode else None)


def _ranged(one: Numbering, end: int | None) -> Numbering:
    if end is None or one.episode is None or not one.episode < end <= one.episode + 2000:
        return one
    return Numbering(
        one.start, one.end, one.season, one.episode, end, sure=one.sure, absolute=one.absolute
    )


def _first(found: re.Match[str], names: str) -> int | None:
    return next((int(found[name]) for name in names if found[name] is not None), None)


def _whole(text: str | None) -> int | None:
    return int(text) if text else None

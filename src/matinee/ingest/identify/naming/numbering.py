"""Where a name says which episode it is: S01E02-E03, 1x02, Season 1 Episode 2, 第05話, a day.

Each form is tried in turn, the surest first. The answer says where in the name it stands, for what
stands before it is the series and what follows is the episode's own title.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from matinee.ingest.identify.naming import counting, release
from matinee.ingest.identify.naming.release import B, E
from matinee.ingest.identify.naming.words import CARDINALS, EPISODE, EPISODE_BEHIND

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


_GAP = r"[\s._]{0,3}[-–~&+,]?[\s._]{0,3}"
_LETTER = r"(?:v\d|[a-d](?![^\W_]))?"
"""A second version of an episode, or the half of one."""
_SXE = re.compile(
    r"(?i)(?:(?<![^\W_])|(?<=[^\W_]\.[^\W_])|(?<=[^\W\d_]{2}))(?:s|season[\s._]?|t)(\d{1,4})[\s._-]*[(\[]?"
    rf"(?:ep?|episode[\s._]?|x|cap[\s._]?)[\s._-]?(\d{{1,4}}){_LETTER}(?!\d)"
)
_MORE = re.compile(
    rf"(?i)(?:{_GAP}|[\s._]+(?:and|to)[\s._]+)(?:(?:s\d{{1,4}}[\s._]?)?(?:ep?|x)[\s._]?|(?<=[-–~&+,]))"
    rf"(\d{{1,4}}){_LETTER}(?![\dpi]|k\b|bit|[\s._]?bits?\b|\.\d(?!\d))(?:(?![^\W_])|(?=e\d))"
)
_SX = re.compile(
    r"(?i)(?<![^\W_])s(\d{1,2})[\s._]*[-–][\s._]*(\d{2,4})(?:v\d)?(?:[\s._](?:end|final))?"
    r"(?=$|[\s._]*[\[(]|[\s._]+[-–][\s._])"
)
_CROSS = re.compile(
    r"(?i)(?<![^\W_])(\d{1,2})x(\d{2,4})(?:v\d)?(?!\d|p\b|i\b)(?:(?![^\W_])|(?=x\d|[a-d]\b))"
)
_CROSS_MORE = re.compile(
    r"(?i)[\s._]{0,3}[-~&+_]?[\s._]{0,3}(?:\d{1,2}x|x|(?<=-)e?)(\d{2,4})(?![\dpi])(?:(?![^\W_])|(?=x\d))"
)
_CAP = re.compile(
    r"(?i)(?<![^\W_])cap[\s._]*(\d{1,2})(\d{2})"
    r"(?:[\s._]*[-_][\s._]*(?:cap[\s._]*)?(?:\d{1,2})?(\d{2}))?(?!\d)"
)
_BETWEEN = re.compile(r"[\s._,:;–\-]*[\[(]?[\s._]*")
_FORWARD = (
    rf"(?:(?:{EPISODE})[\s._#-]*(?:n[o°º]\.?\s?)?|e\.?)(\d{{1,4}})(?:v\d)?"
    rf"(?:[\s._]*[-–&+~][\s._]*(?:{EPISODE}|e)?[\s._]*(\d{{1,4}})(?![\dpi]))?(?![^\W_])"
)
_CJK = rf"(?:第|제)\s?({counting.HAN}|\d{{1,4}})(?:\s?[-~～]\s?(\d{{1,4}}))?\s?[話话集回化화회期]"
_BACK = rf"(\d{{1,4}})(?:\.|ª|º|°|-?[яйю])?[\s._]?(?:{EPISODE_BEHIND})(?![^\W_])"
_EPISODE = re.compile(rf"(?i)(?:{_CJK}|(?<![^\W_])(?:{_FORWARD}|{_BACK}))")
_SPECIAL = re.compile(r"(?i)(?:^|(?<=[\s._\]-]))(?:sp|ova|oad|ona|specials?)[\s._-]*$")
_HASH = re.compile(r"(?<=[\s._])#(\d{1,4})(?![^\W_])")
_OF = re.compile(
    rf"(?i){B}[\[(]?(?:part|pt|teil|parte|partie)?[\s._]?(\d{{1,3}})[\s._]?(?:of|de|von)[\s._]?(\d{{1,3}}){E}[\])]?"
)
_PART = re.compile(
    rf"(?i){B}(?:part|pt|teil|parte|partie)[\s._-]?(\d{{1,2}}|{CARDINALS})(?=[\s._-]|$)"
)
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[\s._-])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d\d?)(?P<s>[\s._-])(?P<m>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d\d?)(?P<s>[\s._-])(?P<d>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)"),
)
_DAY_WHOLE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_DASHED = re.compile(
    r"(?i)(?<=[\s._])[-–][\s._]+(?:(?P<sp>sp|ova|oad|special)[\s._]*)?#?(?P<a>\d{1,4})(?:\.5)?(?:v\d)?"
    r"(?:[\s._]*[-~][\s._]*(?P<b>\d{1,4}))?(?:[\s._]*(?:end|final))?"
    r"(?=$|[\s._]*[\[(]|[\s._]+[-–]|[\s._]+\d{3,4}p)"
)
_BOXED = re.compile(
    r"(?i)[\[【](?P<a>\d{1,4})(?:v\d)?(?:[-~](?P<b>\d{1,4}))?(?:\s?(?:end|fin))?[\]】]"
)
_LOOSE = re.compile(r"(?<=[\s._])(?P<a>\d{2,4})(?:v\d)?(?=$|[\s._]*[\[(])")
_FAN_SPECIAL = re.compile(
    r"(?i)(?:^|(?<=[\s._\]-]))(?:OVA|OAD|ONA|SP|Special|OAV)s?"
    r"(?:[\s._-]*(?P<a>\d{1,3}))?(?:v\d)?(?=$|[\s._]*[\[(]|[\s._]+-)"
)
_THREE = re.compile(r"(?<=[\s._-])(\d{1,2})(\d{2})(?=[\s._-])")
_LEADING = re.compile(
    r"(?i)^[\s\[(#]*(?:(?:e|ep|episode|part|teil|parte|partie|chapter|kapitel|chapitre)[\s._]?)?(?P<a>\d{1,4})(?:v\d)?"
    r"(?:[\s._]*[-~&][\s._]*(?:e|ep)?(?P<b>\d{1,4})(?=[\s._-]|$))?(?=$|[\s._\])-])(?!\.\d)"
)
_TRAILING = re.compile(r"(?:^|[\s._(\[-])(?P<a>\d{1,4})(?:v\d)?[)\]]?$")
_SEASON_DASH = re.compile(r"(?<!\S)[\[(]?(\d{1,2})[-.](\d{2})[\])]?(?=$|\s-\s)")
_PICTURE_HEIGHTS = frozenset({480, 576, 720})


def find(stem: str) -> Numbering | None:
    """Return the numbering that needs nothing around it to be believed."""
    if (found := _SXE.search(stem)) is not None:
        return _many(stem, found, _MORE)
    if (found := _CROSS.search(stem)) is not None:
        return _many(stem, found, _CROSS_MORE)
    if (worded := _in_words(stem)) is not None:
        return worded
    if (found := _CAP.search(stem)) is not None:
        one = Numbering(found.start(), found.end(), int(found[1]), int(found[2]))
        return _ranged(one, found[3])
    if (found := _SX.search(stem)) is not None:
        return Numbering(found.start(), found.end(), int(found[1]), int(found[2]))
    return None


def _in_words(stem: str) -> Numbering | None:
    """Return a season's word with an episode's after it: `Staffel 1 Folge 2`, `2 сезон 1 серия`."""
    for season in counting.SEASON_MARK.finditer(stem):
        between = _BETWEEN.match(stem, season.end())
        at = between.end() if between else season.end()
        episode = _EPISODE.match(stem, at)
        if episode is not None:
            one = _from_words(episode)
            return replace(one, start=season.start(), season=counting.of(season))
    return None


def _from_words(found: re.Match[str]) -> Numbering:
    numbers = [counting.number(one) for one in found.groups() if one]
    one = Numbering(found.start(), found.end(), None, numbers[0])
    return _ranged(one, str(numbers[1]) if len(numbers) > 1 else None)


def without_season(stem: str) -> Numbering | None:
    """Return an episode's number that stands alone: E05, Episode 5, Folge 5, 第05話, 05화, #5."""
    found = _EPISODE.search(stem)
    if found is not None:
        one = _from_words(found)
        special = _SPECIAL.search(stem[: found.start()][-40:])
        return one if special is None else replace(one, season=0)
    found = _HASH.search(stem)
    return found and Numbering(found.start(), found.end(), None, int(found[1]))


def of_many(stem: str) -> Numbering | None:
    """Return `2 of 6`, or `Part 05`, as miniseries number themselves."""
    found = _OF.search(stem)
    if found is not None and 0 < int(found[1]) <= int(found[2]):
        return Numbering(found.start(), found.end(), None, int(found[1]), sure=False)
    return None


def part(stem: str, *, in_series: bool) -> Numbering | None:
    """Return `Part 05`: films in parts do not pad their numbers, and are not on air."""
    found = _PART.search(stem)
    if found is None or found.start() == 0:
        return None
    if not in_series and len(found[1]) != 2 and not release.ON_AIR.search(stem):
        return None
    number = counting.number(found[1])
    return Numbering(found.start(), found.end(), None, number, sure=False)


def day(stem: str) -> Numbering | None:
    """Return a calendar day in a name, with the year first or last."""
    for form in (*_DAYS, _DAY_WHOLE):
        for found in form.finditer(stem):
            try:
                that = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
            return Numbering(found.start(), found.end(), day=that, sure=form is not _DAY_WHOLE)
    return None


def absolute(stem: str, *, fansub: bool) -> Numbering | None:
    """Return a number that counts through all seasons: `Title - 105 [1080p]`, `[Title][05]`."""
    special = _FAN_SPECIAL.search(stem) if fansub else None
    if special is not None and special.start() > 0:
        number = int(special["a"] or 1)
        return Numbering(special.start(), special.end(), 0, number, absolute=True)
    for form in (_DASHED, _BOXED, _LOOSE) if fansub else (_DASHED,):
        for found in form.finditer(stem):
            number, groups = int(found["a"]), found.groupdict()
            if form is not _DASHED and (number in _PICTURE_HEIGHTS or number >= 1900):
                continue
            if found.start() == 0 and form is not _DASHED:
                continue
            season = 0 if groups.get("sp") else None
            one = Numbering(found.start(), found.end(), season, number, absolute=True)
            return _ranged(one, groups.get("b"))
    return None


def three_digits(stem: str) -> Numbering | None:
    """Return `show.name.102.hdtv`: a season and an episode, before what was on air."""
    on_air = release.ON_AIR.search(stem)
    if on_air is None:
        return None
    for found in _THREE.finditer(stem, 0, on_air.start() + 1):
        season, episode = int(found[1]), int(found[2])
        if 0 < episode <= _RANGE_MOST and 0 < season < 19:
            return Numbering(found.start(), found.end(), season, episode, sure=False)
    return None


def dashed_season(stem: str) -> Numbering | None:
    """Return `Show 2-03`, `Show [2.03]`."""
    found = _SEASON_DASH.search(stem)
    if found is None:
        return None
    return Numbering(found.start(), found.end(), int(found[1]), int(found[2]), sure=False)


def leading(stem: str) -> Numbering | None:
    """Return a number that a name begins with."""
    found = _LEADING.match(stem)
    if found is None:
        return None
    return _ranged(Numbering(found.start(), found.end(), None, int(found["a"])), found["b"])


def counted(stem: str) -> Numbering | None:
    """Return a bare number where the folder is a season: `01 - Pilot`, `Show 01`, `7`."""
    if (one := leading(stem)) is not None:
        return one
    if (one := absolute(stem, fansub=False)) is not None:
        return one
    if (one := absolute(stem, fansub=True)) is not None:
        return replace(one, sure=False)
    if (found := _TRAILING.search(stem)) is not None:
        return Numbering(found.start(), found.end(), None, int(found["a"]), sure=False)
    return None


def split(one: Numbering, season: int | None) -> Numbering:
    """Return 205 in the folder of season 2 as its fifth episode."""
    if one.episode is None or one.season is not None or one.episode_end is not None:
        return one
    front, back = divmod(one.episode, 100)
    if season is None or not 0 < front == season or not 0 < back <= _RANGE_MOST:
        return one
    return replace(one, season=front, episode=back, sure=False, absolute=False)


def _many(stem: str, found: re.Match[str], more: re.Pattern[str]) -> Numbering:
    season, episode, end = int(found[1]), int(found[2]), found.end()
    last = episode
    while (next_one := more.match(stem, end)) is not None:
        number = int(next_one[1])
        if not last < number <= episode + _RANGE_MOST:
            break
        last, end = number, next_one.end()
    return Numbering(found.start(), end, season, episode, last if last > episode else None)


def _ranged(one: Numbering, end: str | None) -> Numbering:
    if end is None or one.episode is None or not one.episode < int(end) <= one.episode + 2000:
        return one
    return replace(one, episode_end=int(end))

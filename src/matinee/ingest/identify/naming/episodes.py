"""Episodes: which number of which season of which series, and what the episode itself is called."""

import re
from dataclasses import replace

from matinee.ingest.identify.naming import counting, numbering, release, titles, words
from matinee.ingest.identify.naming.folders import MOVIES, SAVED, SERIES, Around
from matinee.ingest.identify.naming.named import Name, Named, confidence, take_apart
from matinee.ingest.identify.naming.numbering import Numbering

_BOX_END = re.compile(r"[\s._-]*[\[(【](?P<in>[^\[\]()【】]*)[\])】]$")
_SEASON_ONLY = re.compile(
    r"(?i)(?<=[^\W_][\s._])S(?P<n>\d{2})[\s._](?P<special>specials?(?![^\W_]))?"
)
_OF_TV = re.compile(r"(?i)[\s._]*\(TV\)[\s._-]*$")
_HALF_BOX = re.compile(r"[\[(【][^\[\]()【】]*$")
_PART = re.compile(r"(?i)^[\s._-]*(?:(?P<say>part)|pt|cd|dvd|disc|disk)[\s._-]?(?P<n>\d{1,2})$")
_TWICE = re.compile(r"^(?:[\s._]*-[\s._]*\d{3,4}(?=[\s._]*-)|[\s._-]*[(\[]#?\d{3,4}[)\]])")
_SHORT = re.compile(r"^[a-z0-9]{1,10}(?:[-._][a-z0-9]{1,10}){0,2}[-._\s]*$")
_DASH_BEFORE, _DASH_AFTER = re.compile(r"\s[-–]\s*$"), re.compile(r"^\s*[-–]\s")


def read(name: Name, around: Around) -> Named | None:
    """Return an episode; None where neither name nor folders tell of one."""
    number = _number(name, around)
    if number is None:
        return _of_folder(name, around)
    return (
        _daily(name, number, around) if number.day is not None else _episode(name, number, around)
    )


def unnumbered(name: Name, around: Around) -> Named | None:
    """Return what lies in a season's folder and bears no number."""
    if around.season is None or not around.title or around.hint not in {SERIES, "mixed"}:
        return None
    title = name.readable(name.text[: name.release])
    doubts = ("no_number",)
    return Named(
        "episode", title, around.title, around.year, around.season, ids=around.ids,
        confidence=0.4, doubts=doubts,
    )  # fmt: skip


def _of_folder(name: Name, around: Around) -> Named | None:
    """Return the episode that the folder of a release names: `Show.S01E01.720p/3f9a8b7c.mkv`."""
    if numbering.find(around.near) is None:
        return None
    outer = take_apart(around.near, name.newest_year)
    number = numbering.find(outer.text)
    if number is None:
        return None
    rest = replace(around, title=None, season=None) if around.direct else around
    return _episode(outer, number, rest)


def _number(name: Name, around: Around) -> Numbering | None:
    """Ask for the surest form first, and for loose ones only where folders speak for a series."""
    found = numbering.find(name.text)
    if found is not None or around.hint == SAVED:
        return found
    in_series = around.season is not None or around.hint == SERIES
    if around.hint != MOVIES or around.season is not None:
        alone = numbering.without_season(name.text) or numbering.of_many(name.text)
        if alone is not None and (in_series or _plausible(name, alone, around)):
            return alone
    if (that := numbering.day(name.text)) is not None:
        return that
    if around.hint == MOVIES and around.season is None:
        return None
    return _loose(name, around, in_series=in_series)


def _plausible(name: Name, alone: Numbering, around: Around) -> bool:
    """Say whether a number alone makes an episode where nothing else speaks of a series."""
    if name.year is not None and (name.year.year == alone.episode or name.year.start > alone.start):
        return False
    folder = around.title if around.title and not around.root else ""
    if (alone.start == 0 and not folder) or words.CAMERA.match(name.stem):
        return False
    return words.HOME_WORDS.search(name.text) is None and words.HOME_WORDS.search(folder) is None


def _loose(name: Name, around: Around, *, in_series: bool) -> Numbering | None:
    """Return a number that is no more than digits."""
    text = name.text
    if name.fansub and (name.year is None or in_series or _after_year(name)):
        blank = text
        if name.year is not None:
            gap = " " * (name.year.end - name.year.start)
            blank = text[: name.year.start] + gap + text[name.year.end :]
        if (found := numbering.absolute(blank, fansub=True)) is not None:
            return numbering.split(found, around.season)
    core = _unboxed(text[: name.release])
    dashed = numbering.dashed_season(text[: name.release]) if in_series else None
    if dashed is not None and around.season in {None, dashed.season}:
        return dashed
    if around.season is not None:
        found = _behind_title(core, around) or numbering.counted(core)
        return numbering.split(found, around.season) if found else None
    if in_series and (found := _in_series(core, around)) is not None:
        return found
    if name.year is not None or words.CAMERA.match(name.stem):
        return None
    found = numbering.three_digits(text)
    if found is None and name.release is not None:
        found = numbering.part(text, in_series=False)
    return found or _padded(name, core, around) or _whole_season(name)


def _whole_season(name: Name) -> Numbering | None:
    """`Show.S09.Special.720p`: a season's file without a number."""
    found = _SEASON_ONLY.search(name.text) if name.release is not None or name.dotted else None
    if found is None:
        return None
    season = 0 if found["special"] else int(found["n"])
    return Numbering(found.start(), found.end(), season, sure=False)


def _after_year(name: Name) -> bool:
    """`[Group] Title (2019) - 05`: the number follows the year of the series."""
    if name.year is None:
        return False
    return numbering.absolute(" " + name.text[name.year.end :], fansub=False) is not None


def _behind_title(core: str, around: Around) -> Numbering | None:
    """`Bluey 203 Featherwand` in the folder of Bluey: the number follows the series."""
    title = around.title or ""
    if not title or core[: len(title)].casefold() != title.casefold():
        return None
    rest = core[len(title) :].lstrip(" ._")
    apart = len(rest) < len(core) - len(title) and rest[:1].isdecimal()
    found = numbering.leading(rest) if apart else None
    gap = len(core) - len(rest)
    return found and replace(found, start=len(title), end=found.end + gap, sure=False)


def _in_series(core: str, around: Around) -> Numbering | None:
    """Return the number of a file that lies right in a series' folder."""
    if (found := numbering.part(core, in_series=True)) is not None:
        return found
    if (found := _behind_title(core, around)) is not None:
        digits = core[found.start : found.end].strip(" ._-")
        in_three = len(digits) == 3 and not around.anime
        return numbering.split(found, (found.episode or 0) // 100) if in_three else found
    found = numbering.absolute(core, fansub=False) or numbering.counted(core)
    if found is None or (found.start > 0 and not found.absolute and found.end < len(core) - 1):
        return None
    if found.start > 0 and around.title and titles.same(core, around.title):
        return None
    if found.episode is not None and found.episode >= 1900 and not found.absolute:
        return None
    if not around.anime and found.start == 0 and len(core[: found.end].strip()) == 3:
        return numbering.split(found, (found.episode or 0) // 100)
    return found


def _padded(name: Name, core: str, around: Around) -> Numbering | None:
    """`Title - 05`, or `Title 05` in a folder `Title`: where nobody says what it is, a guess."""
    found = numbering.absolute(core, fansub=False)
    if found is None and around.title and not around.root:
        found = numbering.counted(core)
        before = core[: found.start] if found else ""
        if not found or not titles.same(before, around.title):
            return None
    if found is None or found.start == 0 or words.HOME_WORDS.search(core):
        return None
    digits = re.search(r"\d+", core[found.start : found.end])
    between = len(digits[0]) == 3 and _DASH_AFTER.match(core[found.end :]) if digits else None
    told = digits and (digits[0].startswith("0") or name.release is not None or between)
    if digits is None or not told:
        return None
    return replace(found, sure=False) if len(digits[0]) in {2, 3, 4} else None


def _unboxed(text: str) -> str:
    """Take off boxes at the end that hold no number of an episode."""
    while (found := _BOX_END.search(text)) is not None and found.start() > 0:
        if re.fullmatch(r"\s*\d{1,3}(?:v\d)?\s*", found["in"]):
            break
        text = text[: found.start()]
    return text.rstrip(" ._-([{")


def _episode(name: Name, number: Numbering, around: Around) -> Named:
    series, year, said = _series_of(name, number, around)
    own, part = _part(_own_title(name, number.end))
    if titles.same(own, series) and (around.anime or number.absolute):
        own = ""
    doubts = [] if number.sure else ["number_guessed" if number.episode else "no_number"]
    season = number.season if number.season is not None else said
    if season is None:
        season = around.season if around.season is not None else 1
        if around.season is None and number.absolute:
            doubts.append("absolute_number")
    if not series:
        doubts.append("no_series")
    return Named(
        "episode", own, series or None, year, season, number.episode, number.episode_end, part=part,
        ids={**around.ids, **name.ids}, confidence=confidence(doubts), doubts=tuple(doubts),
    )  # fmt: skip


def _series_of(name: Name, number: Numbering, around: Around) -> tuple[str, int | None, int | None]:
    """Return (title, year, season) of the series: the folder's word, or what stands before."""
    before = name.text[: number.start]
    season = None
    for mark in counting.SEASON_MARK.finditer(before):
        rest = _unboxed(before[mark.end() :]).strip(" ._-([{)]")
        if (
            mark.start() > 0
            and release.is_bare(rest)
            and number.season in {None, counting.of(mark)}
        ):
            season, before = counting.of(mark), before[: mark.start()]
            break
    begin = release.start(before + " ")
    before = before[:begin] if begin else before
    year = name.year_in(before)
    dashed = " " in before.strip() and _DASH_BEFORE.search(before)
    if year is not None and (year.boxed or not dashed):
        before = before[: year.start]
    else:
        year = None
    before = _HALF_BOX.sub("", before) or before
    own = name.readable(_OF_TV.sub("", before))
    own = own if any(char.isalnum() for char in own) and not release.is_bare(before) else ""
    own_year = year.year if year else None
    if around.title is None or not _prefers_folder(own, before, around):
        return own, own_year, season
    return around.title, around.year or own_year, season


def _prefers_folder(own: str, before: str, around: Around) -> bool:
    """Say whether the folder's word on the series is better than the file's."""
    if not own:
        return around.hint != SAVED
    if around.root or around.hint == SAVED:
        return False
    if around.season is not None or titles.same(own, around.title or ""):
        return True
    if around.hint != SERIES and not around.filmlike:
        return False
    mine, theirs = titles.key(own), titles.key(around.title or "")
    short = bool(_SHORT.match(before)) and not theirs.startswith(mine[:3])
    return theirs.startswith(mine) or mine.startswith(theirs) or len(mine) <= 4 or short


def _own_title(name: Name, end: int) -> str:
    """Return what an episode is called: what follows its number, up to the words of a release."""
    rest = _TWICE.sub(" ", name.text[end:])
    begin = release.start(f" {rest}")
    cut = rest if begin is None else _HALF_BOX.sub("", rest[: max(0, begin - 1)])
    at = 0
    while name.dotted or begin is not None:
        after = release.weak_at(cut, at)
        if after is None:
            break
        at = after
    cut = cut[at:].lstrip(")]") if at else cut
    while (box := _BOX_END.search(cut)) is not None and (
        release.is_bare(box["in"]) or cut.rstrip().endswith(("]", "】"))
    ):
        if not box["in"].strip().isdigit() or cut.rstrip().endswith("]"):
            cut = cut[: box.start()]
        else:
            break
    if at and begin is None and "-" in cut and " " not in cut.strip():
        cut = ""
    if release.is_bare(cut) and cut == cut.upper() and not any(map(str.isdigit, cut)):
        cut = ""
    title = name.readable(cut)
    return "" if title.isdigit() and len(title) in {6, 8} else title


def _part(title: str) -> tuple[str, int | None]:
    found = _PART.match(title)
    return ("", int(found["n"])) if found else (title, None)


def _daily(name: Name, number: Numbering, around: Around) -> Named | None:
    """A show named by the day it was shown; without more to go by it is somebody's own video."""
    before = name.readable(name.text[: number.start])
    in_series = around.hint == SERIES or around.season is not None
    own_folder = bool(around.title) and titles.same(before, around.title or "")
    aired = name.release is not None
    dashed = _DASH_BEFORE.search(name.text[: number.start]) and _DASH_AFTER.match(
        name.text[number.end :]
    )
    if not in_series and not own_folder and not (before and (aired or (dashed and number.sure))):
        return None
    if not in_series and (
        words.CAMERA.match(name.stem) or _is_at_home(before, aired or own_folder)
    ):
        return None
    series, year, _season = _series_of(name, number, around)
    if not series:
        return None
    own = _own_title(name, number.end)
    return Named(
        "episode", "" if own.isdigit() and len(own) > 3 else own, series, year, day=number.day,
        ids={**around.ids, **name.ids}, confidence=0.9,
    )  # fmt: skip


def _is_at_home(before: str, told: bool) -> bool:
    return not told and words.HOME_WORDS.search(before) is not None

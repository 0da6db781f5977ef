"""Chapters whose names say that they may be passed over.

Only a whole name counts, with a number at most: "Opening", "OP 2" and "3. End Credits" are such
chapters, "The Intro of Evil" is a scene. Names are compared without case, accents and marks.
"""

import re
import unicodedata
from typing import Final

from matinee.library.rules import fold

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "intro": (
        "intro", "opening", "op", "ncop", "opening theme", "opening song", "opening sequence",
        "opening titles", "opening title", "title sequence", "main title", "main titles", "titles",
        "theme song", "intro sequence", "opening credits", "intro credits", "credits opening",
        "cabecera", "apertura", "careta", "tema de apertura", "creditos iniciales",
        "creditos de apertura", "secuencia de apertura", "titulos iniciales",
        "vorspann", "titelsequenz", "titellied", "titelmelodie",
        "generique de debut", "generique d ouverture", "generique d introduction",
        "オープニング", "オープニングテーマ", "オープニング曲", "主題歌", "opテーマ",
        "opuningu", "oopuningu", "shudaika",
    ),
    "recap": (
        "recap", "previously", "previously on", "last time", "last time on", "story so far",
        "last episode", "previous episode",
        "resumen", "anteriormente", "anteriormente en", "en episodios anteriores",
        "en el episodio anterior", "previamente", "previamente en",
        "ruckblick", "was bisher geschah", "bisher", "zuvor", "zuvor in",
        "precedemment", "precedemment dans", "resume", "resume de l episode precedent",
        "dans les episodes precedents", "resume des episodes precedents",
        "あらすじ", "前回", "前回のあらすじ", "前回まで", "前回までのあらすじ",
        "これまでのあらすじ", "arasuji", "zenkai", "zenkai no arasuji", "zenkai made",
    ),
    "credits": (
        "ending", "ed", "nced", "credits", "end credits", "closing credits", "ending credits",
        "final credits", "closing", "closing theme", "closing titles", "end title", "end titles",
        "ending theme", "ending song", "ending sequence", "outro", "credit roll", "credits roll",
        "staff roll",
        "creditos", "creditos finales", "creditos de cierre", "titulos de credito", "cierre",
        "tema de cierre",
        "abspann", "nachspann", "endtitel", "schlusstitel",
        "generique", "generique de fin", "credits de fin",
        "エンディング", "エンディングテーマ", "エンディング曲", "エンドロール", "スタッフロール",
        "エンドクレジット", "クレジット", "edテーマ", "endingu", "endororu",
    ),
    "preview": (
        "preview", "next time", "next time on", "next episode", "next episode preview",
        "episode preview", "preview of next episode", "next week", "next week on", "next on",
        "avance", "proximo episodio", "en el proximo episodio", "avance del proximo episodio",
        "proximo capitulo", "avance del proximo capitulo",
        "vorschau", "nachste folge", "vorschau auf die nachste folge", "nachste woche",
        "prochain episode", "apercu", "au prochain episode", "prochainement",
        "予告", "次回", "次回予告", "yokoku", "jikai", "jikai yokoku",
    ),
}  # fmt: skip
_SPONSOR: Final = {  # as yt-dlp writes the categories of SponsorBlock into chapters
    "sponsor": "sponsor",
    "unpaid/self promotion": "selfpromo",
    "interaction reminder": "interaction",
    "non-music section": "music_offtopic",
    "filler tangent": "filler",
    "intermission/intro animation": "intro",
    "endcards/credits": "credits",
    "preview/recap": "recap",
}
_VAGUE: Final = frozenset({"ending", "closing", "cierre", "outro"})  # also what a story ends with
_ANYWHERE: Final = frozenset({"credits", "creditos", "generique", "クレジット"})
_UNFINISHED: Final = ("previously on ", "last time on ", "next time on ", "anteriormente en ",
                      "precedemment dans ", "was bisher geschah ")  # fmt: skip
_MARKED: Final = re.compile(r"\[sponsorblock\]:\s*(.+)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^(?:(?:chapter|kapitel|capitulo|chapitre|第)?\s*\d+ )?(.+?)"
                              r"(?: ?(?:no |nr |part )?\d{1,3}[ab]?| [ivx]{1,4})?$")  # fmt: skip


def _plain(name: str) -> str:
    """Return a name without case, accents and marks, one space between its words."""
    kept = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in fold(name))
    return " ".join(kept.split())


_KINDS: Final = {_plain(name): kind for kind, names in _NAMES.items() for name in names}


def kind_of(title: str) -> str | None:
    """Return what a chapter is by its name: a kind of marker, None for a part of the film."""
    name = _bare(title)
    begins = next((part for part in _UNFINISHED if name.startswith(part)), None)
    return _KINDS.get(begins.strip() if begins else name)


def is_vague(title: str) -> bool:
    """Say whether a name is also given to the last part of a story."""
    return _bare(title) in _VAGUE


def is_either(title: str) -> bool:
    """Say whether a name is given to credits at the beginning as well as at the end."""
    return _bare(title) in {_plain(name) for name in _ANYWHERE}


def sponsored(title: str) -> str | None:
    """Return the kind of a chapter that SponsorBlock's people marked, "" when it is another of
    theirs, None when it is none."""
    found = _MARKED.fullmatch(title.strip())
    if found is None:
        return None
    known = (_SPONSOR.get(name.strip().lower()) for name in found[1].split(","))
    return next((kind for kind in known if kind), "")


def _bare(title: str) -> str:
    name = _plain(title)
    found = _NUMBERED.fullmatch(name)
    bare = found[1] if found and name not in _KINDS else name
    return bare.removeprefix("the ")

"""What a viewer likes, whatever they watch and on whichever device. Pure.

Kept as one JSON object a profile. What is kept by an older or a newer version may lack a part or
have a strange one: each part that cannot be read is the default again, the others stay.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}", re.IGNORECASE | re.ASCII)
MOST_LANGUAGES = 20

Colour = Annotated[
    str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", max_length=7, to_lower=True)
]
Percent = Annotated[int, Field(ge=0, le=100)]
SkipHow = Literal["button", "auto", "off"]


def _languages(tags: list[str]) -> list[str]:
    """Keep each language once, in order (BCP 47). Raises ValueError for what is no language."""
    kept: dict[str, str] = {}
    for tag in tags:
        if len(tag) > 35 or not _TAG.fullmatch(tag):
            raise ValueError("a language is a BCP 47 tag such as en or pt-BR")
        kept.setdefault(tag.lower(), tag)
    return list(kept.values())


Languages = Annotated[list[str], Field(max_length=MOST_LANGUAGES), AfterValidator(_languages)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TextLook(_Closed):
    """How subtitles are drawn. Sizes in percent of the usual, places in percent of the picture."""

    font: Literal["sans", "serif", "mono", "rounded"] = "sans"
    size_percent: Annotated[int, Field(ge=50, le=200)] = 100
    bold: bool = False
    colour: Colour = "#ffffff"
    edge: Literal["none", "outline", "shadow", "raised"] = "shadow"
    edge_colour: Colour = "#000000"
    background: Colour = "#000000"
    background_percent: Percent = 0
    window: Colour = "#000000"
    window_percent: Percent = 0
    position: Literal["bottom", "top"] = "bottom"
    offset_percent: Annotated[int, Field(ge=0, le=40)] = 6


class Skip(_Closed):
    """What to do with each kind of stretch that may be skipped."""

    intro: SkipHow = "button"
    recap: SkipHow = "button"
    credits: SkipHow = "button"
    sponsor: SkipHow = "button"


class Preferences(_Closed):
    """What a viewer likes.

    Languages are in order of liking; none: as the browser says. `text_mode` `auto`: subtitles
    where the sound is in none of the viewer's languages.
    """

    audio_languages: Languages = []
    text_languages: Languages = []
    text_mode: Literal["auto", "always", "forced", "off"] = "auto"
    text_look: TextLook = TextLook()
    skip: Skip = Skip()
    autoplay_next: bool = True
    levelling: bool = False
    night: bool = False
    previews: bool = True


def read(kept: dict[str, Any]) -> Preferences:
    """Return what was kept; parts that cannot be read are the defaults."""
    kept = {name: value for name, value in kept.items() if name in Preferences.model_fields}
    for name in ("text_look", "skip"):
        if name in kept:
            kept[name] = _readable(type(getattr(Preferences(), name)), kept[name])
    return Preferences(**_readable(Preferences, kept))


def merged(before: Preferences, change: dict[str, Any]) -> Preferences:
    """Return the preferences with a change on top. Raises ValidationError.

    An object in the change is merged with its own kind; lists and values take the place.
    """
    values: dict[str, Any] = before.model_dump()
    for name, value in change.items():
        kept = values.get(name)
        if isinstance(kept, dict) and isinstance(value, dict):
            values[name] = {**kept, **value}
        else:
            values[name] = value
    return Preferences.model_validate(values)


def _readable(model: type[BaseModel], value: Any) -> dict[str, Any]:
    """Drop what a model would refuse."""
    if not isinstance(value, dict):
        return {}
    try:
        model.model_validate(value)
    except ValidationError as refused:
        bad = {error["loc"][0] for error in refused.errors() if error["loc"]}
        return {name: part for name, part in value.items() if name not in bad}
    return value

"""The words that releases put behind a title, and where in a name they begin.

Gathered from how releases are named in the wild. A strong word never stands in a title; a weak one
(`web`, `german`, `proper`) only counts beside a strong one.
"""

import re

B, E = r"(?<![^\W_])", r"(?![^\W_])"
"""Where a word begins and ends; an underscore parts words here."""
S = r"[\s._-]"

_PICTURE = rf"""
    (?:360|480|540|576|720|900|1080|1440|2160|4320)[pi](?:x?\d\d)? | [48]k(?:{S}?uhd)? | uhd | qhd
    | (?:7680|4096|3840|1920|1440|1280|1024|960|854|848|720|704|640)x\d{{3,4}} | [xh]{S}?26[456]
    | hevc(?:10)? | avc | xvid | divx\d? | av1 | vp9 | vc{S}?1 | mpeg{S}?[24]
    | (?:8|10|12){S}?bits? | hi10p? | ma10p | hdr10(?:plus|\+|p)? | sdr | dovi | hlg
    | h{S}?(?:sbs|ou) | half{S}?(?:sbs|ou|tab) | 3d{S}?(?:sbs|ou|bd|hsbs|hou)
"""
_SOURCE = rf"""
    blu{S}?ray(?:{S}?rip)? | bd{S}?(?:rip|remux|mux|mv) | b[dr]{S}?rip | b[rd]{S}?(?:25|50|66|100)
    | hd{S}?dvd(?:rip)? | web{S}?(?:dl|rip|cap|mux|hd)(?:rip)?
    | hd{S}?(?:tv|rip|cam|ts|tc)(?:rip)? | (?:pd|ds|dvb|sat|tv|ppv|vhs|vod|ld){S}?(?:tv{S}?)?rip
    | pdtv | dsr | dvb | uhdtv | dvd{S}?(?:rip|scr(?:eener)?|mux|r|5|9) | dvd | telesync
    | telecine | workprint | cam{S}?rip | remux | amzn | nflx | dsnp | atvp | hmax | hulu | pcok
    | pmtp | itunes | crav | stan{S}web
"""
_SOUND = rf"""
    aac(?:\d(?:{S}\d)?)? | e?{S}?ac{S}?3(?:d)?(?:\d(?:{S}\d)?)? | dd[p+]?a?(?:{S}?\d{S}\d)
    | dd[p+]a?\d? | dts(?:{S}?(?:hd|x|es|ma)){{0,3}}(?:{S}?\d{S}\d)? | true{S}?hd(?:\d{S}\d)?
    | atmos | flac(?:\d(?:{S}\d)?)? | lpcm | opus | mp3 | yify | yts | rarbg | ettv | eztv
    | galaxyrg
"""
STRONG = re.compile(rf"(?ix){B}(?:{_PICTURE}|{_SOURCE}|{_SOUND}){E}")

_KIND = rf"""
    proper | repack\d? | rerip | real | internal | limited | web | cam | ts | tc | scr | screener
    | ws | fs | fullscreen | widescreen | pal | ntsc | retail | rip | bd | br | hr | dv | hdr
    | imax | hybrid | 3d | uncensored | complete | read{S}?nfo | nfofix | dirfix | hq | hd | sd
    | lq | fhd | rental | ma | [257]{S}[01] | [268]ch | \d\d{S}?fps | open{S}?matte | nf | cr | ip
    | max | psa | raw | dc | extended | unrated | uncut | remastered | theatrical | recut
    | festival | colorized
"""
_TONGUE = rf"""
    dubbed | dub | subbed | subs? | e?subs? | multi(?:{S}?subs?)? | multi\d | dual(?:{S}?audio)?
    | dl | ml | vostfr | vost | vf[fqi2]? | vo | truefrench | subfrench | french | german
    | italian | ita | spanish | castellano | latino | español | espanol | esp | spa | lat
    | english | eng | en | fr | de | it | rus | russian | ukr | pl | polish | nordic | swedish
    | danish | norwegian | finnish | dutch | flemish | portuguese | pt{S}?br | nacional | korean
    | kor | japanese | jap | jpn | ja | chinese | chs | cht | jpsc | gb | big5 | hindi | tamil
    | telugu | turkish | greek | hebrew | arabic | czech | hungarian | thai | dublado | legendado
    | subtitulado | vose | synced | line{S}?dubbed | md | ld | hardsubs? | hc | korsub | nsw
"""
WEAK = re.compile(rf"(?ix){B}(?:{_KIND}|{_TONGUE}){E}")
_LEAD = re.compile(r"[\s._\-(\[{+&]*")
_ALSO_TITLE = frozenset({
    "it", "de", "en", "fr", "pl", "gb", "ja", "max", "raw", "ip", "real", "internal", "web", "cam",
    "limited", "md", "ma", "vo", "rip", "hc", "spa", "lat", "esp", "hybrid",
})  # fmt: skip
"""Weak words that titles have too: `Mad.Max.1080p` is not of HBO Max, `X.MAX.1080p` is."""
ON_AIR = re.compile(rf"(?i){B}(?:hd{S}?tv|pdtv|dsr(?:ip)?|tv{S}?rip|sat{S}?rip|dvb(?:rip)?|hr){E}")
"""Words of what was recorded off the air, where only series number themselves by bare digits."""


def start(text: str, since: int = 0) -> int | None:
    """Return where the words of a release begin; weak ones before a strong one belong to it."""
    found = next((one for one in STRONG.finditer(text, since) if one.start() > since), None)
    if found is None and since > 0:
        found = STRONG.match(text, since)
    return None if found is None else _back(text, found.start(), since)


def _back(text: str, begin: int, since: int) -> int:
    """Return where the weak words begin that stand without a gap before a place."""
    for weak in reversed(list(WEAK.finditer(text, since, begin))):
        if weak[0].lower() in _ALSO_TITLE and (not weak[0].isupper() or text.isupper()):
            break
        if len(text[:begin].rstrip(" ._-([{+&")) != weak.end():
            break
        if not any(char.isalnum() for char in text[since : weak.start()]):
            break
        begin = weak.start()
    return begin


def weak_at(text: str, at: int) -> int | None:
    """Return where a release's word ends that stands at a place, past separators."""
    lead = _LEAD.match(text, at)
    begin = lead.end() if lead else at
    found = STRONG.match(text, begin) or WEAK.match(text, begin)
    return found.end() if found else None


def is_bare(text: str) -> bool:
    """Say whether a text has nothing but words of a release."""
    rest = WEAK.sub(" ", STRONG.sub(" ", text))
    return not any(char.isalnum() for char in rest)

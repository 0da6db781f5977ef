"""The vocabulary of file names: what releases, seasons, extras and cameras are called.

Gathered from the naming conventions that Kodi, Plex and Jellyfin document and from how releases
are named in the wild. A strong word never stands in a title; a weak one only counts beside one.
"""

import re

B, E = r"(?<![^\W_])", r"(?![^\W_])"
"""Where a word begins and ends; an underscore parts words here."""
S = r"[\s._-]"

STRONG = re.compile(
    rf"""(?ix){B}(?:
    (?:480|540|576|720|900|1080|1440|2160|4320)[pi](?:\d\d)? | [48]k(?:{S}?uhd)? | uhd | (?:7680|4096|3840|1920|1280|720|640)x\d{{3,4}}
    | blu{S}?ray(?:rip)? | bd{S}?(?:rip|remux|mux|mv)|b[dr]rip | b[rd]{S}?(?:25|50|66|100) | hd{S}?dvd(?:rip)?
    | web{S}?(?:dl|rip|cap|mux|hd)(?:rip)? | hd{S}?(?:tv|rip|cam|ts|tc)(?:rip)? | [pd]{S}?sr(?:ip)?|dsr(?:ip)? | dvb(?:rip)? | sat{S}?rip | tv{S}?rip | ppv(?:rip)?
    | dvd{S}?(?:rip|scr|mux|r|5|9)? | dvdscr(?:eener)? | vhs{S}?rip | telesync | telecine | workprint | cam{S}?rip | vod{S}?rip | r5
    | [xh]{S}?26[456] | hevc(?:10)? | avc | xvid | divx(?:\d)? | av1 | vp9 | vc{S}?1 | mpeg{S}?[24] | 1?0{S}?bit(?:s)? | 10bits? | 8bits?
    | hdr10(?:plus|\+|p)? | sdr | dovi | hlg
    | aac(?:\d(?:{S}\d)?)? | e?{S}?ac{S}?3(?:d)?(?:\d(?:{S}\d)?)? | dd[p+]?a?\d?(?:{S}?\d{S}\d)? | ddp | dts(?:{S}?(?:hd|x|es|ma))*(?:{S}?\d{S}\d)? | true{S}?hd | atmos | flac(?:\d(?:{S}\d)?)? | lpcm | opus | mp3
    | amzn | nflx | dsnp | atvp | hmax | hulu | pcok | pmtp | itunes | crav | stan{S}web | remux
    | h{S}?(?:sbs|ou) | half{S}?(?:sbs|ou) | hsbs | hou | 3d{S}?(?:sbs|ou|bd|hsbs|hou)? | yify | yts | rarbg | ettv | eztv | psa | galaxyrg
    ){E}"""
)  # fmt: skip
WEAK = re.compile(
    rf"""(?ix){B}(?:
    proper | repack\d? | rerip | real | internal | limited | web | cam | ts | tc | scr | screener | ws | fs | fullscreen | widescreen | pal | ntsc | retail | rip
    | dv | hdr | imax | hybrid | uncensored | dubbed | subbed | subs? | multi(?:{S}?subs?)? | multi\d | dual(?:{S}?audio)? | dl | ml | complete | read{S}?nfo | nfofix | dirfix | hq | hd | sd | lq
    | vostfr | vost | vf[fqi2]? | vo | truefrench | subfrench | french | german | italian | ita | spanish | castellano | latino | espanol | español | esp | spa | lat | english | eng | en | fr | de | rus | russian | ukr | pl | polish | nordic | swedish
    | danish | norwegian | finnish | dutch | flemish | portuguese | pt{S}?br | korean | kor | japanese | jap | jpn | chinese | chs | cht | hindi | tamil | telugu | turkish | greek | hebrew | arabic | czech | hungarian | thai
    | dublado | legendado | subtitulado | vose | synced | line{S}?dubbed | md | ld | ac3d | hardsubs? | hc | korsub | nsw | rental | subbed | extras? | bonus | ma | hsbs | 5{S}1 | 7{S}1 | 2{S}0 | 60{S}?fps | open{S}?matte
    ){E}"""
)  # fmt: skip

_EDITIONS: tuple[tuple[str, str], ...] = (
    (rf"director'?s?{S}*(?:cut|edition|version)|dir{S}cut|\bdc\b", "Director's Cut"),
    (rf"(?:super{S}*)?extended(?:{S}*(?:director'?s{S}*)?(?:cut|edition|version))?", "Extended"),
    (rf"theatrical(?:{S}*(?:cut|edition|version|release))?", "Theatrical"),
    (rf"unrated(?:{S}*(?:cut|edition|version))?", "Unrated"),
    (rf"uncut(?:{S}*(?:cut|edition|version))?", "Uncut"),
    (rf"(?:4k{S}*)?(?:digitally{S}*)?re{S}?master(?:ed|izado|isé)?(?:{S}*edition)?", "Remastered"),
    (rf"imax(?:{S}*(?:edition|enhanced))?", "IMAX"),
    (rf"(?:the{S}*)?final{S}*cut", "Final Cut"),
    (rf"ultimate{S}*(?:cut|edition)", "Ultimate Edition"),
    (rf"special{S}*edition|\bse\b", "Special Edition"),
    (rf"collector'?s?{S}*edition", "Collector's Edition"),
    (rf"criterion(?:{S}*(?:collection|edition))?", "Criterion"),
    (rf"(?:\d+th|\d+st|\d+nd|\d+rd){S}*anniversary(?:{S}*edition)?|anniversary{S}*edition",
     "Anniversary Edition"),
    (r"redux", "Redux"),
    (rf"open{S}*matte", "Open Matte"),
    (rf"despeciali[sz]ed(?:{S}*edition)?", "Despecialized"),
    (rf"black{S}*(?:and|&|n){S}*(?:white|chrome)(?:{S}*edition)?|black{S}*chrome{S}*edition", "Black and White"),
    (rf"(?:work{S}?print)", "Workprint"),
    (rf"fan{S}*edit", "Fan Edit"),
)  # fmt: skip
EDITIONS = tuple((re.compile(rf"(?i){B}(?:{form}){E}"), name) for form, name in _EDITIONS)
SURE_EDITION = re.compile(
    rf"(?i){B}(?:director'?s?{S}*(?:cut|edition|version)|extended{S}*(?:cut|edition|version)|unrated(?:{S}*(?:cut|edition|version))?"
    rf"|theatrical{S}*(?:cut|edition|version)|remastered|ultimate{S}*edition|special{S}*edition|collector'?s{S}*edition|extended|imax{S}*edition|uncut){E}"
)  # fmt: skip
"""What is an edition also when it stands before the year."""

SEASON = (
    "seasons?|series|staffel|saison|temporada|temp|stagione|sezon|sezonas|сезон|säsong|sæson|sesong|kausi|seizoen|évad|sezóna|temporadas"
    "|시즌|シーズン"
)
EPISODE = (
    "episodes?|épisode|episodio|episódio|folge|folgen|capitulo|capítulo|aflevering|odcinek|odc|avsnitt|afsnit|jakso|epizoda|díl|серия|серії|выпуск|rész"
    "|ep|eps|cap"
)

SPECIALS = frozenset({"specials", "special", "extras & specials", "season 0", "season 00", "ovas", "especiales", "spéciaux", "особые"})  # fmt: skip

EXTRA_FOLDERS = {
    "trailers": "trailer", "trailer": "trailer", "featurettes": "featurette", "featurette": "featurette",
    "behind the scenes": "behindthescenes", "behindthescenes": "behindthescenes", "making of": "behindthescenes",
    "deleted scenes": "deleted", "deleted": "deleted", "interviews": "interview", "interview": "interview",
    "scenes": "scene", "shorts": "short", "samples": "sample", "sample": "sample", "clips": "clip",
    "extras": "other", "extra": "other", "other": "other", "others": "other", "bonus": "other", "bonus features": "other", "specials features": "other",
    "special features": "other", "backdrops": "clip", "theme-music": "clip", "bonus material": "other",
}  # fmt: skip
EXTRA_SUFFIX = re.compile(
    r"(?ix)^(?P<own>.*?)(?:[\s._]*[-._][\s._]*|\s+\(|\s+\[|\s)"
    r"(?P<kind>(?:official[\s._-]*)?(?:theatrical[\s._-]*|teaser[\s._-]*)?trailer|teaser|sample|behind[\s._-]*the[\s._-]*scenes|deleted(?:[\s._-]*scenes?)?|featurette|interview|scene|short|clip|other|extra|bloopers|gag[\s._-]*reel)"
    r"(?P<n>[\s._-]*\d{0,2})[\])]?$"
)  # fmt: skip
EXTRA_ALONE = re.compile(r"(?i)^(?:movie[\s._-]*)?(trailer|sample|teaser|featurette)s?[\s._-]*\d*$")
EXTRA_KINDS = {
    "teaser": "trailer", "deletedscene": "deleted", "deletedscenes": "deleted", "extra": "other",
    "bloopers": "other", "gagreel": "other", "teasertrailer": "trailer", "officialtrailer": "trailer",
    "theatricaltrailer": "trailer", "officialteasertrailer": "trailer", "officialtheatricaltrailer": "trailer",
}  # fmt: skip
SURE_EXTRA = frozenset({"trailer", "sample", "behindthescenes", "deleted", "featurette"})
"""Words that are also told apart by a mere space before them; the others need a mark."""

FILM_FOLDERS = frozenset({
    "movies", "movie", "films", "film", "cinema", "peliculas", "películas", "filme", "kino", "phim", "documentaries", "documentary films",
    "film italiani", "4k movies", "movies 4k", "uhd movies", "kids movies", "filmes", "фильмы", "кино", "映画", "电影", "영화", "anime movies", "filmy",
})  # fmt: skip
SERIES_FOLDERS = frozenset({
    "tv", "tv shows", "tvshows", "tv-shows", "tv_shows", "tv series", "tvseries", "shows", "series", "serien", "séries", "serie", "serier", "seriale", "anime", "cartoons", "sitcoms",
    "sériés", "telenovelas", "сериалы", "аниме", "ドラマ", "アニメ", "电视剧", "동영상 드라마", "드라마", "kids tv", "anime series", "docuseries", "séries tv", "series tv",
})  # fmt: skip
HOME_FOLDERS = frozenset({
    "home videos", "home video", "home movies", "family", "family videos", "camera", "dcim", "camera uploads", "camera roll", "whatsapp video", "phone", "videos de familia", "familie",
    "screen recordings", "screenrecords", "100apple", "100media", "100canon", "gopro", "dji", "recordings", "zoom", "photos", "pictures",
})  # fmt: skip
SAVED_FOLDERS = frozenset({
    "youtube", "yt-dlp", "ytdl", "vimeo", "twitch", "tiktok", "downloads", "download", "clips", "courses", "lectures", "tutorials", "music videos", "concerts", "talks", "udemy", "coursera",
})  # fmt: skip
PLAIN_FOLDERS = frozenset({
    "videos", "video", "media", "library", "new", "incoming", "complete", "completed", "torrents", "data", "files", "stuff", "misc", "unsorted", "to sort", "sorted", "kids", "hd", "sd", "4k", "uhd", "1080p",
    "720p", "action", "comedy", "drama", "horror", "sci-fi", "thriller", "classics", "disney", "marvel", "collections", "box sets", "english", "foreign", "old", "temp", "tmp",
    "watched", "unwatched", "mnt", "srv", "home", "share", "nas", "public",
})  # fmt: skip

CAMERA = re.compile(
    r"(?ix)^(?:(?:img|vid|mvi|mov|dsc|dscn|dscf|dji|gopr|gp\d\d|gh\d\d|gx\d\d|pxl|mvimg|clip|p\d|sam|hpim|snapchat|signal|whatsapp|screen[\s_-]*recording|screenrecord(?:ing|er)?|recording|video|cam|dashcam|zoom|photo|movie|capture|rec|trim)"
    r"[\s_.-]?(?:video)?[\s_.-]*\d|\d{8}[_-]\d{6}|\d{3}[_-]\d{4}$|m2u\d+|s\d{7}$|00\d{3}$|[0-9a-f]{8}-[0-9a-f]{4}-)"
)  # fmt: skip
HOME_WORDS = re.compile(
    r"(?i)\b(?:christmas|xmas|birthday|holidays?|vacations?|wedding|trip|party|interview|graduation|easter|halloween|thanksgiving|summer|winter|beach|school|kids|family|baby|concert|recital|anniversary|ceremony|"
    r"conference|meeting|lecture|talk|webinar|keynote|navidad|cumpleaños|boda|vacaciones|weihnachten|geburtstag|hochzeit|urlaub|noël|anniversaire|mariage|vacances|report|budget|presentation|"
    r"tournament|match|vlog|grandma|grandpa|mom|dad|ski|hike|road ?trip|camping|nye|new year|review|recap|highlights|tutorial|demo|training|day \d+)\b"
)  # fmt: skip
DISC_NAMES = re.compile(
    r"(?i)^(?:vts_\d\d_\d|video_ts|\d{5}|title[_ ]?t?\d{1,3}|movie|film|main|feature|video|file|index|playlist|bdmv|disc\d?|dvd\d?|cd\d)$"
)  # fmt: skip
DISC_FOLDERS = frozenset({"bdmv", "stream", "video_ts", "certificate", "disc 1", "disc 2", "disc1", "disc2", "dvd", "cd1", "cd2", "dvd1", "dvd2"})  # fmt: skip

"""The vocabulary of names beside releases: seasons, episodes, extras, cameras, kinds of folders.

Gathered from the naming conventions that Kodi, Plex and Jellyfin document, and from how people name
their folders, in the languages in which series are watched.
"""

import re

SEASON = (
    "seasons?|series|staffel|saison|temporadas?|temp|stagione|sezonul|sezona|sezon|сезон|säsong"
    "|sæson|sesong|kausi|seizoen|évad|sezóna|série|séria|serie|시즌|シーズン|الموسم|موسم|فصل|עונה"
    "|κύκλος|mùa|musim|phần"
)
SEASON_BEHIND = (
    "seasons?|series|staffel|saison|temporada|stagione|sezonu|sezon|сезон|säsong|sæson|sesong|kausi"
    "|évad|sezóna|série|séria|serie|seizoen|시즌"
)
"""What follows a number: `2nd Season`, `3. Staffel`."""
EPISODE = (
    "episodes?|épisodes?|episodio|episódio|episodi|episodul|folgen?|capitulo|capítulo|aflevering"
    "|odcinek|odc|avsnitt|afsnit|jakso|epizoda|epizod|bölüm|bolum|díl|diel|серия|серії|серія|эпизод"
    "|выпуск|випуск|rész|puntata|επεισόδιο|tập|ตอนที่|الحلقة|حلقة|قسمت|פרק|एपिसोड|エピソード|에피소드"
    "|eps|ep|cap"
)
EPISODE_BEHIND = (
    "серия|серії|серія|эпизод|выпуск|випуск|serija|seriya|bölüm|bolum|díl|diel|rész|epizoda|epizod|odcinek|odc"
    "|jakso|osa|folge|aflevering|avsnitt|afsnit|화|회|話|话|集"
)
"""What follows a number: `05 серия`, `3. Bölüm`, `12화`."""
ORDINALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
FIRSTS = "|".join(one for one in ORDINALS if one.endswith(("t", "th", "d")) and one != "eight")
CARDINALS = "one|two|three|four|five|six|seven|eight|nine|ten"

SPECIALS = frozenset({
    "specials", "special", "extras & specials", "ovas", "ova", "oad", "especiales", "spéciaux",
    "hors-série", "hors série", "spezial", "speciali", "speciale", "особые", "спешлы",
    "спецвыпуски", "sp", "spin-offs", "特典", "番外", "番外篇",
})  # fmt: skip

EXTRA_FOLDERS = {
    "trailers": "trailer", "trailer": "trailer", "featurettes": "featurette",
    "featurette": "featurette", "behind the scenes": "behindthescenes",
    "behindthescenes": "behindthescenes", "making of": "behindthescenes",
    "deleted scenes": "deleted", "deleted": "deleted", "deletedscenes": "deleted",
    "interviews": "interview", "interview": "interview", "scenes": "scene", "shorts": "short",
    "samples": "sample", "sample": "sample", "clips": "clip", "extras": "other", "extra": "other",
    "other": "other", "others": "other", "bonus": "other", "bonus features": "other",
    "special features": "other", "bonus material": "other", "bonus disc": "other",
    "backdrops": "clip", "theme-music": "clip", "teasers": "trailer", "nced": "other",
    "ncop": "other", "creditless": "other", "menus": "other", "nc": "other", "bloopers": "other",
    "deleted and extended scenes": "deleted", "extended scenes": "deleted",
}  # fmt: skip

FILM_FOLDERS = frozenset({
    "movies", "movie", "films", "film", "cinema", "peliculas", "películas", "filme", "kino", "phim",
    "documentaries", "film italiani", "4k movies", "movies 4k", "uhd movies", "kids movies",
    "кино",     "filmes", "фильмы", "映画", "电影", "電影", "영화", "anime movies", "filmy",
    "filmer", "elokuvat", "filmek", "pelis", "spielfilme", "movies (4k)", "3d movies", "movies 3d",
    "feature films",
    "anime films", "documentary films", "мультфильмы", "фільми", "filmler", "أفلام", "סרטים",
    "ταινίες", "movies hd", "hd movies", "bluray", "dvds", "blu-rays", "my movies", "all movies",
    "family movies", "film4k", "movies-4k", "movies uhd", "christmas movies", "animation movies",
})  # fmt: skip
ANIME_FOLDERS = frozenset({"anime", "аниме", "アニメ", "anime series", "动漫", "動漫", "애니"})
SERIES_FOLDERS = ANIME_FOLDERS | frozenset({
    "tv", "tv shows", "tvshows", "tv-shows", "tv series", "tvseries", "tv-series", "shows",
    "serien", "séries", "serie", "serier", "seriale", "cartoons", "sitcoms", "série", "telenovelas",
    "сериалы", "серіали", "ドラマ", "电视剧", "電視劇", "드라마", "kids tv", "docuseries",
    "séries tv", "series tv", "serie tv", "television", "tv show", "my shows", "dramas",
    "k-drama", "kdrama",
    "novelas", "sarjat", "sorozatok", "seriály", "diziler", "مسلسلات", "סדרות", "fernsehserien",
    "mini series", "miniseries", "tv 4k", "4k tv", "kids shows", "animated series", "series",
    "documentary series", "tv dramas", "σειρές", "seriesy",
})  # fmt: skip
HOME_FOLDERS = frozenset({
    "home videos", "home video", "home movies", "family", "family videos", "camera", "dcim",
    "camera uploads", "camera roll", "whatsapp video", "phone", "familie", "videos de familia",
    "vídeos de familia", "vidéos de famille", "familienvideos", "screen recordings", "gopro", "dji",
    "screenrecords", "recordings", "zoom", "photos", "pictures", "camcorder", "private", "avchd",
    "домашнее видео", "семья", "heimvideos", "urlaubsvideos", "video di famiglia", "iphone",
    "whatsapp", "home", "my videos", "personal", "vhs", "my recordings", "fotos",
    "google photos", "icloud photos", "vacations", "holidays", "urlaub",
})  # fmt: skip
HOME_FOLDER = re.compile(
    r"(?i)^\d{3}(?:apple|media|canon|gopro|nikon|_pana|msdcf|andro|_fuji|olymp)"
)
SAVED_FOLDERS = frozenset({
    "youtube", "yt-dlp", "ytdl", "vimeo", "twitch", "tiktok", "courses",
    "lectures", "tutorials", "music videos", "concerts", "talks", "udemy", "coursera", "music",
    "playlists", "channels", "podcasts", "web videos", "webinars", "conferences", "youtube-dl",
    "kurse", "cursos", "cours", "vorlesungen", "musikvideos", "konzerte", "clips musicaux",
    "instagram", "soundcloud", "lessons", "workshops", "musik", "музыка", "клипы", "course",
    "online courses", "training", "karaoke", "ted talks", "dailymotion", "live streams", "vods",
})  # fmt: skip
PLAIN_FOLDERS = frozenset({
    "videos", "video", "media", "library", "new", "incoming", "complete", "completed", "torrents",
    "data", "files", "stuff", "misc", "unsorted", "to sort", "sorted", "kids", "hd", "sd", "4k",
    "uhd", "1080p", "720p", "2160p", "action", "comedy", "drama", "horror", "sci-fi", "thriller",
    "classics", "disney", "marvel", "collections", "box sets", "english", "foreign", "old", "temp",
    "tmp", "watched", "unwatched", "mnt", "srv", "share", "nas", "public", "new folder", "various",
    "crime", "romance", "western", "westerns", "documentary", "animation", "children", "kinder",
    "enfants", "german", "french", "deutsch", "usenet", "done", "finished", "seeding", "others",
    "collection", "lib", "downloads", "download", "torrent", "archive", "backup", "hdd", "disk",
    "volume", "volumes", "plex", "kodi",
    "jellyfin", "emby", "storage", "vids", "private videos", "ongoing", "ended", "netflix", "bbc",
})  # fmt: skip
DISC_FOLDERS = frozenset(
    {"bdmv", "stream", "video ts", "certificate", "hvdvd ts", "ssif", "backup"}
)

CAMERA = re.compile(
    r"""(?ix)^(?:
        (?:img|vid|mvi|mov|dsc|dscn|dscf|dji|gopr|gp\d\d|gh\d\d|gx\d\d|gl\d\d|pxl|mvimg|clip|sam
        |hpim|snapchat|signal|whatsapp|screen[\s_-]*recording|screenrecord(?:ing|er)?|recording|rec
        |video|cam|dashcam|zoom|photo|movie|capture|trim|p|c|m|vlc-record|obs|sequence|untitled)
        [\s_.-]?(?:video|e)?[\s_.-]*\d
        | \d{8}[_-]?\d{6} | \d{3}[_-]\d{4}$ | m2u\d+ | s\d{7}$ | 00\d{3}$
        | [0-9a-f]{8}-[0-9a-f]{4}- | [0-9a-f]{24,64}$
    )"""
)
HOME_WORDS = re.compile(
    r"""(?ix)\b(?:christmas|xmas|birthday|holidays?|vacations?|wedding|trip|party|interview|picnic
    |graduation|easter|halloween|thanksgiving|summer|winter|beach|school|kids|family
    |baby|concert|recital|anniversary|ceremony|conference|meeting|lecture|talk|webinar|keynote
    |navidad|cumpleaños|boda|vacaciones|weihnachten|geburtstag|hochzeit|urlaub|noël|anniversaire
    |mariage|vacances|report|budget|presentation|tournament|match|vlog|grandma|grandpa|mom|dad|ski
    |skiing|hike|road\s?trip|camping|nye|new\syear|review|recap|highlights|tutorial|demo|training
    |day\s\d+|bday|tape|vhs|camcorder|hi8|minidv|football|soccer|baptism|taufe|konfirmation|oma|opa
    |compleanno|matrimonio|natale|vacanze|cumple|natal|aniversário|casamento|verjaardag|bruiloft
    |vakantie|рождения|свадьба|отпуск|garden\sparty|zoo|mum|reunion|prom|funeral|first\ssteps
    |rehearsal|unboxing|gameplay|podcast|lesson|homework)\b"""
)
DISC_NAMES = re.compile(
    r"""(?ix)^(?:vts[_ ]\d\d[_ ]\d|video[_ ]ts|\d{5}|title[_ ]?t?\d{1,3}|movie|film|main|feature
    |video|file|index|playlist|bdmv|disc\s?\d?|dvd\s?\d?|cd\d|full\s?movie)$"""
)

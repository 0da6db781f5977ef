"""Languages, as names of files and character sets need them: what they are called, how written.

`letters` are the letters beyond ASCII of everyday text, commonest first; `words` are its
commonest short words. Codes follow ISO 639 and BCP 47.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """One language and the old character sets its subtitles come in, likeliest first."""

    code: str
    names: tuple[str, ...]
    charsets: tuple[str, ...]
    letters: str
    words: frozenset[str]


WEST: Final = ("cp1252", "iso8859_15")
MIDDLE: Final = ("cp1250", "iso8859_2")
CYRILLIC: Final = ("cp1251", "koi8_r", "cp866", "iso8859_5")


def _of(code: str, names: str, charsets: tuple[str, ...], letters: str, words: str) -> Language:
    return Language(code, tuple(names.split()), charsets, letters, frozenset(words.split()))


LANGUAGES: Final = (
    _of("en", "eng english", WEST, "éèïöñ", "the you and to of it is that what we this for not"),
    _of("es", "spa spanish español castellano castilian", WEST, "áéóíñúü¿¡",
        "que no de la el es en lo un por qué me una te se los con para mi está"),
    _of("fr", "fra fre french français vf vff", WEST, "éàèêçùôâîûïëœ",
        "de je est pas le vous la tu que un il et les une en ce ça pour des qui"),
    _of("de", "deu ger german deutsch", WEST, "äüößé",
        "ich sie das ist du nicht die und es der wir was ein zu er in mir mit wie den"),
    _of("it", "ita italian italiano", WEST, "èàòùìé",
        "che non di è la il un a per in mi sono ho ma una lo ti le cosa perché"),
    _of("pt", "por portuguese português brazilian pob", WEST, "ãáéçõíóêúâôà",
        "que não de o a é você um eu para se me uma está do com da os por isso"),
    _of("nl", "nld dut dutch nederlands flemish", WEST, "ëéïöü",
        "ik je het de is dat een niet en wat van we ze hij te er maar op zijn mijn"),
    _of("sv", "swe swedish svenska", WEST, "äåöé",
        "jag det är du inte att en och har vi på i för han vad med som så den"),
    _of("da", "dan danish dansk", WEST, "åøæé",
        "jeg det er du ikke at en og har vi på i for han hvad med som så der den"),
    _of("no", "nor nob nno norwegian norsk bokmål", WEST, "åøæéò",
        "jeg det er du ikke at en og har vi på i for han hva med som så der deg"),
    _of("fi", "fin finnish suomi", WEST, "äöå",
        "on ei se en hän että ja mitä minä sinä mutta ole nyt niin olen oli kun tämä"),
    _of("is", "isl ice icelandic íslenska", WEST, "áðíþóæéúýö",
        "að ég er það og ekki þú við sem í á um til hann hún með en"),
    _of("ca", "cat catalan català", WEST, "éàèòíóçúïü·", "que no de la el és en un per amb els ha"),
    _of("pl", "pol polish polski", MIDDLE, "ęłóążśćńź",
        "nie to się w na że jest co jak i do z tak mnie za ale mi jestem ma"),
    _of("cs", "ces cze czech čeština česky", MIDDLE, "íáéěřčýžšůúňťďó",
        "to je se že na ne v co jsem a tak si do jak mi ale jsi jo by"),
    _of("sk", "slk slo slovak slovenčina", MIDDLE, "áíéčšžýúľťňďäôóĺŕ",
        "to je sa že na nie v čo som a tak si do ako mi ale by ste"),
    _of("hu", "hun hungarian magyar", MIDDLE, "áéőöóüíúű",
        "a nem az hogy és van egy ez meg de mi csak mit azt volt ha én"),
    _of("ro", "ron rum romanian română", MIDDLE, "ăîâşţșț",
        "nu să de o a ce am e te că la în și şi un mai pe cu este"),
    _of("hr", "hrv bos srp-latn croatian hrvatski bosnian", MIDDLE, "čšžćđ",
        "je da ne se to u si na sam što i mi za ja li ti od ali bi"),
    _of("sl", "slv slovenian slovenščina", MIDDLE, "čšž",
        "je da ne se to v si na sem kaj in mi za pa ti od ali bi so"),
    _of("sq", "sqi alb albanian shqip", WEST, "ëç", "të një në e dhe që për është nuk më"),
    _of("tr", "tur turkish türkçe", ("cp1254", "iso8859_9"), "ıişüğçöâ",
        "bir bu ne ve için ben var mi da de o çok sen evet hayır ama gibi"),
    _of("lt", "lit lithuanian lietuvių", ("cp1257", "iso8859_13"), "ėšžųįčąūę",
        "ir tai ne kad aš tu kaip yra į man su bet jis mes"),
    _of("lv", "lav latvian latviešu", ("cp1257", "iso8859_13"), "āīēšņļžūčķģ",
        "un ir tas es ne ka tu ar kā no to man vai mēs"),
    _of("et", "est estonian eesti", ("cp1257", "cp1252"), "äõüöšž",
        "ja on ei see ma et sa ta mis oli me kui aga siis"),
    _of("ru", "rus russian русский", (*CYRILLIC, "mac_cyrillic"),
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        "я не что в и ты это на с как вы мы он да но меня мне у"),
    _of("uk", "ukr ukrainian українська", ("cp1251", "koi8_u", "cp866"),
        "оаинвіертскулдмпяьзбгйчюхїжєшцщфґ",
        "я не що в і ти це на з як ви ми він так але мене мені у"),
    _of("bg", "bul bulgarian български", ("cp1251", "mac_cyrillic"),
        "аеоинтсврдлкмпзябугчхжшщцюйъфь",
        "да не се на е в за и си ли ще как че от аз това ти с"),
    _of("sr", "srp scc serbian srpski српски", ("cp1251", "iso8859_5"),
        "аоиенјусртдмквлпзбгшчњцжћљхђфџ",
        "је да не се то у си на сам шта и ми за ја ли ти од али"),
    _of("mk", "mkd mac macedonian македонски", ("cp1251", "iso8859_5"),
        "аоеитнсрвкдлмпубјзгшчжњцќѓхљџфѕ", "не да се на е во за и си ли ќе како дека од јас"),
    _of("el", "ell gre greek ελληνικά", ("cp1253", "iso8859_7"),
        "αιοετσνρπκμλυήίόάγέωδςθύώχφβηξζψ",
        "να το και δεν είναι με τι σου μου θα του που την για ναι ο η"),
    _of("he", "heb hebrew עברית", ("cp1255", "iso8859_8"), "יוהלאמתרשבנחדעקפזטסגךםןףץצכ",
        "לא את אני זה של על הוא מה אתה כן היא לי עם יש"),
    _of("ar", "ara arabic العربية", ("cp1256", "iso8859_6"), "الينمتوهربكدعأسفقحذجشخصىضطةإغزثءآظؤئ",
        "من لا في هذا أن ما على هل أنا إلى يا لقد كل مع"),
    _of("fa", "fas per persian farsi فارسی", ("cp1256",), "اینمدردهوتبخسکگشلزعقآحفجپصطچژغضظثذءئ",
        "که من تو را این از به در با یه اون نه چی برای"),
    _of("th", "tha thai ไทย", ("cp874", "tis_620"), "านรอกเ่งมยลวดท้สตะปบคหแจพชขใไโผถีิุูั็ำ์",
        ""),
    _of("vi", "vie vietnamese tiếng", ("cp1258",), "àđôưáảạãêơếốớộ", "không tôi anh là có và cô"),
    _of("zh", "zho chi chs cht chinese zh-hans zh-cn mandarin 中文 简体 繁體", ("gb18030",),
        "的我你是了不们这一他么在有个好来人那会什说到要她就没知上去想能对道为和"
        "也可得看吧过吗下都还时自啊后年大然子现点生事发起给把种里回样真走出怎家",
        ""),
    _of("zh-hant", "big5 traditional zh-tw zh-hk", ("big5hkscs", "big5"),
        "的我你是了不們這一他麼在有個好來人那會什說到要她就沒知上去想能對道為和"
        "也可得看吧過嗎下都還時自啊後年大然子現點生事發起給把種裡回樣真走出怎家",
        ""),
    _of("ja", "jpn jap japanese 日本語", ("cp932", "euc_jp"),
        "いのんなたてるにかはをだとがしっれまでこもらあうよりくきそすえどつさわじみやおけねせ"
        "ちめんーッンスルトアイラリクド。、？！…「」私何人行君見言来前今僕",
        ""),
    _of("ko", "kor korean 한국어", ("cp949", "johab"),
        "이는다가에지고을하의아나어해도로기을한거그를서요은니리자사있대라만네것게여내무안당야"
        "일들시우과보말인저수면으전정왜뭐잖알않없제아주오세",
        ""),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in LANGUAGES}
_NAMED: Final = {name: one.code for one in LANGUAGES for name in (one.code, *one.names)}
_CODE: Final = re.compile(
    r"([a-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?", re.ASCII
)
# Two and three letters that stand in names of files and are no language there.
_OTHER_CODES: Final = frozenset({
    "aa", "af", "az", "be", "bn", "bs", "cy", "eo", "eu", "ga", "gl", "gu", "hi", "hy", "id", "ka",
    "kk", "km", "kn", "la", "lb", "lo", "ml", "mn", "mr", "ms", "mt", "my", "ne", "pa", "ps", "si",
    "so", "su", "sw", "ta", "te", "tl", "ur", "uz", "zu", "afr", "aze", "bel", "ben", "ceb", "cym",
    "eus", "baq", "fil", "gle", "glg", "guj", "hin", "hye", "ind", "kan", "kat", "geo", "kaz",
    "khm", "lat", "lao", "mal", "may", "mar", "mlt", "mon", "msa", "mya", "bur", "nep", "pan",
    "pus", "sin", "som", "swa", "tam", "tel", "tgl", "urd", "uzb", "zul",
})  # fmt: skip
_OTHER_NAMES: Final = {
    "hindi": "hi", "indonesian": "id", "malay": "ms", "tamil": "ta",
    "telugu": "te", "bengali": "bn", "urdu": "ur", "filipino": "fil",
}  # fmt: skip


def language_of(word: str | None) -> str | None:
    """Return the tag a word means: `en` for en, eng and English, `pt-BR` for pt-br; else None."""
    word = (word or "").strip()
    lowered = word.lower().replace("_", "-")
    if lowered in _NAMED:
        code = _NAMED[lowered]
        return "zh-Hant" if code == "zh-hant" else code
    if lowered in _OTHER_NAMES or lowered in _OTHER_CODES:
        return _OTHER_NAMES.get(lowered, lowered)
    found = _CODE.fullmatch(word.replace("_", "-").replace("--", "-"))
    if found is None and (found := _CODE.fullmatch(lowered)) is None:
        return None
    main = found[1]
    if not (found[2] or found[3]) or (main not in _NAMED and main not in _OTHER_CODES):
        return None
    script = f"-{found[2].title()}" if found[2] else ""
    return f"{_NAMED.get(main, main)}{script}{'-' + found[3].upper() if found[3] else ''}"


def words_of(tag: str | None) -> Language | None:
    """Return what is known of how a language is written; `tag` is any code or name of it."""
    lowered = (tag or "").lower().replace("_", "-")
    if lowered in {"zh-hant", "zh-tw", "zh-hk"}:
        return BY_CODE["zh-hant"]
    return BY_CODE.get(_NAMED.get(lowered, _NAMED.get(lowered.partition("-")[0], "")))

"""Old character sets are found, in many languages, on texts as short as a line or two."""

import pytest

from matinee.engine.text.charset import decode

TEXTS = [
    ("fr", "cp1252", "Où est-ce que tu étais ?\nJe ne sais pas, ça m'est égal.\nTu as déjà été à la fenêtre."),
    ("es", "cp1252", "¿Dónde estabas? No lo sé.\n¡El niño mañana vendrá aquí!"),
    ("de", "cp1252", "Ich weiß nicht, wo das Mädchen ist.\nKönnen wir später darüber reden?"),
    ("pt", "cp1252", "Você não sabe o que está a dizer.\nA reunião foi às três. Já é tarde, irmão."),
    ("sv", "cp1252", "Jag vet inte var han är.\nVi måste gå nu. Kan du höra mig?"),
    ("pl", "cp1250", "Nie wiem, co się dzieje.\nProszę, zostań ze mną. Gdzie jesteś?"),
    ("pl", "iso8859_2", "Nie wiem, co się dzieje.\nProszę, zostań ze mną. Wciąż cię kocham, żono."),
    ("cs", "cp1250", "Nevím, co se děje. Kde jsi byl?\nMusíme jít, než bude pozdě. Už žádné řeči."),
    ("hu", "cp1250", "Nem tudom, hogy mi történik.\nKérlek, maradj velem, őrült vagy. Tűnj el!"),
    ("ro", "cp1250", "Nu ştiu ce să fac.\nAm plecat în oraş şi m-am întors târziu."),
    ("tr", "cp1254", "Ne olduğunu bilmiyorum.\nLütfen benimle kal. Çocuk nerede? Işığı aç."),
    ("ru", "cp1251", "Я не знаю, что происходит.\nПожалуйста, останься со мной. Где ты был?"),
    ("ru", "koi8_r", "Я не знаю, что происходит.\nПожалуйста, останься со мной."),
    ("ru", "cp866", "Я не знаю, что происходит.\nПожалуйста, останься со мной."),
    ("uk", "cp1251", "Я не знаю, що відбувається.\nБудь ласка, залишся зі мною. Це її діти."),
    ("bg", "cp1251", "Не знам какво става.\nМоля те, остани с мен. Къде беше?"),
    ("el", "cp1253", "Δεν ξέρω τι συμβαίνει.\nΣε παρακαλώ, μείνε μαζί μου. Πού ήσουν;"),
    ("el", "iso8859_7", "Δεν ξέρω τι συμβαίνει.\nΣε παρακαλώ, μείνε μαζί μου."),
    ("he", "cp1255", "אני לא יודע מה קורה.\nבבקשה תישאר איתי. איפה היית?"),
    ("ar", "cp1256", "لا أعرف ماذا يحدث.\nمن فضلك ابق معي. أين كنت؟"),
    ("zh", "gb18030", "我不知道发生了什么。\n请和我在一起。你在哪里？"),
    ("zh-Hant", "big5", "我不知道發生了什麼。\n請和我在一起。你在哪裡？"),
    ("ja", "cp932", "何が起きているのか分からない。\nお願い、私と一緒にいて。どこにいたの？"),
    ("ja", "euc_jp", "何が起きているのか分からない。\nお願い、私と一緒にいて。"),
    ("ko", "cp949", "무슨 일이 일어나고 있는지 모르겠어.\n제발 나와 함께 있어줘. 어디 있었어?"),
    ("th", "cp874", "ฉันไม่รู้ว่าเกิดอะไรขึ้น\nได้โปรดอยู่กับฉัน"),
    ("lt", "cp1257", "Aš nežinau, kas vyksta.\nPrašau, pasilik su manimi. Kur tu buvai, mažyli?"),
    ("fi", "cp1252", "En tiedä mitä tapahtuu.\nOle kiltti, jää tänne. Missä sinä olit?"),
    ("it", "cp1252", "Non so perché è così.\nPerò dov'è il caffè? È già lunedì."),
    ("hr", "cp1250", "Ne znam što se događa.\nMolim te, ostani sa mnom. Čuješ li me, dušo? Žao mi je."),
    ("en", "cp1252", "She’s at the café — don’t worry.\nIt’s fine."),
]  # fmt: skip
# Without a word about the language these lines alone could be another's.
ALONE_NOT_ENOUGH = {"tr", "lt"}


def subtitles(text: str) -> str:
    return "\n\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}"
        for n, line in enumerate(text.split("\n"), 1)
    )


@pytest.mark.parametrize(("language", "charset", "text"), TEXTS)
def test_the_set_is_found(language: str, charset: str, text: str) -> None:
    whole = subtitles(text)
    assert decode(whole.encode(charset)) == whole
    assert decode(whole.encode(charset), language) == whole
    for line in text.split("\n"):
        assert decode(line.encode(charset), language) == line
        if language not in ALONE_NOT_ENOUGH:
            assert decode(line.encode(charset)) == line


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_told_by_itself(charset: str) -> None:
    whole = subtitles("¿Dónde estás?\nЯ здесь")
    assert decode(whole.encode(charset)).lstrip("\ufeff") == whole


def test_one_damaged_byte_does_not_make_it_another_set() -> None:
    whole = subtitles("¿Dónde estás, niño?\n" * 20)
    assert "Dónde" in decode(whole.encode() + b"\xff")
    assert "Dónde" in decode(whole.encode()[: -len("ñ".encode())] + b"\xc3")


def test_any_bytes_become_text() -> None:
    assert decode(b"") == ""
    assert decode(bytes(range(128, 256)))
    assert decode(b"\x1b$B$3$s\x1b(B") == "こん"

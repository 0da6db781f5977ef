"""The XML in a file that may be anything: decoded, mended, bounded, or a word why not.

NFO files are written by hand and by many programs. Mended is what is meant plainly all the same:
a bare `&`, a name out of HTML, a control character, a declaration that lies about the encoding.
Never read are entities that a file declares, so nothing unfolds and nothing outside is fetched;
the parser beneath (defusedxml) would refuse them too.
"""

import codecs
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

MOST_BYTES: Final = 1024 * 1024
MOST_DEPTH: Final = 30
MOST_ELEMENTS: Final = 60_000
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"<\?xml[^>?]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b([^>\[]{0,500})(\[)?", re.IGNORECASE)
_DECLARES = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(#x?[0-9A-Fa-f]{1,8};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_XML_OWN = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_STATED = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")


@dataclass(frozen=True, slots=True)
class Markup:
    """What was found: the elements at the top, the text around them, or what is wrong."""

    roots: tuple[Element, ...] = ()
    around: str = ""
    problem: str | None = None


class _TooMuch(Exception):
    """The file has more in it than any real one; the words say what."""


class _Builder(TreeBuilder):
    """Builds a tree as far as the limits go."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        """Open an element. Raises _TooMuch."""
        self._depth += 1
        self._count += 1
        if self._depth > MOST_DEPTH:
            raise _TooMuch("It is nested deeper than any real one.")
        if self._count > MOST_ELEMENTS:
            raise _TooMuch("It has more entries than any real one.")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Any:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)


def decode(raw: bytes) -> str:
    """Return bytes as text: by their mark, as UTF-8 where they are valid, else as declared.

    An old set is only believed where it was declared; without a word it is Windows-1252.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name if name == "utf-8" else _ordered(mark), "replace")
    if raw[:2] == b"<\0":
        return raw.decode("utf-16-le", "replace")
    if raw[:2] == b"\0<":
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    stated = _STATED.match(raw.lstrip()[:300])
    name = stated[1].decode("ascii").lower() if stated else "cp1252"
    if name.replace("_", "-") in {"utf-8", "utf8", "iso-8859-1", "latin-1", "latin1"}:
        name = "cp1252"
    if not re.fullmatch(r"(?:iso|windows|cp|koi8|latin|big5|gb|euc|shift|sjis)[\w.-]{0,20}", name):
        name = "cp1252"
    try:
        return raw.decode(name, "replace")
    except (LookupError, ValueError):
        return raw.decode("cp1252", "replace")


def _ordered(mark: bytes) -> str:
    return {
        codecs.BOM_UTF32_LE: "utf-32-le",
        codecs.BOM_UTF16_LE: "utf-16-le",
        codecs.BOM_UTF16_BE: "utf-16-be",
    }[mark]


def read(raw: bytes, names: Sequence[str]) -> Markup:
    """Return the elements called one of `names` that stand at the top of a file.

    What stands around them, and all of a file without any, is in `around`.
    """
    if len(raw) > MOST_BYTES:
        return Markup(problem="It is larger than 1 MB, which no real one is.")
    text = _NOT_XML.sub(" ", decode(raw))
    opening = re.compile(rf"<({'|'.join(names)})(?=[\s/>])")
    first = opening.search(text)
    if first is None:
        return Markup(around=text)
    before = text[: first.start()]
    if _DECLARES.search(before) or ((kind := _DOCTYPE.search(before)) and kind[2]):
        return Markup(problem="It declares entities, which are not read.")
    closing = f"</{first[1]}>"
    end = text.rfind(closing)
    if end < 0:
        empty = re.match(rf"<{first[1]}\s*/>", text[first.start() :])
        if empty is None:
            return Markup(problem="It is cut off: its end is missing.")
        return Markup((Element(first[1]),), before + text[first.start() + empty.end() :])
    end += len(closing)
    try:
        found = _parse(text[first.start() : end])
    except _TooMuch as much:
        return Markup(problem=str(much))
    except DefusedXmlException:
        return Markup(problem="It declares entities, which are not read.")
    except (ParseError, ValueError, RecursionError):
        return Markup(problem="It is damaged: its parts do not fit together.")
    roots = tuple(one for one in found if one.tag == first[1])
    return Markup(roots, _DOCTYPE.sub(" ", before) + "\n" + text[end:])


def _parse(text: str) -> Element:
    parser = XMLParser(target=_Builder())
    parser.feed(f"<all>{_mended(_DECLARATION.sub(' ', text))}</all>")
    return parser.close()


def _mended(text: str) -> str:
    """Return XML in which every `&` means something; what stands in CDATA is left alone."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        start = text.find("<![CDATA[", at)
        end = text.find("]]>", start) if start >= 0 else -1
        start, end = (start, end + 3) if end >= 0 else (len(text), len(text))
        parts += [_AMPERSAND.sub(_reference, text[at:start]), text[start:end]]
        at = end
    return "".join(parts)


def _reference(found: re.Match[str]) -> str:
    whole = found[0]
    if whole in _XML_OWN:
        return whole
    if whole.startswith("&#"):
        meant = _NOT_XML.sub(" ", html.unescape(whole))
    else:
        meant = html.unescape(whole)
    return meant.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

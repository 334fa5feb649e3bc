"""From bytes to the characters of an XML document, and no more of them than can be handled.

The order of trust in a declared encoding is that of RFC 7303 and of feedparser,
so that both answer alike; a body that is valid UTF-8 is believed to be UTF-8
before anything is guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

MAX_CHARACTERS = 8 * 2**20  # of a document that only the slow path can read
MAX_TAGS = 200_000  # the same, about 30 µs each
MAX_PROLOG = 64 * 1024
MAX_EXPANSION = 2**20  # characters that a document's own entities may grow to

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF8, "utf-8"),
)
# How "<?xm" begins in encodings that do not contain ASCII (XML 1.0, appendix F).
_OPENINGS = (
    (b"\x4c\x6f\xa7\x94", "cp037"),
    (b"\x00\x3c\x00\x3f", "utf-16be"),
    (b"\x3c\x00\x3f\x00", "utf-16le"),
    (b"\x00\x00\x00\x3c", "utf-32be"),
    (b"\x3c\x00\x00\x00", "utf-32le"),
)
_WIDE = {"u16", "utf16", "utf-16", "u32", "utf32", "utf-32", "iso-10646-ucs-2", "iso-10646-ucs-4"} | {
    "csucs4",
    "csunicode",
    "ucs-2",
    "ucs-4",
}
# Python codecs that are no encodings of text, or that take time in the square of the length.
_REFUSED = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_LATIN = {"us-ascii", "ascii", "iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252"}

_XML_ENCODING = re.compile(rb"""^<\?[^>]{0,400}?encoding\s*=\s*["']([^"'>]{1,60})["']""")
_DECLARATION = re.compile(r"^<\?xml[^>]*?>")
_ROOT = re.compile(r"<\w")
_ENTITY = re.compile(r"""<!ENTITY\s+(\w+)\s+(?:"([^"]*)"|'([^']*)')""")
_BASE = re.compile(r"""\bbase\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def decode_document(data: bytes, content_type: str | None = None) -> str:
    """The document's characters, without byte order mark, XML declaration or leading space.

    ``content_type`` is the answer's header, which outranks the declaration in
    the document where it names a charset (RFC 7303 §3).
    """
    sniffed = ""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            sniffed, data = name, data[len(mark) :]
            break
    else:
        sniffed = next((name for opening, name in _OPENINGS if data.startswith(opening)), "")
    text = _decode(data, sniffed, content_type or "")
    declaration = _DECLARATION.match(text)
    return (text[declaration.end() :] if declaration else text).lstrip()


def _decode(data: bytes, sniffed: str, content_type: str) -> str:
    declared = _declared(data, sniffed)
    for name in _proposals(data, declared, sniffed, content_type):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
        return text
    return data.decode("iso-8859-2")


def _proposals(data: bytes, declared: str, sniffed: str, content_type: str) -> Iterator[str]:
    """Encodings to try in turn: header, declaration, sniffed, UTF-8, then a guess."""
    charset, default = _from_header(content_type)
    names = [charset or default or declared or "utf-8", declared, sniffed]
    names = [_normal(name) for name in names if name]
    if names[0] in _LATIN and not data.isascii():
        # UTF-8 under the name of Latin: the commonest mislabelling there is.
        yield "utf-8"
    yield from (name for name in (*names, "utf-8") if name not in _REFUSED)
    guess = _guess(data)
    yield from (name for name in (guess, "windows-1252", "iso-8859-2") if name and name not in _REFUSED)


def _declared(data: bytes, sniffed: str) -> str:
    head = data[:2048]
    if sniffed:
        head = head.decode(sniffed, "ignore").encode("utf-8", "ignore")
    match = _XML_ENCODING.match(head)
    name = match[1].decode("ascii", "ignore").lower() if match else ""
    return sniffed if sniffed and name in _WIDE else name


def _from_header(content_type: str) -> tuple[str, str]:
    """The header's charset and, for text types without one, the default feedparser takes."""
    kind, *parameters = content_type.split(";")
    charset = ""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    kind = kind.strip()
    if not kind.startswith("text/"):
        is_xml = kind in {"application/xml", "application/xml-dtd", "application/xml-external-parsed-entity"}
        is_xml = is_xml or (kind.startswith("application/") and kind.endswith("+xml"))
        return (charset, "") if is_xml else ("", "")
    return charset, "us-ascii"


def _normal(name: str) -> str:
    name = name.lower().replace("_", "-")
    return "gb18030" if name == "gb2312" else name


def _guess(data: bytes) -> str:
    """What chardet says of a sample; "" where it is not installed (it comes with readability-lxml)."""
    try:
        from chardet import detect
    except ImportError:
        return ""
    return _normal(detect(data[:30_000])["encoding"] or "")


def within_bounds(text: str) -> str:
    """``text`` made safe to give to feedparser, whose work grows faster than its input.

    Cut at ``MAX_CHARACTERS`` and ``MAX_TAGS``; entities that would expand to
    more than ``MAX_EXPANSION`` characters and prologs beyond ``MAX_PROLOG`` go;
    so do hundreds of relative ``xml:base``, each longer than the one around it.
    """
    text = text[:MAX_CHARACTERS]
    text = _without_long_prolog(text)
    if text.count("<") > MAX_TAGS:
        text = text[: _nth(text, "<", MAX_TAGS)]
    return _without_base_chains(text)


def _without_long_prolog(text: str) -> str:
    root = _ROOT.search(text)
    start = root.start() if root else len(text)
    prolog = text[:start]
    if start > MAX_PROLOG or _expansion(prolog, text) > MAX_EXPANSION:
        return text[start:]
    # feedparser's patterns for the prolog take the square of a run of spaces.
    return re.sub(r"\s{2,}", "\n", prolog) + text[start:]


def _expansion(prolog: str, text: str) -> int:
    if "<!ENTITY" not in prolog:
        return 0
    return sum(text.count(f"&{name};") * len(a or b) for name, a, b in _ENTITY.findall(prolog))


def _nth(text: str, mark: str, count: int) -> int:
    for index, match in enumerate(re.finditer(re.escape(mark), text)):
        if index == count:
            return match.start()
    return len(text)


def _without_base_chains(text: str) -> str:
    bases = [a or b for a, b in _BASE.findall(text)]
    if len(bases) <= 300 and all(len(base) <= 2000 for base in bases):
        return text
    if all(len(base) <= 2000 and base.startswith(("http://", "https://")) for base in bases):
        return text
    return _BASE.sub("", text)

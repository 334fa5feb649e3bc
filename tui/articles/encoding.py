"""A page's bytes as text (WHATWG Encoding §6, HTML Living Standard §13.2.3.2).

Byte order mark first; then UTF-8 if the bytes are valid UTF-8, whatever is
declared, for no other text is so by accident; then the header's charset, the
page's own, and a guess.
"""

from __future__ import annotations

import codecs
import re

LARGEST_PAGE = 16 * 2**20  # bytes; the rest is cut off before anything looks at it
_PRESCAN = 4096
_SAMPLE = 30_000  # bytes that a guess is made from
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.+-]{2,40})", re.I)
_META = re.compile(
    rb"<(?:meta|\?xml)\s[^>]{0,1000}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.+-]{2,40})", re.I
)
# Labels that mean more than they say (WHATWG Encoding §4.2), and writers' own.
_MEANT = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "big5": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "x-euc-jp": "euc_jp",
    "win-1251": "cp1251", "win1251": "cp1251", "x-cp1251": "cp1251", "utf8": "utf-8", "unicode": "utf-8",
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip
_KNOWN = re.compile(
    r"utf-8|iso-8859-\d{1,2}|(?:windows-|cp)\d{3,4}|koi8-[ru]|gb18030|big5\w*|euc[_-](?:jp|kr)|iso-2022-jp|mac\w{4,10}"
)


def decode_page(page: bytes, content_type: str | None = None) -> str:
    """The page as text; what cannot be decoded becomes U+FFFD."""
    page = page[:LARGEST_PAGE]
    for mark, name in _MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    header = _CHARSET.search(content_type or "")
    declared = _known(header[1] if header else "") or _known(_of_meta(page))
    if not declared.startswith("iso-2022"):
        text = _utf8(page)
        if text is not None:
            return text
    return page.decode(declared or _guess(page), "replace")


def _of_meta(page: bytes) -> str:
    found = _META.search(page[:_PRESCAN]) or _META.search(page[: 16 * _PRESCAN])
    return found[1].decode("ascii") if found else ""


def _known(label: str) -> str:
    """The codec that a label names, or ""."""
    label = label.strip().lower()
    label = _MEANT.get(label, label)
    if not _KNOWN.fullmatch(label):
        return ""
    try:
        return codecs.lookup(label).name
    except LookupError:
        return ""


def _utf8(page: bytes) -> str | None:
    """The page if it is UTF-8; cut off in the middle of a character is as well."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(page)
    except UnicodeDecodeError:
        return None


def _guess(page: bytes) -> str:
    """The likeliest codec of undeclared bytes: chardet's word if it has one."""
    if page.count(b"\0", 0, 200) > 40:
        return "utf-16-le" if page[1:2] == b"\0" else "utf-16-be"
    try:
        import chardet
    except ImportError:
        return "cp1252"
    words = re.sub(rb"<[^>]*>|[\x00-\x7f]{40,}", b" ", page)[:_SAMPLE]
    return _known(str(chardet.detect(words).get("encoding") or "")) or _mostly_utf8(page)


def _mostly_utf8(page: bytes) -> str:
    text = page.decode("utf-8", "replace")
    return "utf-8" if text.count("\ufffd") * 20 < sum(1 for sign in text if sign > "\x7f") else "cp1252"

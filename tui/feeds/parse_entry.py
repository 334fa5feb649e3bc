"""From what a parser gathered of an entry to the model's Entry; both paths end here.

The fast path and feedparser only gather; every choice between what they found
(which picture, which of several texts, which date) is made in this one place, so
that both give the same answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from urllib.parse import urljoin

from tui.entries import Enclosure, Entry
from tui.text import LONGEST_URL, clean, plain_from_html, safe_url

MAX_ENTRIES = 20_000  # of one document
MAX_TITLE = 1000
MAX_SUMMARY = 500
MAX_HTML = 1_000_000
MAX_NAME = 200
MAX_ID = 2048
MAX_LIST = 50  # categories and enclosures of one entry

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8}){0,6}")
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.IGNORECASE)
# An address that has nothing to be resolved, mended or refused.
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?/[A-Za-z0-9/._~%+,=@-]*(?:\?[A-Za-z0-9/._~%+,=&@:-]+)?")
_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)/*")


@dataclass(slots=True)
class Body:
    """A text of an entry: markup, or plain characters."""

    value: str
    is_html: bool = True


@dataclass(slots=True)
class Media:
    """One ``media:content`` (Media RSS), as far as it may be a picture."""

    url: str
    type: str = ""
    medium: str = ""


@dataclass(slots=True)
class Draft:
    """What a parser gathered of one entry; addresses are resolved, texts are raw."""

    title: Body = field(default_factory=lambda: Body("", False))
    link: str = ""
    id: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    created: datetime | None = None
    summary: Body | None = None
    contents: list[Body] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    thumbnails: list[str] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    enclosures: list[tuple[str, str, str]] = field(default_factory=list)  # url, type, length
    picture: str = ""
    comments_url: str = ""
    comments_feed: str = ""
    comment_count: str = ""
    in_reply_to: str = ""
    language: str = ""


def entry_from(draft: Draft, base: str, language: str) -> Entry:
    """The entry of a draft; ``base`` resolves what is still relative, ``language`` is the feed's own."""
    html = fullest_html(draft)
    return Entry(
        title=plain(draft.title, MAX_TITLE),
        url=absolute(base, draft.link),
        id=clean(draft.id, MAX_ID),
        published=draft.published or draft.updated or draft.created,
        updated=draft.updated,
        html=html,
        summary=_summary(draft, html),
        author=_authors(draft.authors),
        categories=_categories(draft.categories),
        image=_image(draft, base),
        comments_url=absolute(base, draft.comments_url) if draft.comments_url else "",
        comments_feed=absolute(base, draft.comments_feed) if draft.comments_feed else "",
        comment_count=whole_number(draft.comment_count) if draft.comment_count else None,
        in_reply_to=clean(draft.in_reply_to, MAX_ID) if draft.in_reply_to else "",
        enclosures=_enclosures(draft, base) if draft.enclosures else (),
        language=(language_tag(draft.language) if draft.language else "") or language,
    )


def plain(body: Body, limit: int) -> str:
    """The text of a body as one clean line of at most ``limit`` characters."""
    # Cut before the tags are taken out: the patterns for that are for short texts.
    value = body.value[: 8 * limit]
    return plain_from_html(value, limit) if body.is_html else clean(value, limit)


def absolute(base: str, address: str) -> str:
    """The http(s) address that ``address`` means at ``base`` (RFC 3986 §5), or ""."""
    if not address or (_WHOLE.fullmatch(address) and len(address) <= LONGEST_URL):
        return address
    return safe_url(address) or safe_url(join(base, address.strip()))


def join(base: str, address: str) -> str:
    """``address`` resolved as feedparser does it: "http:///host" is forgiven, nonsense gives ""."""
    if _WHOLE.fullmatch(address):
        return address
    try:
        return urljoin(base, _SLASHES.sub(r"\1", address))
    except ValueError:
        return ""


def fullest_html(draft: Draft) -> str:
    """The entry's content, as markup; its summary where that is clearly more, or all there is."""
    fullest = draft.summary
    if draft.contents:
        content = max(draft.contents, key=_length) if len(draft.contents) > 1 else draft.contents[0]
        # An escaped summary is a little longer than the content it repeats.
        if fullest is None or len(fullest.value) <= 2 * len(content.value):
            fullest = content
    if fullest is None:
        return ""
    value = fullest.value[:MAX_HTML]
    return value if fullest.is_html else markup(value)


def _length(body: Body) -> int:
    return len(body.value)


def markup(text: str) -> str:
    """Plain text as markup: blank lines part paragraphs."""
    paragraphs = [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    if len(paragraphs) < 2:
        return escape(text.strip(), quote=False)
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs)


def _summary(draft: Draft, html: str) -> str:
    if draft.summary and draft.summary.value:
        return plain(draft.summary, MAX_SUMMARY)
    return plain(Body(html), MAX_SUMMARY) if html else ""


def _authors(names: list[str]) -> str:
    if len(names) == 1:
        return clean(names[0], MAX_NAME)
    known = dict.fromkeys(clean(name, MAX_NAME) for name in names[:10])
    return ", ".join(name for name in known if name)


def _categories(terms: list[str]) -> tuple[str, ...]:
    if not terms:
        return ()
    known = dict.fromkeys(clean(term, MAX_NAME) for term in terms[:MAX_LIST])
    return tuple(term for term in known if term)


def _image(draft: Draft, base: str) -> str:
    """The picture that stands for the entry, in the order of how surely it is meant as one."""
    if not (draft.thumbnails or draft.media or draft.enclosures):
        return absolute(base, draft.picture) if draft.picture else ""
    for address in draft.thumbnails:
        if url := absolute(base, address):
            return url
    for media in draft.media:
        if _is_picture(media.type, media.medium, media.url) and (url := absolute(base, media.url)):
            return url
    for address, kind, _length in draft.enclosures:
        if _is_picture(kind, "", address) and (url := absolute(base, address)):
            return url
    return absolute(base, draft.picture)


def _is_picture(kind: str, medium: str, url: str) -> bool:
    if kind or medium:
        return kind.startswith("image/") or medium == "image"
    return bool(_PICTURE_NAME.search(url))


def _enclosures(draft: Draft, base: str) -> tuple[Enclosure, ...]:
    found = [
        Enclosure(url, clean(kind, 100), whole_number(length) or 0)
        for address, kind, length in draft.enclosures[:MAX_LIST]
        if (url := absolute(base, address))
    ]
    return tuple(found)


def whole_number(text: str) -> int | None:
    """A count in decimal digits, None for anything else or beyond 15 digits."""
    text = text.strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 15 else None


def language_tag(text: str) -> str:
    """A language tag (RFC 5646) with hyphens, or ""."""
    text = text.strip()
    return text.replace("_", "-") if _LANGUAGE.fullmatch(text) else ""

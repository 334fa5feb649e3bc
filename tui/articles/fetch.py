"""From an address to its Article: fetched, all its parts, and extracted off the event loop."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.articles.announcements import announcements_in_header
from tui.articles.extract import NotAnArticle, Part, extract_part
from tui.articles.parts import joined
from tui.model import Article, Failure
from tui.text import clean

if TYPE_CHECKING:
    from tui.net.client import Client

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
MOST_PARTS = 12  # pages of one article
_KINDS = {
    "application/pdf": "a PDF document",
    "image/": "a picture",
    "audio/": "a sound recording",
    "video/": "a video",
    "application/zip": "an archive",
    "application/octet-stream": "a file to download",
}


async def fetch_article(client: Client, url: str) -> Article:
    """The article at ``url``, joined from its pages where the site splits it.

    ``partial`` is "parts" if a later page could not be read. Raises
    ``NotAnArticle`` and what ``Client.get`` raises.
    """
    first, following = await _fetch_part(client, url)
    if first.partial:
        return first
    parts: list[Article] = []
    why = ""
    while following:
        if len(parts) + 1 == MOST_PARTS:
            why = "parts"
            break
        try:
            part, following = await _fetch_part(client, following)
        except Failure:
            why = "parts"
            break
        parts.append(part)
    whole = await asyncio.to_thread(joined, first, parts) if parts else first
    return replace(whole, partial=why) if why else whole


async def _fetch_part(client: Client, url: str) -> Part:
    reply = await client.get(url, accept=ACCEPT)
    for prefix, kind in _KINDS.items():
        if reply.content_type.startswith(prefix):
            raise NotAnArticle(f"{clean(url, 120)} is {kind}, not a page.", "Open it in the browser (o).")
    declared = f"{reply.content_type}; charset={reply.charset}" if reply.charset else reply.content_type
    part = await asyncio.to_thread(extract_part, reply.body, reply.url, declared)
    said = announcements_in_header(reply.headers.get("link", ""), reply.url)
    if not said:
        return part
    announced = tuple(dict.fromkeys((*part.article.announced, *said)))
    return part._replace(article=replace(part.article, announced=announced))

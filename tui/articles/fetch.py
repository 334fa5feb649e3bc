"""From an address to its Article: fetched, then extracted off the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.articles.extract import NotAnArticle, extract_article
from tui.model import Article
from tui.text import clean

if TYPE_CHECKING:
    from tui.net.client import Client

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
_KINDS = {
    "application/pdf": "a PDF document",
    "image/": "a picture",
    "audio/": "a sound recording",
    "video/": "a video",
    "application/zip": "an archive",
    "application/octet-stream": "a file to download",
}


async def fetch_article(client: Client, url: str) -> Article:
    """The article at ``url``. Raises ``NotAnArticle`` and what ``Client.get`` raises."""
    reply = await client.get(url, accept=ACCEPT)
    for prefix, kind in _KINDS.items():
        if reply.content_type.startswith(prefix):
            raise NotAnArticle(f"{clean(url, 120)} is {kind}, not a page.", "Open it in the browser (o).")
    declared = f"{reply.content_type}; charset={reply.charset}" if reply.charset else reply.content_type
    return await asyncio.to_thread(extract_article, reply.body, reply.url, content_type=declared)

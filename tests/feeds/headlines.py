"""Pages of headlines as sites write them, for the tests that read them."""

from __future__ import annotations

import json
from typing import Any

URL = "https://news.example/world/"
TITLES = (
    "Ferry pact signed after all-night talks",
    "What the pact changes for commuters",
    "Islanders vote to leave the sea wall as it is",
    "Grid operator warns of a tight evening",
    "Herring return to the sound in numbers",
)
CHROME = """<header class="masthead"><h1><a href="/">The Harbour Wire of both cities</a></h1><nav><ul>
<li><a href="/world/">News of the whole world</a></li>
<li><a href="/sport/">Sport from both sides</a></li></ul>
</nav></header>"""
BOXES = """<div class="col"><h2>Most read</h2><ol><li><h3><a href="/2026/10/old-1">An old story that all have
read</a></h3></li><li><h3><a href="/2026/10/old-2">Another old story that all have read</a></h3></li><li><h3>
<a href="/2026/10/old-3">A third old story that all have read</a></h3></li></ol></div>
<div class="tags"><a href="/tag/ferry">Everything about the ferry pact</a></div>
<footer><h3><a href="/about/">About the Harbour Wire and us</a></h3></footer>"""


def slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def teaser(title: str, n: int = 1, *, inside: str = "") -> str:
    return (
        f'<article class="card"><h3><a href="/world/{slug(title)}">{title}</a></h3>'
        f"<p>What is to be known about it, in one sentence of some length.</p>{inside}"
        f'<p class="meta"><time datetime="2026-11-{n:02}T10:00:00+01:00">{n} days ago</time>'
        " · 14 comments</p></article>"
    )


def page(*body: str, head: str = "") -> bytes:
    html = f"<!doctype html><html lang=en><head><title>World | Harbour Wire</title>{head}</head><body>"
    return f"{html}{''.join(body)}</body></html>".encode()


def section(*titles: str, head: str = "") -> bytes:
    """A section's page, with all that stands around its stories."""
    teasers = "".join(teaser(title, n) for n, title in enumerate(titles or TITLES, 1))
    return page(CHROME, f"<main><h1>World</h1>{teasers}</main>", BOXES, head=head)


def linked_data(*nodes: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes if len(nodes) > 1 else nodes[0])}</script>'

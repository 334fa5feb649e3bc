"""What a page says to machines about its discussion, for the providers of ``tui.talk`` to know their own.

Links of the head and of the Link header (RFC 8288), the attributes of scripts
that put a discussion into the page, and links to chats.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.articles.chat_links import chat_announcements
from tui.articles.tree import absolute
from tui.model import Announcement
from tui.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST = 24
MOST_LOOKED_AT = 500
_RELATIONS = frozenset(("https://api.w.org/", "shortlink"))
_LINK = re.compile(
    r'<([^<>]{1,4096})>((?:\s*;\s*[\w*-]{1,40}\s*=\s*(?:"[^"]{0,500}"|[^\s",;]{0,500})){0,12})'
)
_PARAMETER = re.compile(r';\s*([\w*-]{1,40})\s*=\s*(?:"([^"]*)"|([^\s",;]*))')
_ISSO = re.compile(r"(.*?/)js/embed(?:\.min|\.dev)?\.js(?:\?.*)?$")


def announcements(root: HtmlElement, base: str) -> tuple[Announcement, ...]:
    """The announcements in a page at ``base``; call it before scripts are dropped."""
    found: list[Announcement] = []
    for link in list(root.iter("link"))[:MOST_LOOKED_AT]:
        found += _linked(link.get("rel") or "", link.get("type") or "", link.get("href") or "", base)
    for script in list(root.iter("script"))[:MOST_LOOKED_AT]:
        found += _isso(script, base)
    for thread in root.xpath("//*[@id='isso-thread'][@data-isso-id]")[:1]:
        found.append(Announcement("data-isso-id", clean(thread.get("data-isso-id") or "", 2_000)))
    found += chat_announcements(root)
    return tuple(dict.fromkeys(found))[:MOST]


def announcements_in_header(value: str, base: str) -> tuple[Announcement, ...]:
    """The announcements in a Link header (RFC 8288 §3)."""
    found: list[Announcement] = []
    for target, parameters in _LINK.findall(value[:20_000])[:MOST]:
        named = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(parameters)}
        found += _linked(named.get("rel", ""), named.get("type", ""), target, base)
    return tuple(found)


def _linked(rel: str, kind: str, href: str, base: str) -> list[Announcement]:
    relations = set(rel.lower().split()[:10])
    named = [relation for relation in sorted(relations) if relation in _RELATIONS]
    if "alternate" in relations and kind.split(";")[0].strip().lower() == "application/json":
        named.append("alternate json")
    url = absolute(base, href) if named else ""
    return [Announcement(name, url) for name in named] if url else []


def _isso(script: HtmlElement, base: str) -> list[Announcement]:
    """Isso's address: its script's ``data-isso``, else where the script itself comes from."""
    endpoint = script.get("data-isso")
    if endpoint is None:
        source = _ISSO.match(script.get("src") or "")
        attributes = any(str(name).startswith("data-isso-") for name in script.keys())  # noqa: SIM118
        if not source or not (attributes or "isso" in source[1].lower()):
            return []
        endpoint = source[1]
    url = absolute(base, endpoint)
    return [Announcement("data-isso", url)] if url else []

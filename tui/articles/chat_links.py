"""What a page says of its chat: links to Matrix rooms, and Cactus Comments' own settings.

Matrix URIs (Matrix specification, appendix "URIs") and matrix.to links; for Cactus
Comments the alias that its client derives from site and section (cactus.chat).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from tui.model import Announcement
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ROOM, HOMESERVER = "matrix", "matrix homeserver"
MOST = 6
_MOST_SCRIPTS = 200
_LONGEST = 2_000
_ROOM_URI = re.compile(r"matrix:(?:r|roomid)/[^\s<>\"'\x00-\x1f]+", re.I)
_ROOM_PAGE = re.compile(r"https?://matrix\.to/#/(?:#|%23|!|%21)[^\s<>\"'\x00-\x1f]+", re.I)
_SETTING = r"""['"]?\b{name}['"]?\s*:\s*(['"])((?:(?!\1)[^\\\n])*)\1"""
_CACTUS = ("defaultHomeserverUrl", "serverName", "siteName", "commentSectionId")


def chat_announcements(root: HtmlElement) -> list[Announcement]:
    """The rooms that a page links to, Cactus Comments' first; call it before scripts are dropped."""
    found = _cactus(root)
    links = root.xpath("//a[starts-with(@href, 'matrix:') or contains(@href, '://matrix.to/#/')]")
    found += [
        Announcement(ROOM, address) for link in links[:MOST] for address in room_addresses(link.get("href"))
    ]
    return found[:MOST]


def room_addresses(text: str) -> list[str]:
    """The addresses of rooms in a text or in a feed's HTML, each once."""
    said = text[:200_000].replace("&amp;", "&")
    found = [*_ROOM_URI.findall(said), *_ROOM_PAGE.findall(said)]
    return [clean(one, _LONGEST) for one in dict.fromkeys(found[:MOST])]


def _cactus(root: HtmlElement) -> list[Announcement]:
    for script in list(root.iter("script"))[:_MOST_SCRIPTS]:
        said = _attributes(script) if script.get("data-site-name") else _call(script.text or "")
        if not all(said.values()):
            continue
        alias = f"comments_{said['siteName']}_{said['commentSectionId']}:{said['serverName']}"
        found = [Announcement(ROOM, f"matrix:r/{quote(clean(alias, 300), safe=':')}")]
        home = safe_url(said["defaultHomeserverUrl"]).rstrip("/")
        return [Announcement(HOMESERVER, home), *found] if home else found
    return []


def _call(script: str) -> dict[str, str]:
    """The settings in a call of ``initComments``."""
    said = dict.fromkeys(_CACTUS, "")
    start = script.find("initComments")
    if start >= 0:
        for name in _CACTUS:
            match = re.search(_SETTING.format(name=name), script[start : start + 5_000])
            said[name] = match[2].strip() if match else ""
    return said


def _attributes(script: HtmlElement) -> dict[str, str]:
    """The same as data attributes: ``siteName`` is ``data-site-name``."""
    dashed = {name: "data-" + re.sub("[A-Z]", lambda m: "-" + m[0].lower(), name) for name in _CACTUS}
    return {name: (script.get(attribute) or "").strip() for name, attribute in dashed.items()}

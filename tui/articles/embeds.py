"""What only a browser plays, named by what it is: a video, a sound, a post, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.articles.tree import absolute, classes
from tui.model import Embed
from tui.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_KINDS = {
    "video": "youtube.com youtube-nocookie.com youtu.be vimeo.com dailymotion.com rutube.ru twitch.tv vk.com "
    "player.vimeo.com brightcove.net jwplayer.com jwplatform.com tiktok.com ted.com "
    "bilibili.com nicovideo.jp wistia.net wistia.com streamable.com ok.ru",
    "audio": "soundcloud.com spotify.com podcasts.apple.com music.apple.com bandcamp.com "
    "mixcloud.com acast.com megaphone.fm simplecast.com buzzsprout.com art19.com podbean.com "
    "spreaker.com audioboom.com",
    "post": "twitter.com x.com facebook.com instagram.com t.me threads.net bsky.app reddit.com linkedin.com "
    "telegram.org tumblr.com pinterest.com truthsocial.com weibo.com",
    "map": "openstreetmap.org google.com/maps maps.google.com yandex.ru/map-widget mapbox.com maps.apple.com",
    "chart": "datawrapper.de datawrapper.dwcdn.net dwcdn.net flourish.studio infogram.com tableau.com",
    "code": "gist.github.com codepen.io jsfiddle.net codesandbox.io replit.com",
    "document": "documentcloud.org scribd.com slideshare.net docs.google.com",
    "poll": "polldaddy.com strawpoll.com apester.com",
}
_BY_HOST = {host: kind for kind, hosts in _KINDS.items() for host in hosts.split()}
_NEVER = ("googletagmanager", "doubleclick", "adservice", "googlesyndication", "recaptcha", "amazon-adsystem")
_POSTS = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "fb-post",
    "bluesky-embed",
    "reddit-embed",
    "tiktok-embed",
)


def embed_of(element: HtmlElement, base: str) -> Embed | None:
    """What an ``iframe``, ``embed``, ``object``, ``video`` or ``audio`` plays, or None for advertising."""
    url = absolute(base, element.get("src") or element.get("data-src") or element.get("data") or "")
    if not url:
        source = element.find(".//source")
        url = absolute(base, source.get("src")) if source is not None else ""
    if not url or any(name in url for name in _NEVER):
        return None
    kind = element.tag if element.tag in ("video", "audio") else _kind(url)
    title = clean(element.get("title") or element.get("aria-label") or "", 300)
    return Embed(kind, url, title)


def _kind(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "page"
    top = host
    while top:
        first = f"{top}/{parts.path.strip('/').split('/')[0]}"
        kind = _BY_HOST.get(first) or _BY_HOST.get(top)
        if kind:
            return kind
        top = top.partition(".")[2]
    return "page"


def is_post(blockquote: HtmlElement) -> bool:
    """Whether a quotation is a social network's embedded post."""
    return any(name in classes(blockquote) for name in _POSTS)


def post_of(blockquote: HtmlElement, base: str) -> Embed | None:
    """The address of an embedded post: the last link in it, or what its attribute says."""
    named = blockquote.get("cite") or blockquote.get("data-instgrm-permalink") or ""
    links = [link.get("href") for link in blockquote.iter("a")]
    url = absolute(base, named) or absolute(base, links[-1] if links else "")
    return Embed("post", url) if url else None

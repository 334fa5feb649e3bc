"""What a message says: its kind, its text, whom it mentions (Client-Server API, "Instant messaging")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from tui.model import MessageKind
from tui.talk.answers import Fields, fields, text
from tui.text import clean_lines

LONGEST_TEXT = 65_536  # characters: an event has no more bytes
_KINDS: Mapping[str, MessageKind] = {
    "m.text": "text",
    "m.emote": "emote",
    "m.notice": "notice",
    "m.image": "image",
    "m.video": "video",
    "m.audio": "audio",
    "m.file": "file",
}
_FILES = ("image", "video", "audio", "file")
_ROOM_LEVEL = 50  # the power that mentioning everyone needs, unless the room says otherwise


def kind_of(type_: str, content: Fields) -> MessageKind:
    """What sort of message an event of this type is."""
    if type_ == "m.room.encrypted":
        return "encrypted"
    if type_ == "m.sticker":
        return "image"
    return _KINDS.get(text(content.get("msgtype"), 100), "unknown")


def text_of(kind: MessageKind, content: Fields) -> str:
    """The text of a message, its line breaks kept, without the fallback of a reply."""
    body = content.get("body")
    if kind in _FILES:
        name = content.get("filename")
        caption = body if isinstance(body, str) and isinstance(name, str) and body != name else ""
        title = text(name if isinstance(name, str) else body, 200)
        return "\n".join(filter(None, (title, clean_lines(caption, LONGEST_TEXT))))
    if not isinstance(body, str):
        return ""
    if replied_to(content):
        body = _without_fallback(body)
    return clean_lines(body, LONGEST_TEXT)


def _without_fallback(body: str) -> str:
    """The body without the quote that older clients put before a reply ("Rich replies", v1.12)."""
    if not body.startswith("> <"):
        return body
    lines = body.split("\n")
    quoted = next((n for n, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return "\n".join(lines[quoted:]).lstrip("\n")


def replied_to(content: Fields) -> str:
    """The id of the message that this one answers, or "".

    In a thread, a reply that is only there for clients without threads is none.
    """
    relation = fields(content.get("m.relates_to"))
    if relation.get("rel_type") == "m.thread" and relation.get("is_falling_back") is True:
        return ""
    return text(fields(relation.get("m.in_reply_to")).get("event_id"), 255)


def permalink(room: str, event: str) -> str:
    """Where any client shows a message ("matrix.to navigation"): no token is in it."""
    return f"https://matrix.to/#/{quote(room, safe='!:')}/{quote(event, safe='$:')}"


# --- mentions ---------------------------------------------------------------------


def mentions(content: Fields, user: str, names: Iterable[str], *, may_call_all: bool) -> bool:
    """Whether a message mentions ``user`` ("User and room mentions").

    What older clients send says it in the body alone: one of ``names`` as a word of its own.
    """
    said = content.get("m.mentions")
    if isinstance(said, dict):
        users = said.get("user_ids")
        if isinstance(users, list) and user in users[:100]:
            return True
        return said.get("room") is True and may_call_all
    body = content.get("body")
    if not isinstance(body, str):
        return False
    spoken = _folded(body[:LONGEST_TEXT])
    return any(_is_word(_folded(name), spoken) for name in names if name)


def _is_word(name: str, body: str) -> bool:
    return name in body and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", body) is not None


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def may_call_all(levels: Fields, sender: str) -> bool:
    """Whether m.room.power_levels lets a sender mention the whole room."""
    users, default = fields(levels.get("users")), levels.get("users_default", 0)
    power, needed = users.get(sender, default), fields(levels.get("notifications")).get("room", _ROOM_LEVEL)
    return isinstance(power, int) and isinstance(needed, int) and power >= needed


# --- writing ----------------------------------------------------------------------


def message_content(
    body: str,
    *,
    emote: bool = False,
    mentioned: Iterable[str] = (),
    reply_to: str = "",
    thread: str = "",
) -> dict[str, Any]:
    """The content of a new m.room.message; ``mentioned`` are user ids."""
    content: dict[str, Any] = {
        "msgtype": "m.emote" if emote else "m.text",
        "body": body,
        "m.mentions": {"user_ids": sorted(set(mentioned))} if mentioned else {},
    }
    relation: dict[str, Any] = {}
    if thread:
        relation |= {"rel_type": "m.thread", "event_id": thread, "is_falling_back": not reply_to}
    if reply_to or thread:
        relation["m.in_reply_to"] = {"event_id": reply_to or thread}
    if relation:
        content["m.relates_to"] = relation
    return content


def edit_content(event: str, body: str, *, emote: bool = False) -> dict[str, Any]:
    """The content of an edit ("Event replacements"); its mentions are nobody's: they were told."""
    new = message_content(body, emote=emote)
    relation = {"rel_type": "m.replace", "event_id": event}
    return {**new, "body": f"* {body}", "m.new_content": new, "m.relates_to": relation}


def reaction_content(event: str, key: str) -> dict[str, Any]:
    """The content of an m.reaction ("Event annotations and reactions").

    Signs are sent as emoji, which others do: the same reaction must be the same key.
    """
    signs = (f"{one}\ufe0f" if _sign(one) else one for one in key)
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": "".join(signs)}}


def _sign(character: str) -> bool:
    """Whether a character is an emoji only where it is told to be one, as ❤ is and 👍 is not."""
    return unicodedata.category(character) == "So" and unicodedata.east_asian_width(character) not in "WF"

"""The discussion for programs: what WordPress answers about comments (REST API Handbook, Comments).

A subset, enough to read a thread in pages, to log in, to write and to edit one's
own. Names are free: whoever logs in first with one keeps it (``readers.Accounts``);
whoever has none writes as a guest.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tui.newsroom.press import Dispatch, Posted, Press
from tui.newsroom.readers import HOW_TO_REGISTER, SHORTEST_PASSWORD, Accounts
from tui.newsroom.site import Site, comment_anchor
from tui.newsroom.story_page import comment_text

ROOT = "/wp-json/"
COMMENTS_OF_A_STORY = 10_000  # a comment's number holds its story's
LONGEST = 20_000  # characters
MOST_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the path below ``ROOT``, its query, its JSON, who it says it is from."""

    method: str
    path: str
    query: Mapping[str, str]
    values: Mapping[str, Any]
    authorization: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A status, a JSON body, header fields, and what was written, if something was."""

    status: int
    value: Any
    headers: Mapping[str, str]
    posted: tuple[Dispatch, Posted] | None = None


class _Refusal(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = Answered(status, {"code": code, "message": message, "data": {"status": status}}, {})


def answer(site: Site, press: Press, accounts: Accounts, asked: Asked) -> Answered:
    """What the interface answers."""
    parts = [part for part in asked.path.split("/") if part]
    try:
        reader = _reader(accounts, asked.authorization)
        if parts[:2] == ["wp", "v2"] and parts[2:]:
            maker = _MAKERS.get((asked.method, parts[2], len(parts)))
            if maker:
                return maker(site, press, reader, parts, asked)
        elif not parts:
            return _told({"name": "Port Else Herald", "url": site.base, "namespaces": ["wp/v2"]})
        raise _Refusal(404, "rest_no_route", "No route was found matching the URL and request method.")
    except _Refusal as refusal:
        return refusal.answer


def _told(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answered:
    return Answered(status, value, headers or {})


def _reader(accounts: Accounts, authorization: str) -> str:
    """Who asks, "" for a guest (RFC 7617)."""
    if not authorization:
        return ""
    scheme, _space, token = authorization.partition(" ")
    try:
        name, _colon, password = b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeError):
        name = password = ""
    password = password.replace(" ", "")  # an application password is shown in groups of four
    if scheme.lower() != "basic" or not name.strip() or len(password) < SHORTEST_PASSWORD:
        raise _Refusal(401, "invalid_application_credentials", HOW_TO_REGISTER)
    if not accounts.admits(name, password):
        raise _Refusal(401, "incorrect_password", "The name is taken, and this is not its password.")
    return name


# --- reading ----------------------------------------------------------------------


def _me(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    if not reader:
        raise _Refusal(401, "rest_not_logged_in", "You are not currently logged in.")
    return _told({"id": _account(reader), "name": reader, "slug": reader})


def _password(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    """What is known of the password that was sent: that its reader chose it, and no program."""
    _me(site, press, reader, parts, asked)
    return _told({"uuid": f"{_account(reader):x}", "app_id": "", "name": "chosen by its reader"})


def _post(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    one = _story(site, parts[3])
    return _told({"id": one.number, "link": site.base + one.path, "comment_status": "open"})


def _comments(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    one = _story(site, asked.query.get("post", ""))
    size = max(1, min(_number(asked.query.get("per_page", "10")), MOST_A_PAGE))
    page = max(1, _number(asked.query.get("page", "1")))
    told = sorted(one.comments, key=lambda said: said.posted)
    pages = -(-len(told) // size)
    here = told[(page - 1) * size : page * size]
    headers = {"X-WP-Total": str(len(told)), "X-WP-TotalPages": str(pages)}
    return _told([_comment(site, one, said) for said in here], headers=headers)


def _one_comment(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    return _told(_comment(site, *_found(site, parts[3])))


def _comment(site: Site, one: Dispatch, said: Posted) -> dict[str, Any]:
    by_id = {comment.id: comment for comment in one.comments}
    return {
        "id": _name(one, said),
        "post": one.number,
        "parent": _name(one, by_id[said.parent]) if said.parent in by_id else 0,
        "author": _account(said.account) if said.account else 0,
        "author_name": said.author,
        "date_gmt": said.posted.replace(tzinfo=None).isoformat(),
        "content": {"rendered": str(comment_text(said)), "raw": said.text},
        "link": site.base + comment_anchor(one, said.id),
        "status": "approved",
    }


# --- writing ----------------------------------------------------------------------


def _new(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    one = _story(site, str(asked.values.get("post", "")))
    text = _text(asked.values)
    author = reader or str(asked.values.get("author_name") or "").strip()[:80]
    if not author:
        raise _Refusal(400, "rest_comment_author_data_required", "A comment needs a name to stand under.")
    parent = str(asked.values.get("parent") or "")
    answered = _found(site, parent)[1].id if parent else ""
    if any(said.author == author and said.text == text for said in one.comments):
        raise _Refusal(409, "comment_duplicate", "Duplicate comment detected: you have said that already.")
    if len(one.comments) >= COMMENTS_OF_A_STORY - 1:
        raise _Refusal(403, "rest_comment_closed", "Sorry, comments are closed for this item.")
    posted = press.comment(one.slug, author, text, answered, account=reader)
    fresh = press.issue.story(one.slug) or one
    told = _comment(Site(site.base, press.issue), fresh, posted)
    return Answered(201, told, {}, (fresh, posted))


def _changed(site: Site, press: Press, reader: str, parts: list[str], asked: Asked) -> Answered:
    one, said = _found(site, parts[3])
    if not reader or said.account != reader:
        raise _Refusal(403, "rest_cannot_edit", "Sorry, you are not allowed to edit this comment.")
    changed = press.amend(one.slug, said.id, _text(asked.values))
    return _told(_comment(Site(site.base, press.issue), press.issue.story(one.slug) or one, changed))


def _text(values: Mapping[str, Any]) -> str:
    text = values.get("content")
    if not isinstance(text, str) or not text.strip():
        raise _Refusal(
            400, "rest_comment_content_invalid", "Invalid comment content: there is nothing in it."
        )
    if len(text) > LONGEST:
        raise _Refusal(400, "comment_content_column_length", "Your comment is too long.")
    return text.strip()


# --- names ------------------------------------------------------------------------


def _name(one: Dispatch, said: Posted) -> int:
    return one.number * COMMENTS_OF_A_STORY + _number(said.id.rpartition("-")[2])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def _account(name: str) -> int:
    return int.from_bytes(name.encode()[:5], "big")


def _story(site: Site, number: str) -> Dispatch:
    for one in site.issue.dispatches:
        if str(one.number) == number:
            return one
    raise _Refusal(404, "rest_post_invalid_id", "Invalid post ID.")


def _found(site: Site, number: str) -> tuple[Dispatch, Posted]:
    story, comment = divmod(_number(number), COMMENTS_OF_A_STORY)
    one = _story(site, str(story))
    for said in one.comments:
        if said.id.endswith(f"/comment-{comment}"):
            return one, said
    raise _Refusal(404, "rest_comment_invalid_id", "Invalid comment ID.")


Maker = Callable[[Site, Press, str, list[str], Asked], Answered]
_MAKERS: Mapping[tuple[str, str, int], Maker] = {
    ("GET", "users", 4): _me,
    ("GET", "users", 6): _password,  # users/me/application-passwords/introspect
    ("GET", "posts", 4): _post,
    ("GET", "comments", 3): _comments,
    ("GET", "comments", 4): _one_comment,
    ("POST", "comments", 3): _new,
    ("POST", "comments", 4): _changed,
}


def values_of(body: bytes) -> Mapping[str, Any]:
    """The JSON object in a body; nothing where it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}

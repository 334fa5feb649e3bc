"""Writing on WordPress sites without an account.

Over REST where a site opens it to guests (``rest_allow_anonymous_comments``; few
do), else through the form that every WordPress has (``wp-comments-post.php``),
which leads to the new comment's place on the page.
"""

from __future__ import annotations

import asyncio
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tui.articles.blocks import blocks_from_html
from tui.failure import Failure
from tui.locale import _
from tui.model import Comment
from tui.net.failures import Moved
from tui.talk.answers import Fields, ask, fields, name_of, not_understood
from tui.talk.participant import Form, Question, Refused, Writing
from tui.talk.sending import refused, send_json
from tui.talk.wordpress import FIELDS, comment_in, under
from tui.talk.wordpress_login import CLOSED_TO_GUESTS, refusal, root_of, site_of

if TYPE_CHECKING:
    from tui.net.client import Client, Reply
    from tui.talk.provider import ThreadRef

_REST_NAMES = {"author": "author_name", "email": "author_email", "url": "author_url"}
_ANCHOR = re.compile(r"#comment-(\d{1,18})$")


class _Closed(Refused):
    """REST is closed to guests, which says nothing of the form."""


def guest_form() -> Form:
    return Form(
        (
            Question("author", _("Name")),
            Question("email", _("Mail address (not shown; most sites want one)"), required=False),
            Question("url", _("Website"), required=False),
        )
    )


async def post(client: Client, ref: ThreadRef, writing: Writing) -> Comment:
    """Writes a comment as a guest. Raises ``Failure``."""
    try:
        return await _over_rest(client, ref, writing)
    except _Closed:
        return await _by_form(client, ref, writing)


async def _over_rest(client: Client, ref: ThreadRef, writing: Writing) -> Comment:
    values = {"post": ref.url.rpartition("/")[2], "content": writing.text}
    values |= {_REST_NAMES[name]: told for name, told in _who(writing).items()}
    if writing.parent:
        values["parent"] = writing.parent
    url = under(root_of(ref.url), "wp/v2/comments", f"_fields={FIELDS}")
    answer, _reply = await send_json(client, "POST", url, values, refusal=_guest_refusal)
    if not name_of(fields(answer).get("id")):
        raise not_understood(url)
    return await asyncio.to_thread(comment_in, answer, ref.page)


async def _by_form(client: Client, ref: ThreadRef, writing: Writing) -> Comment:
    form = {
        "comment_post_ID": ref.url.rpartition("/")[2],
        "comment_parent": writing.parent or "0",
        "comment": writing.text,
        **_who(writing),
    }
    url = f"{site_of(root_of(ref.url))}wp-comments-post.php"
    try:
        reply = await client.send(
            "POST", url, urlencode(form).encode(), content_type="application/x-www-form-urlencoded"
        )
    except Moved as moved:
        found = _ANCHOR.search(moved.location)
        if not found:
            raise not_understood(url) from moved
        return await _as_shown(client, ref, writing, found[1])
    raise await asyncio.to_thread(_form_refusal, reply)


async def _as_shown(client: Client, ref: ThreadRef, writing: Writing, name: str) -> Comment:
    """The new comment as everybody sees it; where nobody does yet, as it was written."""
    try:
        url = under(root_of(ref.url), f"wp/v2/comments/{name}", f"_fields={FIELDS}")
        answer, _reply = await ask(client, url)
        if name_of(fields(answer).get("id")) == name:
            return await asyncio.to_thread(comment_in, answer, ref.page)
    except Failure:
        pass
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in writing.text.split("\n\n"))
    blocks = await asyncio.to_thread(blocks_from_html, paragraphs, ref.page)
    return Comment(name, writing.guest.get("author", ""), blocks, writing.parent, pending=True)


def _who(writing: Writing) -> dict[str, str]:
    told = {name: writing.guest.get(name, "").strip() for name in _REST_NAMES}
    return {name: value for name, value in told.items() if value}


def _guest_refusal(reply: Reply, said: Fields) -> Failure | None:
    found = refusal(reply, said)
    return _Closed("") if found is None and said.get("code") == CLOSED_TO_GUESTS else found


def _form_refusal(reply: Reply) -> Failure:
    """What the form refuses with: a page, or to programs its words as JSON (``wp_die``)."""
    from tui.talk.answers import parsed

    try:
        found = refusal(reply, fields(parsed(reply.body, reply.url)))
    except Failure:
        found = None
    return found or refused(
        reply.url, _("it takes comments in the browser alone"), _("Log in, or write there.")
    )

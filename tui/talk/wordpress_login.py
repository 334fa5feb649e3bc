"""Logging in to WordPress by an application password (REST API Handbook, Authentication).

The place of an account is its site's REST root: one host may have many sites, and
a password for one is no other's business.
"""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tui.articles.announcements import announcements, announcements_in_header
from tui.articles.encoding import decode_page
from tui.articles.tree import parse_page
from tui.failure import Failure
from tui.locale import _
from tui.model import Identity
from tui.talk.answers import Fields, fields, name_of, not_understood, text
from tui.talk.participant import Form, Login, Question, Refused, WrongLogin
from tui.talk.sending import host_of, refused, secret, send_json
from tui.talk.wordpress import under

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

APP_ID = "6a5e1b0c-4d0e-4c0f-9c39-0d1f4f0f7a52"  # by which WordPress knows passwords made for wireroom
_SITE = re.compile(r"(?:wp-json|index\.php(?:/wp-json)?|)/?(?:\?rest_route=.*)?$")
# The last one is also what a wrong password is answered with, where the user is known before REST begins.
_UNKNOWN = {"incorrect_password", "invalid_username", "invalid_email", "rest_not_logged_in"}
CLOSED_TO_GUESTS = "rest_comment_login_required"
_ERROR = re.compile(r"^\s*(?:<p>)?\s*<strong>[^<>]{1,40}</strong>:?")  # "Error:", in the site's language
_TAG = re.compile(r"<[^<>]{0,500}>")


def root_of(url: str) -> str:
    """The REST root in a thread's address, written in one way."""
    return url.partition("#")[0].rstrip("/")


def is_root(url: str) -> bool:
    return "rest_route=" in url or url.endswith("/wp-json")


def site_of(root: str) -> str:
    """The address of the site whose REST root this is, ending in a slash."""
    return _SITE.sub("", root, count=1).rstrip("/") + "/"


def log_in_form(root: str) -> Form:
    """The form. At its address who is logged in there has a password made for wireroom, and is shown it."""
    page = f"{site_of(root)}wp-admin/authorize-application.php"
    return Form(
        (
            Question("user", _("User name")),
            Question("password", _("Application password"), secret=True),
        ),
        _("An application password is made in the browser, in your profile at {host}.").format(
            host=host_of(root)
        ),
        f"{page}?{urlencode({'app_name': 'wireroom', 'app_id': APP_ID})}",
    )


def register_form(root: str) -> Form:
    return Form(
        (),
        _("Register at {host} in the browser, then log in here.").format(host=host_of(root)),
        f"{site_of(root)}wp-login.php?action=register",
    )


async def find_root(client: Client, url: str) -> str:
    """The REST root of the site at an address, which its page announces. Raises ``Failure``."""
    if is_root(url):
        return url
    reply = await client.get(url, accept="text/html")
    root = await asyncio.to_thread(_announced_root, reply)
    if not root:
        raise Refused(
            _("{host} does not say that it is a WordPress site.").format(host=host_of(url)),
            _("Give the address of a page with comments."),
        )
    # Over https it is the site itself that leads from one of its hosts to another.
    here = reply.url if url.startswith("https://") else url
    if host_of(root) != host_of(here):
        raise Refused(
            _("The accounts of {host} are kept at {other}.").format(host=host_of(here), other=host_of(root)),
            _("Give that address, if you trust it."),
        )
    return root


def _announced_root(reply: Reply) -> str:
    said = announcements_in_header(reply.headers.get("link", ""), reply.url)
    page = parse_page(decode_page(reply.body, reply.content_type))
    if page is not None:
        said += announcements(page, reply.url)
    return next((root_of(one.url) for one in said if one.rel == "https://api.w.org/"), "")


async def log_in(client: Client, url: str, answers: Mapping[str, str]) -> Login:
    """The account at a REST root or a page of its site, checked against ``users/me``."""
    root = await find_root(client, url)
    user, password = answers.get("user", "").strip(), answers.get("password", "").strip()
    if not user or not password:
        raise _unknown(root)
    unchecked = Login(Identity("wordpress", host_of(root), ""), root, {"user": user, "password": password})
    me = under(root, "wp/v2/users/me", "_fields=id,name,slug")
    answer, _reply = await send_json(client, "GET", me, headers=proof(unchecked, root), refusal=refusal)
    who = fields(answer)
    if not name_of(who.get("id")):
        raise not_understood(me)
    name = text(who.get("name"), 80) or text(who.get("slug"), 80) or user
    return Login(Identity("wordpress", host_of(root), name_of(who["id"]), name), root, unchecked.secrets)


async def log_out(client: Client, login: Login) -> None:
    """Revokes the password, if it was made for wireroom; another may be in use elsewhere."""
    mine = "wp/v2/users/me/application-passwords"
    headers = proof(login, login.origin)
    try:
        url = under(login.origin, f"{mine}/introspect", "_fields=uuid,app_id")
        answer, _reply = await send_json(client, "GET", url, headers=headers, refusal=refusal)
        known = fields(answer)
        if text(known.get("app_id")) == APP_ID:
            url = under(
                login.origin, f"{mine}/{quote(text(known.get('uuid'), 80), safe='')}", "_fields=deleted"
            )
            await send_json(client, "DELETE", url, headers=headers, refusal=refusal)
    except WrongLogin:
        return  # worthless already


def proof(login: Login | None, root: str) -> dict[str, str]:
    """The header that proves an account (RFC 7617), at its own root alone. Raises ``WrongLogin``."""
    pair = f"{secret(login, root, 'user')}:{secret(login, root, 'password')}".encode("utf-8", "replace")
    return {"authorization": f"Basic {b64encode(pair).decode('ascii')}"}


def refusal(reply: Reply, said: Fields) -> Failure | None:
    """What an error of the REST interface means (``{"code": …, "message": …}``)."""
    code = text(said.get("code"), 80)
    if code in _UNKNOWN:
        return _unknown(reply.url)
    if code == CLOSED_TO_GUESTS:
        return None
    reason = _plain(said.get("message"))
    return refused(reply.url, reason) if code and reason and reply.status < 500 else None


def _unknown(url: str) -> WrongLogin:
    return WrongLogin(
        _("{host} knows no such user with such an application password.").format(host=host_of(url)),
        _("Check both: it is not the password of the log-in page, but one made in the profile there."),
    )


def _plain(message: object) -> str:
    """What a message says, without its tags and entities, as one clean line."""
    from html import unescape

    if not isinstance(message, str):
        return ""
    return text(unescape(_TAG.sub("", _ERROR.sub("", message[:2_000]))), 300)

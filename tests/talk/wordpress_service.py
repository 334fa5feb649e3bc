"""A stand-in for WordPress: comments, users and application passwords as the REST API Handbook has them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from tests.talk.participant_service import NAME, ParticipantService
from tests.talk.service import STORY_URL, Answer, Query, Remark, Request, story
from tui.model import Announcement, Article, Story
from tui.talk.participant import Form
from tui.talk.provider import Provider
from tui.talk.wordpress_login import APP_ID
from tui.talk.wordpress_writing import WordPressWriting

NUMBER = 70  # of the account
REFUSALS = {
    "closed": (403, "rest_comment_closed", "Sorry, comments are closed for this item."),
    "duplicate": (409, "comment_duplicate", "Duplicate comment detected; you&#8217;ve already said that!"),
    "too fast": (400, "comment_flood", "You are posting comments too quickly. Slow down."),
    "too long": (400, "comment_content_column_length", "<strong>Error:</strong> Exceeds maximum length."),
}


class WordPressService(ParticipantService):
    """Its REST root is that of plain permalinks. Every password that a reader has made is a token."""

    rulings = ("closed", "duplicate", "too fast", "too long")

    def provider(self) -> Provider:
        return WordPressWriting()

    @property
    def place(self) -> str:
        return f"{self.url}/index.php?rest_route="

    def announced(self) -> tuple[Story, Article | None]:
        said = (
            Announcement("https://api.w.org/", f"{self.url}/index.php?rest_route=/"),
            Announcement("shortlink", f"{self.url}/?p=7"),
        )
        return story(), Article("Ferry pact signed", STORY_URL, (), announced=said)

    def answer(self, path: str, query: Query) -> Answer:
        if path == "/":
            link = f"<{self.url}/index.php?rest_route=/>; rel='https://api.w.org/'".replace("'", '"')
            return b"<title>The Quay</title>", {"Link": link}
        if query["rest_route"] == "/wp/v2/posts/7":
            return {"comment_status": "closed" if self.closed else "open"}, {}
        assert query["rest_route"] == "/wp/v2/comments"
        page, size = int(query["page"]), int(query["per_page"])
        pages = max(-(-len(self.remarks) // size), 1)
        shown = self.remarks[(page - 1) * size : page * size]
        return [self._comment(one) for one in shown], {
            "X-WP-Total": str(len(self.remarks)),
            "X-WP-TotalPages": str(pages),
        }

    @staticmethod
    def _comment(one: Remark) -> dict[str, Any]:
        return {
            "id": one.id,
            "parent": one.parent,
            "author": NUMBER if one.author == NAME else 0,
            "author_name": one.author,
            "date_gmt": one.date,
            "content": {"rendered": one.html},
            "link": f"{STORY_URL}#comment-{one.id}",
            "status": "approved",
        }

    def proof(self, form: Form) -> Mapping[str, str]:
        assert [one.name for one in form.questions] == ["user", "password"]
        return {"user": NAME, "password": self.new_token()}

    def token(self, request: Request) -> str:
        scheme, _space, pair = request.headers.get("authorization", "").partition(" ")
        name, _colon, password = b64decode(pair).decode().partition(":")
        return password if scheme == "Basic" and name == NAME and password in self.tokens else ""

    def taken(self, request: Request) -> tuple[int, Any] | None:
        if "authorization" not in request.headers:
            return _refused(401, "rest_comment_login_required") if request.method == "POST" else None
        path = request.query["rest_route"].removeprefix("/wp/v2/")
        if not self.token(request):
            return _refused(
                401, "rest_not_logged_in" if path == "users/me" else "rest_comment_login_required"
            )
        match request.method, path.split("/"):
            case "GET", ["users", "me"]:
                return 200, {"id": NUMBER, "name": NAME, "slug": NAME}
            case "GET", ["users", "me", "application-passwords", "introspect"]:
                return 200, {"uuid": f"uuid-{self.token(request)}", "app_id": APP_ID}
            case "DELETE", ["users", "me", "application-passwords", uuid]:
                self.tokens.remove(uuid.removeprefix("uuid-"))
                return 200, {"deleted": True}
            case "POST", ["comments"]:
                return self._new(request.values)
            case "POST", ["comments", name]:
                return self._changed(name, request.values)
        raise AssertionError(request)

    def _new(self, values: dict[str, Any]) -> tuple[int, Any]:
        assert values["post"] == "7"
        if self.ruling:
            return _refused(*REFUSALS[self.ruling])
        return 201, self._comment(self.written(values["content"], int(values.get("parent", 0))))

    def _changed(self, name: str, values: dict[str, Any]) -> tuple[int, Any]:
        remark = self.remark(name)
        assert remark
        if remark.author != NAME:
            return _refused(403, "rest_cannot_edit", "Sorry, you are not allowed to edit this comment.")
        return 200, self._comment(self.edited(remark, values["content"]))


def _refused(status: int, code: str, message: str = "Sorry.") -> tuple[int, Any]:
    return status, {"code": code, "message": message, "data": {"status": status}}

"""A stand-in for Mastodon: its pages on timelines, statuses, apps, oauth, accounts and reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.talk.participant_service import NAME, ParticipantService
from tests.talk.service import STORY_URL, Answer, Query, Remark, Request
from tui.talk.mastodon_writing import MastodonWriting
from tui.talk.participant import Form
from tui.talk.provider import Provider

CLIENT = {
    "client_id": "wireroom-client",
    "client_secret": "client-secret",
    "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
}


class MastodonService(ParticipantService):
    """The first remark is the post that links to the story; the link is not widely shared."""

    rulings = ("rate", "banned", "pending", "gone", "too long")
    top = "1"
    trending = False

    def __init__(self) -> None:
        super().__init__()
        self._provider = MastodonWriting(self.url)  # which knows the half of a log-in
        self.most = 500  # characters
        self.visibility = "public"
        self.warning = ""
        self.forgotten = False  # whether it knows its apps no more
        self.codes: set[str] = set()
        self.kept: dict[str, Remark] = {}  # by idempotency key

    def provider(self) -> Provider:
        return self._provider

    def answer(self, path: str, query: Query) -> Answer:
        post = self._post(self.remarks[0]) if self.remarks else self._post(Remark(1))
        if path == "/api/v1/timelines/link":
            return ([post] if self.trending else None), {}
        if path == "/api/v2/search":
            return {"accounts": [], "hashtags": [], "statuses": [post]}, {}
        if path.endswith("/context"):
            return {"ancestors": [], "descendants": [self._post(one) for one in self.remarks[1:]]}, {}
        return post, {}

    def _post(self, one: Remark) -> dict[str, Any]:
        return {
            "id": str(one.id),
            "in_reply_to_id": str(one.parent) if one.parent else None,
            "created_at": one.date,
            "edited_at": None,
            "content": one.html,
            "url": f"{self.url}/@{one.id}",
            "account": {"id": f"9{len(one.author)}", "acct": one.author, "display_name": one.author},
            "replies_count": max(len(self.remarks) - 1, 0),
            "favourites_count": self.score(one),
            "visibility": self.visibility,
            "spoiler_text": self.warning,
            "sensitive": bool(self.warning),
            "media_attachments": [{"id": "44", "type": "image"}],
            "card": {"url": STORY_URL} if not one.parent else None,
        }

    def proof(self, form: Form) -> Mapping[str, str]:
        """The code that the browser shows; nothing while there is no page for it."""
        if not form.url:
            return {"code": ""}
        page, asked = urlsplit(form.url), parse_qs(urlsplit(form.url).query)
        assert f"{page.scheme}://{page.netloc}{page.path}" == f"{self.url}/oauth/authorize"
        assert asked["response_type"] == ["code"]
        assert asked["client_id"] == [CLIENT["client_id"]]
        assert asked["redirect_uri"] == [CLIENT["redirect_uri"]]
        self.codes.add("code-in-the-browser")
        return {"code": "code-in-the-browser"}

    def taken(self, request: Request) -> tuple[int, Any] | None:
        match request.method, request.path:
            case "POST", "/api/v1/apps":
                assert request.values["redirect_uris"] == CLIENT["redirect_uri"]
                return 200, {**CLIENT, "name": request.values["client_name"]}
            case "POST", "/oauth/token":
                return self._token(request.values)
            case "POST", "/oauth/revoke":
                if request.values["client_secret"] != CLIENT["client_secret"]:
                    return 403, {
                        "error": "unauthorized_client",
                        "error_description": "You are not authorized",
                    }
                self.tokens.discard(request.values["token"])
                return 200, {}
            case "GET", "/api/v2/instance":
                return 200, {"configuration": {"statuses": {"max_characters": self.most}}}
        if request.method == "GET" and "authorization" not in request.headers:
            return None
        return (
            self._taken(request) if self.token(request) else (401, {"error": "The access token is invalid"})
        )

    def _token(self, values: dict[str, Any]) -> tuple[int, Any]:
        if self.forgotten or {name: values[name] for name in CLIENT} != CLIENT:
            return 401, {"error": "invalid_client", "error_description": "Client authentication failed."}
        if values["code"] not in self.codes:
            return 400, {"error": "invalid_grant", "error_description": "The provided grant is invalid."}
        self.codes.remove(values["code"])
        return 200, {"access_token": self.new_token(), "token_type": "Bearer", "scope": values["scope"]}

    def _taken(self, request: Request) -> tuple[int, Any]:
        values = request.values
        path = request.path.removeprefix("/api/v1/")
        if path == "accounts/verify_credentials":
            return 200, {"id": "93", "username": NAME, "acct": NAME, "display_name": "Ada L."}
        if path == "reports":
            assert values["account_id"].startswith("9")
            self.reports += [(name, values["comment"]) for name in values["status_ids"]]
            return 200, {"id": "1", "action_taken": False}
        if path == "statuses":
            return self._posted(values, request.headers.get("idempotency-key", ""))
        _statuses, name, *action = path.split("/")
        remark = self.remark(name)
        if remark is None or (request.method == "PUT" and remark.author != NAME):
            return 404, {"error": "Record not found"}
        if request.method == "PUT":
            assert values["media_ids"] == ["44"]  # what is not sent is lost
            self.warning = values["spoiler_text"]
            remark = self.edited(remark, values["status"])
        elif action:
            self.votes[remark.id] = {"favourite": 1, "unfavourite": 0}[action[0]]
        return 200, self._post(remark)

    def _posted(self, values: dict[str, Any], key: str) -> tuple[int, Any]:
        refusals = {
            "rate": (429, {"error": "Too many requests"}),
            "banned": (403, {"error": "Your login is currently disabled"}),
            "pending": (403, {"error": "Your login is currently pending approval"}),
        }
        if self.ruling in refusals:
            return refusals[self.ruling]
        if len(values["status"]) > self.most:
            reason = f"Validation failed: Text character limit of {self.most} exceeded"
            return 422, {"error": reason}
        above = self.remark(values["in_reply_to_id"])
        if above is None:
            return 404, {"error": "The post you are trying to reply to does not appear to exist."}
        self.visibility = values["visibility"]
        if key not in self.kept:
            self.kept[key] = self.written(values["status"], above.id)
        return 200, self._post(self.kept[key])

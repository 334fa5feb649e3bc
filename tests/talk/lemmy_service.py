"""A stand-in for Lemmy: version 3 of its interface, as lemmy-js-client 0.19 and its own sources give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.talk.participant_service import NAME, PASSWORD, ParticipantService
from tests.talk.service import START, STORY_URL, Answer, Query, Remark, Request
from tui.talk.lemmy_writing import LemmyWriting
from tui.talk.participant import Form
from tui.talk.provider import Provider


class LemmyService(ParticipantService):
    """Bodies are Markdown here: what is HTML in them is shown as it is written.

    ``second_factor`` is the code that is asked for at the log-in, ``joining`` what a
    new account has to do: "" nothing, else "mail", "application" or "captcha".
    """

    rulings = ("closed", "rate", "banned", "gone", "too long")

    def __init__(self) -> None:
        super().__init__()
        self.second_factor = ""
        self.pending = False  # whether the account waits for approval
        self.joining = ""
        self.deleted = ""  # the id of a comment

    def provider(self) -> Provider:
        return LemmyWriting(self.url)

    def answer(self, path: str, query: Query) -> Answer:
        if path == "/api/v3/search":
            assert query["type_"] == "Url"
            return {"type_": "Url", "comments": [], "posts": [self._post()], "communities": []}, {}
        if path == "/api/v3/post":
            return {"post_view": self._post()}, {}
        assert path == "/api/v3/comment/list"
        page, size = int(query["page"]), int(query["limit"])
        shown = self.remarks[(page - 1) * size : page * size]
        return {"comments": [self._comment(one) for one in shown]}, {}

    def _post(self) -> dict[str, Any]:
        return {
            "post": {
                "id": 5,
                "name": "Ferry pact signed",
                "url": STORY_URL,
                "published": START.isoformat(),
                "locked": self.closed,
            },
            "creator": {"id": 71, "name": "oleg", "local": True},
            "counts": {"score": 42, "comments": len(self.remarks)},
        }

    def _comment(self, one: Remark) -> dict[str, Any]:
        above = f"0.{one.parent}" if one.parent else "0"
        return {
            "comment": {
                "id": one.id,
                "content": one.html.removeprefix("<p>").removesuffix("</p>"),
                "published": one.date,
                "path": f"{above}.{one.id}",
                "ap_id": f"{self.url}/comment/{one.id}",
                "deleted": str(one.id) == self.deleted,
                "removed": False,
            },
            "creator": {"id": 70, "name": one.author, "local": True},
            "counts": {"score": self.score(one)},
        }

    def proof(self, form: Form) -> Mapping[str, str]:
        assert {"name", "password"} <= {one.name for one in form.questions}
        return {"name": NAME, "password": PASSWORD, "code": self.second_factor}

    def taken(self, request: Request) -> tuple[int, Any] | None:
        match request.method, request.path.removeprefix("/api/v3/"):
            case "POST", "user/login":
                return self._logged_in(request.values)
            case "POST", "user/register":
                return self._registered(request.values)
            case "GET", "site":
                me = {"local_user_view": {"person": {"id": 70, "name": NAME, "display_name": "Ada L."}}}
                return 200, {"site_view": {}, "my_user": me if self.token(request) else None}
            case (_method, "user/logout" | "comment" | "comment/like" | "comment/report" as path):
                if not self.token(request):
                    return 401, {"error": "incorrect_login"}
                return self._taken(request, path)
        return None

    def _taken(self, request: Request, path: str) -> tuple[int, Any]:
        values = request.values
        if path == "user/logout":
            self.tokens.remove(self.token(request))
            return 200, {"success": True}
        if path == "comment" and request.method == "POST":
            return self._posted(values)
        remark = self.remark(values.get("comment_id") or request.query.get("id"))
        if remark is None:
            return 400, {"error": "couldnt_find_comment"}
        if request.method == "PUT":
            if remark.author != NAME:
                return 400, {"error": "no_comment_edit_allowed"}
            remark = self.edited(remark, values["content"])
        elif path == "comment/like":
            assert values["score"] in (-1, 0, 1)
            self.votes[remark.id] = values["score"]
        elif path == "comment/report":
            if not values["reason"]:
                return 400, {"error": "report_reason_required"}
            self.reports.append((str(remark.id), values["reason"]))
            return 200, {"comment_report_view": {}}
        return 200, {"comment_view": self._comment(remark), "recipient_ids": []}

    def _logged_in(self, values: dict[str, Any]) -> tuple[int, Any]:
        if (values["username_or_email"], values["password"]) != (NAME, PASSWORD):
            return 401, {"error": "incorrect_login"}
        if self.pending:
            return 400, {"error": "registration_application_is_pending"}
        if self.second_factor and not values.get("totp_2fa_token"):
            return 400, {"error": "missing_totp_token"}
        if self.second_factor and values["totp_2fa_token"] != self.second_factor:
            return 400, {"error": "incorrect_totp_token"}
        return 200, {"jwt": self.new_token(), "registration_created": False, "verify_email_sent": False}

    def _registered(self, values: dict[str, Any]) -> tuple[int, Any]:
        if values["password"] != values["password_verify"]:
            return 400, {"error": "passwords_do_not_match"}
        if self.joining == "captcha":
            return 400, {"error": "captcha_incorrect"}
        if self.joining == "application" and not values["answer"]:
            return 400, {"error": "registration_application_answer_required"}
        left = {
            "registration_created": self.joining == "application",
            "verify_email_sent": self.joining == "mail",
        }
        return 200, {**left, "jwt": None if self.joining else self.new_token()}

    def _posted(self, values: dict[str, Any]) -> tuple[int, Any]:
        refusals = {
            "closed": {"error": "locked"},
            "rate": {"error": "rate_limit_error"},
            "banned": {"error": "banned_from_community"},
        }
        if self.ruling in refusals:
            return 400, refusals[self.ruling]
        if not 0 < len(values["content"].strip()) <= 10_000:
            return 400, {"error": "invalid_body_field"}
        if values["post_id"] != 5:
            return 400, {"error": "couldnt_find_post"}
        # An answer to nobody is not refused: it stands at the top.
        above = self.remark(values.get("parent_id"))
        remark = self.written(values["content"], above.id if above else 0)
        return 200, {"comment_view": self._comment(remark), "recipient_ids": []}

"""A stand-in for Isso's Server API, for what no real one says."""

from __future__ import annotations

from typing import Any

from tests.talk.participant_service import NAME, ParticipantService
from tests.talk.service import STORY_URL, Answer, Query, Remark, Request, story
from tui.model import Announcement, Article, Story
from tui.talk.isso_writing import IssoWriting
from tui.talk.provider import Provider

REFUSALS = {
    "too fast": (403, "403 Forbidden: 127.0.0.0: ratelimit exceeded (1, 2)"),
    "too many": (403, "403 Forbidden: 3 direct responses to /2026/pact"),
    "too long": (400, "400 Bad Request: text is too long (maximum length: 65535)"),
}


class IssoService(ParticipantService):
    """Replies nest one level, whoever they answer. A token is the key to one comment, as it reads now."""

    rulings = ("too fast", "too many", "too long")
    guest = {"author": NAME}  # noqa: RUF012
    takes_back = False

    def provider(self) -> Provider:
        return IssoWriting()

    def announced(self) -> tuple[Story, Article | None]:
        said = (Announcement("data-isso", f"{self.url}/"),)
        return story(), Article("Ferry pact signed", STORY_URL, (), announced=said)

    def answer(self, path: str, query: Query) -> Answer:
        assert query["uri"] == "/2026/pact"
        after = float(query.get("after", 0))
        parent = int(query.get("parent", 0))
        here = [one for one in self.below(parent) if self._time(one) > after]
        shown = here[: int(query["limit"])]
        replies = [self._comment(one, after, int(query["nested_limit"]), nested=not parent) for one in shown]
        return {
            "id": parent or None,
            "total_replies": len(self.remarks),
            "hidden_replies": len(here) - len(shown),
            "replies": replies,
        }, {}

    def _comment(self, one: Remark, after: float, limit: int, *, nested: bool) -> dict[str, Any]:
        answers = self.below(one.id) if nested else []
        return {
            "id": one.id,
            "parent": one.parent or None,
            "author": one.author,
            "text": one.html,
            "created": one.seconds,
            "modified": None,
            "mode": 1,
            "likes": self.score(one),
            "hash": f"hash-{one.author}",
            "dislikes": 0,
            "total_replies": len(answers),
            "hidden_replies": max(len(answers) - limit, 0),
            "replies": [self._comment(answer, after, 0, nested=False) for answer in answers[:limit]],
        }

    @staticmethod
    def _time(one: Remark) -> float:
        return one.seconds if isinstance(one.seconds, float) else float(one.id)

    def above(self, parent: str) -> str:
        remark = self.remark(parent)
        return str(remark.parent or remark.id) if remark else ""

    def respond(self, request: Request) -> tuple[int, bytes, dict[str, str]]:
        status, body, headers = super().respond(request)
        if request.method in ("POST", "PUT") and status < 300 and "like" not in request.path:
            name = request.path.rpartition("/")[2] if request.method == "PUT" else str(self.remarks[-1].id)
            key = self.new_token()
            headers = {**headers, "X-Set-Cookie": f"isso-{name}={name}.{key}; Max-Age=900; Path=/"}
        return status, body, headers

    def taken(self, request: Request) -> tuple[int, Any] | None:
        match request.method, request.path.strip("/").split("/"):
            case "POST", ["new"]:
                return self._new(request.values)
            case "PUT", ["id", name]:
                return self._changed(name, request)
            case "POST", ["id", name, "like" | "dislike" as vote]:
                return self._voted(name, 1 if vote == "like" else -1)
        return None

    def _new(self, values: dict[str, Any]) -> tuple[int, Any]:
        assert values["title"]
        if self.ruling:
            status, message = REFUSALS[self.ruling]
            return status, {"message": message}
        parent = int(self.above(str(values["parent"])) or 0)
        return 201, self._comment(self.written(values["text"], parent), 0, 0, nested=False)

    def _changed(self, name: str, request: Request) -> tuple[int, Any]:
        of, _equals, key = request.headers.get("cookie", "").partition("=")
        key = key.removeprefix(f"{name}.")
        remark = self.remark(name)
        if of != name or key not in self.tokens or remark is None:
            return 403, {"message": "403 Forbidden: You don't have the permission"}
        self.tokens.remove(key)
        changed = self.edited(remark, request.values["text"])
        return 200, self._comment(changed, 0, 0, nested=False)

    def _voted(self, name: str, value: int) -> tuple[int, Any]:
        remark = self.remark(name)
        assert remark
        told = {"message": "denied because a vote has already been registered"}
        if remark.id not in self.votes:
            self.votes[remark.id], told = value, {}
        return 200, {"likes": self.score(remark), "dislikes": 0, **told}

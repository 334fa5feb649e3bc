"""The discussion's interface as a program meets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tui.newsroom import Newsroom
from tui.newsroom.press import Dispatch

ADA = ("ada", "quay-lamp-7")


@pytest.fixture
def site() -> Iterator[Newsroom]:
    with Newsroom(answered_after=0) as newsroom:
        yield newsroom


def root(site: Newsroom) -> str:
    return f"{site.url}/wp-json/wp/v2"


def busiest(site: Newsroom) -> Dispatch:
    return max(site.stories, key=lambda one: len(one.comments))


def told(site: Newsroom, one: Dispatch, **query: Any) -> list[dict[str, Any]]:
    answer = httpx.get(f"{root(site)}/comments", params={"post": one.number, "per_page": 100, **query})
    assert answer.status_code == 200
    comments: list[dict[str, Any]] = answer.json()
    return comments


def write(site: Newsroom, one: Dispatch, auth: tuple[str, str] | None = ADA, **values: Any) -> httpx.Response:
    return httpx.post(f"{root(site)}/comments", json={"post": one.number, **values}, auth=auth)


def test_a_thread_is_read_in_pages_that_hold_every_comment_once(site: Newsroom) -> None:
    one = busiest(site)
    first = httpx.get(f"{root(site)}/comments", params={"post": one.number, "per_page": 5})
    pages = int(first.headers["X-WP-TotalPages"])
    assert int(first.headers["X-WP-Total"]) == len(one.comments)
    said = [c for page in range(1, pages + 1) for c in told(site, one, per_page=5, page=page)]
    assert len({c["id"] for c in said}) == len(one.comments)
    by_id = {c["id"]: c for c in said}
    assert sum(bool(c["parent"]) for c in said) == sum(bool(c.parent) for c in one.comments)
    assert all(c["parent"] in by_id for c in said if c["parent"])


def test_who_logs_in_first_with_a_name_keeps_it(site: Newsroom) -> None:
    me = f"{root(site)}/users/me"
    assert httpx.get(me).status_code == 401
    assert httpx.get(me, auth=ADA).json()["name"] == "ada"
    assert httpx.get(me, auth=("ada", "quay lamp-7")).status_code == 401
    assert httpx.get(me, auth=("ada", "another-word")).json()["code"] == "incorrect_password"
    password = httpx.get(f"{me}/application-passwords/introspect", auth=ADA).json()
    assert password["app_id"] == ""
    assert "8 characters" in httpx.get(me, auth=("bob", "short")).json()["message"]
    for page in ("wp-login.php?action=register", "wp-admin/authorize-application.php?app_name=wireroom"):
        assert "8 characters" in httpx.get(f"{site.url}/{page}").text
    assert httpx.get(me, headers={"authorization": "Basic ?"}).status_code == 401


def test_what_is_written_stands_in_the_thread_and_is_answered_by_somebody_else(site: Newsroom) -> None:
    one = busiest(site)
    before = told(site, one)
    made = write(site, one, content="Who pays <b>for that?</b>", parent=before[0]["id"])
    assert made.status_code == 201
    for _attempt in range(200):
        after = told(site, one)
        if len(after) == len(before) + 2:
            break
    mine = next(c for c in after if c["id"] == made.json()["id"])
    assert (mine["author_name"], mine["parent"]) == ("ada", before[0]["id"])
    assert mine["content"]["rendered"] == "<p>Who pays &lt;b&gt;for that?&lt;/b&gt;</p>"
    reply = next(c for c in after if c["parent"] == mine["id"])
    assert reply["author_name"] != "ada"


def test_a_guest_writes_under_a_name_and_edits_nothing(site: Newsroom) -> None:
    one = busiest(site)
    assert write(site, one, None, content="Hear, hear").json()["code"] == "rest_comment_author_data_required"
    made = write(site, one, None, content="Hear, hear", author_name="A passer-by").json()
    changed = httpx.post(f"{root(site)}/comments/{made['id']}", json={"content": "No"})
    assert changed.status_code == 403


def test_one_edits_ones_own_and_nobody_elses(site: Newsroom) -> None:
    one = busiest(site)
    made = write(site, one, content="Hear").json()
    path = f"{root(site)}/comments/{made['id']}"
    changed = httpx.post(path, json={"content": "Hear, hear"}, auth=ADA)
    assert changed.json()["content"]["raw"] == "Hear, hear"
    assert httpx.get(path).json()["content"]["raw"] == "Hear, hear"
    assert httpx.post(path, json={"content": "No"}, auth=("bob", "lamp-quay-7")).status_code == 403


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"content": " "}, "rest_comment_content_invalid"),
        ({"content": 7}, "rest_comment_content_invalid"),
        ({"content": "x" * 20_001}, "comment_content_column_length"),
        ({"content": "x", "post": 0}, "rest_post_invalid_id"),
        ({"content": "x", "parent": 99}, "rest_post_invalid_id"),
        ({"content": "x", "parent": 10_999}, "rest_comment_invalid_id"),
    ],
)
def test_what_can_not_be_taken_is_refused_with_its_reason(
    site: Newsroom, values: dict[str, Any], code: str
) -> None:
    answer = write(site, site.stories[0], **values)
    assert answer.json()["code"] == code
    assert answer.json()["message"]
    assert 400 <= answer.status_code < 500


def test_the_same_is_not_said_twice(site: Newsroom) -> None:
    one = site.stories[0]
    assert write(site, one, content="Hear").status_code == 201
    assert write(site, one, content="Hear").json()["code"] == "comment_duplicate"


def test_a_body_that_is_no_object_or_too_large_writes_nothing(site: Newsroom) -> None:
    for body in (b"[]", b"nothing", b"[" * 100_000, b" " * 300_000):
        answer = httpx.post(f"{root(site)}/comments", content=body, auth=ADA)
        assert answer.status_code == 404
        assert answer.json()["code"] == "rest_post_invalid_id"
    assert httpx.get(f"{root(site)}/nothing").json()["code"] == "rest_no_route"

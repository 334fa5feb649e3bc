"""An account behind OAuth 2.0 at the desk and at the prompt."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.commands import Prompt
from tests.desk.chatting_scene import Reporter
from tests.talk.matrix.oauth_service import CODE, USER, OAuthHomeserver


def test_a_session_outlives_its_token_and_the_account_is_kept_and_revoked(tmp_path: Path) -> None:
    async def work() -> None:
        async with asyncio.timeout(60), OAuthHomeserver() as server:
            server.confirmed = "yes"
            async with Reporter(tmp_path) as ana:
                chatting = ana.desk.chatting
                form = (await asyncio.wrap_future(chatting.log_in_forms(server.url)))[0]
                identity = await asyncio.wrap_future(
                    chatting.log_in(server.url, {one.name: one.value for one in form.questions})
                )
                assert identity.user == USER
                session = ana.desk.live.sessions.at(server.url)
                assert session is not None
                await ana.until(lambda: session.status.state == "live")
                server.access.clear()
                before = server.synced
                await server.until(lambda: server.synced >= before + 2)
                assert session.status.state == "live"
            server.access.clear()
            async with Reporter(tmp_path) as ana:  # with what was kept
                session = ana.desk.live.sessions.at(server.url)
                assert session is not None
                await ana.until(lambda: session.status.state == "live")
                await asyncio.wrap_future(ana.desk.chatting.log_out(identity))
                assert server.refresh == set()

    asyncio.run(work())


def test_at_the_prompt_the_code_is_shown_and_waited_for(tmp_path: Path) -> None:
    async def work() -> None:
        async with asyncio.timeout(60), OAuthHomeserver() as server:
            server.confirmed = "yes"
            told = await asyncio.to_thread(Prompt(tmp_path), "login", "matrix", server.url)
            assert told.status == 0, told.err
            assert CODE in told.err
            assert "/link?code=" in told.err
            assert told.out.startswith("You are ana at 127.0.0.1")
            assert "secret" not in told.out + told.err

    asyncio.run(work())

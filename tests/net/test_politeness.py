"""Turns: never more than there are, none lost to who gives up, first come first served."""

from __future__ import annotations

import asyncio

from tui.net.politeness import Turns


def test_turns_are_first_come_first_served_and_never_too_many() -> None:
    async def scene() -> None:
        turns, inside, most, order = Turns(2), 0, 0, []

        async def come(number: int) -> None:
            nonlocal inside, most
            async with turns:
                inside += 1
                most = max(most, inside)
                order.append(number)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(come(number) for number in range(50)))
        assert most == 2
        assert order == sorted(order)

    asyncio.run(scene())


def test_who_gives_up_keeps_nobody_waiting() -> None:
    async def scene() -> None:
        turns, came = Turns(1), []

        async def come(number: int) -> None:
            async with turns:
                came.append(number)

        async with turns:
            waiting = [asyncio.create_task(come(number)) for number in range(4)]
            await asyncio.sleep(0)
            waiting[0].cancel()  # while it waits
            await asyncio.sleep(0)
        waiting[1].cancel()  # called already, and gone before it came
        await asyncio.gather(*waiting, return_exceptions=True)
        assert came == [2, 3]
        async with asyncio.timeout(5), turns:  # the turn is free again
            pass

    asyncio.run(scene())

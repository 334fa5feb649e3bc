"""Picture files: from the cache on disk, else from the web, within limits."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from tui.desk.link import Link
from tui.desk.picture_cache import PictureCache
from tui.engine import Engine
from tui.failure import Failure
from tui.locale import _

if TYPE_CHECKING:
    from tui.net.client import Client

MOST_BYTES = 10 * 2**20
SECONDS = 30.0
ACCEPT = "image/avif, image/webp, image/png, image/jpeg, image/gif"


class PrivatePicture(Failure):
    """A page of the web shows a picture from this machine's own services."""

    code = "private-picture"


class Picturing:
    """Fetches pictures."""

    def __init__(self, folder: Path, engine: Engine, link: Link) -> None:
        self._cache = PictureCache(folder)
        self._engine = engine
        self._link = link

    def picture(self, url: str, page: str) -> Future[bytes]:
        """The file at ``url``, which the page at ``page`` shows; as it came, not decoded.

        Raises ``Failure``: of ``tui.net.failures``, or ``PrivatePicture``.
        """

        async def work(client: Client) -> bytes:
            from tui.net.client import Limits

            kept = await asyncio.to_thread(self._cache.get, url)
            if kept is not None:
                return kept
            _refuse_private(url, page)
            limits = Limits(max_bytes=MOST_BYTES, total=SECONDS)
            reply = await self._link.reach(client.get(url, accept=ACCEPT, limits=limits))
            if not reply.content_type.startswith("text/"):
                await asyncio.to_thread(self._cache.put, url, reply.body)
            return reply.body

        return self._engine.run(work)


def _refuse_private(url: str, page: str) -> None:
    """A site may not make its reader's machine ask that machine's own services."""
    from tui.net.address import is_own, parse_address

    if is_own(parse_address(url).host) and not (page and is_own(parse_address(page).host)):
        raise PrivatePicture(_("The picture's address is on this machine, the page's is not."))

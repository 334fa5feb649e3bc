"""Work in which secrets stand: what it fails with is told without them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from tui.engine import Engine
from tui.failure import Failure
from tui.locale import _

if TYPE_CHECKING:
    from tui.net.client import Client

T = TypeVar("T")


def run_with_secrets(engine: Engine, work: Callable[[Client], Awaitable[T]]) -> Future[T]:
    """Runs ``work`` on the engine. What it fails with has no frame in which a secret stands.

    Whatever is no ``Failure`` becomes one that names its kind alone: its words might quote a secret.
    """

    async def alone(client: Client) -> T:
        try:
            return await work(client)
        except Failure as failure:
            raise failure.with_traceback(None) from None
        except Exception as error:
            kind = type(error).__name__
        raise Failure(_("wireroom itself failed at this ({kind}).").format(kind=kind), _("Please report it."))

    return engine.run(alone)

"""``wireroom newsroom``: serves the embedded news site alone."""

from __future__ import annotations

from argparse import Namespace


def newsroom(arguments: Namespace) -> int:
    """Serves until it is interrupted; the first line printed is ``ready URL``."""
    from tui.newsroom import serve

    serve(port=arguments.port, rate=arguments.rate, seed=arguments.seed)
    return 0

"""An embedded news site on loopback: sections, feeds, pages, comments, chats.

Importing this package costs nothing to speak of; Starlette and uvicorn are
imported when a newsroom opens.
"""

from tui.newsroom.server import Newsroom, serve

__all__ = ["Newsroom", "serve"]

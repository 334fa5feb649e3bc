"""A homeserver for the desk's chats."""

from tests.talk.matrix.conftest import synapse

__all__ = ["synapse"]

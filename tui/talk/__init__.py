"""Discussion: the Provider protocol, and one file a provider.

``Provider`` is what every discussion backend implements; ``PROVIDERS`` lists the
ones there are, in the order they are asked.
"""

from tui.talk.provider import Capability, Provider, ThreadRef

__all__ = ["Capability", "Provider", "ThreadRef"]

"""Discussion: the Provider protocol, and one file a provider.

``Provider`` is what every discussion backend implements, ``ThirdParty`` what
those do that can be asked where a story is discussed; ``tui.talk.providers`` has
them all, in the order they are asked.
"""

from tui.talk.provider import Capability, Provider, ThirdParty, ThreadRef

__all__ = ["Capability", "Provider", "ThirdParty", "ThreadRef"]

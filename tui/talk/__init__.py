"""Discussion: the Provider protocol, and one file a provider."""

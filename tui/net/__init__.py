"""HTTP: the client, its politeness and limits, and what a failure is called."""

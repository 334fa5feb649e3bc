"""Real servers that tests talk to, each with a throw-away folder on loopback."""

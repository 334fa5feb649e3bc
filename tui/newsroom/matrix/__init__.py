"""A small Matrix homeserver in memory: rooms, accounts and guests, and what is said in them.

It knows the Client-Server API as far as a client of public rooms needs it, and no stories.
All of it lives on one event loop. No federation, no encryption, no media; what it does not
know it refuses as ``M_UNRECOGNIZED``.
"""

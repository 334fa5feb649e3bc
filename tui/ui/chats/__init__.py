"""Chats on the screen: the list of them, one that is open, what is written into it."""

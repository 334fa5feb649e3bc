"""An embedded news site on loopback: sections, feeds, pages, comments, chats."""

"""The three panes: wire, article, room."""

"""Pictures on the screen: from bytes to cells, as the terminal can draw them."""

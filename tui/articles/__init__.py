"""From a page to an Article made of blocks, and its renderings."""

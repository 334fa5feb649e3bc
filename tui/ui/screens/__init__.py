"""Full screens: the newsroom, the welcome, help."""

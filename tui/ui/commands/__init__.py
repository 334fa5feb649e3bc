"""The commands of the screen, one small class each."""

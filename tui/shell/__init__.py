"""The commands of the shell: one file a command or a close family, each run by ``tui.cli``."""

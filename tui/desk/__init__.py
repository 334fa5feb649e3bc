"""The Desk: the application without a screen. The commands and the screen are two skins over it."""

from tui.desk.desk import Desk

__all__ = ["Desk"]

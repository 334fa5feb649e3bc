"""Times as the wire says them: relative today, the hour before that, dates between."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tui.locale import _


def age(when: datetime, now: datetime) -> str:
    """How long ago ``when`` was, if that was today or in the last hours; else its hour, "18:20"."""
    minutes = int((now - when).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    local = when.astimezone()
    if local.date() == now.astimezone().date():
        return _("{n} h").format(n=minutes // 60)
    return local.strftime("%H:%M")


def day_name(day: date, today: date) -> str:
    """The words that part two days on the wire; "" for today."""
    if day >= today:
        return ""
    if day == today - timedelta(days=1):
        return _("yesterday")
    if day > today - timedelta(days=7):
        return day.strftime("%A")
    if day.year == today.year:
        return f"{day.day} {day.strftime('%B')}"
    return f"{day.day} {day.strftime('%B %Y')}"


def day_or_age(when: datetime, now: datetime) -> str:
    """How long ago ``when`` was, if that was today; else its day."""
    return day_name(when.astimezone().date(), now.astimezone().date()) or age(when, now)

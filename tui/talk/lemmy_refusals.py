"""What Lemmy's error words mean (``LemmyErrorType`` of 0.19, sent as ``{"error": "locked"}``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.failure import Failure
from tui.locale import _
from tui.talk.answers import Fields, text
from tui.talk.participant import WrongLogin
from tui.talk.sending import host_of, refused, too_many

if TYPE_CHECKING:
    from tui.net.client import Reply

_GONE = _("what it is about was deleted")
_BANNED = _("you are banned there")
_REASONS = {
    "locked": _("the thread is closed"),
    "post_is_locked": _("the thread is closed"),
    "deleted": _GONE,
    "couldnt_find_post": _GONE,
    "couldnt_find_comment": _GONE,
    "couldnt_find_object": _GONE,
    "banned": _BANNED,
    "site_ban": _BANNED,
    "banned_from_community": _("you are banned from this community"),
    "person_is_banned_from_community": _("you are banned from this community"),
    "invalid_body_field": _("it is empty, or longer than {most} characters").format(most="10,000"),
    "max_comment_depth_reached": _("the thread is too deep for another answer here"),
    "no_comment_edit_allowed": _("it is not yours"),
    "only_mods_can_post_in_community": _("only its moderators write here"),
    "language_not_allowed": _("its language is not one of this community"),
    "slurs": _("a word in it is not allowed there"),
    "blocked_url": _("an address in it is not allowed there"),
    "downvotes_are_disabled": _("nobody votes against anything there"),
    "invalid_bot_action": _("the account is a bot's"),
    "report_reason_required": _("it wants to know the reason"),
    "report_too_long": _("the reason is longer than {most} characters").format(most="1,000"),
    "email_not_verified": _("your mail address is not confirmed yet"),
    "registration_application_is_pending": _("your application still waits for approval"),
    "registration_denied": _("your application was denied"),
    "registration_closed": _("it takes no new accounts"),
    "registration_application_answer_required": _("it wants to know why you want to join"),
    "captcha_incorrect": _("it wants a picture read, which can't be shown here"),
    "email_required": _("it wants a mail address"),
    "email_already_exists": _("there is an account with this mail address"),
    "user_already_exists": _("there is an account with this name"),
    "invalid_name": _("the name has signs that a name can't have there, or is too long"),
    "invalid_password": _("the password is shorter than 10 characters, or longer than 60"),
    "passwords_do_not_match": _("the passwords are not the same"),
}
_NEXT_STEPS = {
    "email_not_verified": _("Follow the link in the mail from there, then log in."),
    "registration_application_is_pending": _("Try again when it is approved."),
    "captcha_incorrect": _("Register in the browser, then log in here."),
    "invalid_body_field": _("Shorten it."),
}
_CODES = {
    "missing_totp_token": _("{host} wants the code of your second factor too."),
    "incorrect_totp_token": _("{host} does not take this code of the second factor."),
}


def refusal(reply: Reply, said: Fields) -> Failure | None:
    """The failure that an error word means; None for a word that is not known here, or none."""
    word, url = text(said.get("error"), 80), reply.url
    if word == "rate_limit_error":
        return too_many(url)
    if word in _CODES:
        return WrongLogin(_CODES[word].format(host=host_of(url)), _("Type the code that is shown now."))
    if word == "not_logged_in":
        return WrongLogin(
            _("{host} does not know this login, or no longer.").format(host=host_of(url)), _("Log in again.")
        )
    if word in _REASONS:
        told = text(said.get("message"), 200)  # a moderator's own words, where there are some
        return refused(
            url, f"{_REASONS[word]}: {told}" if told else _REASONS[word], _NEXT_STEPS.get(word, "")
        )
    return None

"""Refusals about people: accounts, logins and records."""

from __future__ import annotations

from backend.domain.exits import Exit
from backend.domain.refusal import Refusal

PEOPLE = (
    Refusal(
        "wrong_credentials",
        "User name or password is wrong.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "wrong_totp_code",
        "This code is wrong, expired or used already; wait for the next one.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "challenge_expired",
        "The login took too long; please start again.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal("totp_already_set_up", "Two-factor authentication is already set up."),
    Refusal("totp_not_set_up", "Two-factor authentication is not set up; please do that first."),
    Refusal("no_such_session", "This session has ended already.", 404, Exit.NOT_FOUND),
    Refusal(
        "sign_up_closed",
        "People cannot sign up as a {role} at the moment; please ask the registrar.",
        403,
        hint="course-cli settings show",
    ),
    Refusal(
        "too_many_attempts",
        "Too many attempts; please try again in {seconds} seconds.",
        429,
        retry=True,
    ),
    Refusal(
        "password_stopped",
        "Too many wrong passwords in a row: it is taken now only where you have logged in before."
        " Log in from there, or ask an administrator for a new password.",
        403,
        hint="course-cli user reset-password USERNAME",
    ),
    Refusal("weak_password", "The password is too weak: {reason}.", 422),
    Refusal(
        "username_taken",
        "The user name {username} is already taken.",
        409,
        Exit.REFUSED,
        "course-cli user list --user-type student",
    ),
    Refusal("email_taken", "The address {email} already belongs to an account.", 409),
    Refusal(
        "code_invalid",
        "This code is unknown, used up or expired.",
        422,
        Exit.REFUSED,
        "course-cli code generate --user-type student",
    ),
    Refusal(
        "no_such_user",
        "There is no {role} with the ID or name {user}.",
        404,
        Exit.NOT_FOUND,
        "course-cli user list --user-type student",
    ),
    Refusal("account_disabled", "This account is disabled; please ask the registrar.", 403),
    Refusal("cannot_disable_self", "You cannot disable the account you are logged in with."),
    Refusal("cannot_delete_self", "You cannot delete the account you are logged in with.", 409),
    Refusal("username_twice", "The user name {username} stands here twice."),
    Refusal("too_many_tags", "{count} students would have more than {limit} tags."),
    Refusal(
        "unknown_people",
        "{count} of these belong to no student: {names}; nothing was changed.",
        422,
        Exit.NOT_FOUND,
        "course-cli user list --user-type student",
    ),
    Refusal("last_administrator", "This is the last administrator; make another one first."),
    Refusal(
        "no_such_code",
        "There is no registration code with the ID {id}.",
        404,
        Exit.NOT_FOUND,
    ),
    Refusal(
        "busy",
        "Very many people are logging in; you would be number {place} in line. Please try again in"
        " {seconds} seconds.",
        503,
        Exit.AWAY,
        retry=True,
    ),
)

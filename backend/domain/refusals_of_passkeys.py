"""Refusals about passkeys."""

from __future__ import annotations

from backend.domain.exits import Exit
from backend.domain.refusal import Refusal

PASSKEYS = (
    Refusal(
        "passkeys_off",
        "There are no passkeys here: this installation does not say at which https address its"
        " pages are.",
        403,
        Exit.REFUSED,
        "course-cli check",
    ),
    Refusal(
        "wrong_passkey",
        "This passkey did not show that it is you; please try again, or use another way.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login",
    ),
    Refusal(
        "passkey_copied",
        "Somebody seems to have copied this passkey; please use another way to log in, and remove"
        " it.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login --totp RECOVERY-CODE",
    ),
    Refusal(
        "passkey_only",
        "Your second factor is a passkey, which only a browser can ask for; here a recovery code"
        " does, or a code of an app once you have set one up on your account page.",
        401,
        Exit.LOGIN_FIRST,
        "course-cli user login --totp RECOVERY-CODE",
    ),
    Refusal("no_passkeys", "This account has no passkey; please use another way.", 409),
    Refusal(
        "no_such_passkey",
        "You have no passkey with the ID {id}.",
        404,
        Exit.NOT_FOUND,
        "course-cli user passkeys",
    ),
    Refusal(
        "passkey_not_accepted",
        "This passkey cannot be used here; please try again, or use another device.",
        422,
    ),
    Refusal("passkey_known", "This passkey is in use already.", 409),
    Refusal(
        "too_many_passkeys",
        "You have {limit} passkeys, which is as many as there may be; please remove one first.",
        409,
        Exit.REFUSED,
        "course-cli user passkeys",
    ),
    Refusal(
        "last_second_factor",
        "You need a second factor, and this is the last you have; please set up another one first.",
        409,
        Exit.REFUSED,
        "course-cli user passkeys",
    ),
)

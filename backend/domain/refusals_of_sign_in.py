"""Refusals about signing in through a provider of the university."""

from __future__ import annotations

from backend.domain.exits import Exit
from backend.domain.refusal import Refusal

SIGN_IN = (
    Refusal(
        "oidc_not_set_up",
        "One cannot sign in through another provider here; please log in with your password.",
        404,
        Exit.NOT_FOUND,
        "course-cli user login",
    ),
    Refusal(
        "oidc_other_address",
        "To sign in with {name}, please open these pages at {address}.",
    ),
    Refusal(
        "oidc_provider_away",
        "{name} does not answer; please try again, or log in with your password.",
        503,
        Exit.AWAY,
        retry=True,
    ),
    Refusal(
        "oidc_provider_wrong",
        "{name} is not set up as it should be; please log in with your password and tell the"
        " registrar.",
        502,
        Exit.AWAY,
    ),
    Refusal(
        "oidc_state_invalid",
        "This sign-in was begun in another browser, took too long or was used already; please"
        " start again.",
        401,
    ),
    Refusal("oidc_denied", "{name} did not let you in; please start again.", 403),
    Refusal(
        "oidc_answer_invalid",
        "The answer of {name} could not be verified; please start again.",
        401,
    ),
    Refusal(
        "oidc_too_weak",
        "{name} did not ask you for what is required here, such as a second factor; please set that"
        " up there.",
        403,
    ),
    Refusal(
        "oidc_unknown_user",
        "{name} calls you {username}, and nobody here has this user name; please ask the registrar"
        " for an account.",
        403,
        hint="course-cli user show USERNAME",
    ),
    Refusal(
        "oidc_other_subject",
        "The account {username} belongs to somebody else at {name}; please ask the registrar.",
        403,
        hint="course-cli user unlink-provider USERNAME",
    ),
    Refusal(
        "oidc_administrator_unlinked",
        "An administrator signs in with {name} only after another one has linked the account;"
        " please log in with your password.",
        403,
        hint="course-cli user link-provider USERNAME --subject SUBJECT",
    ),
    Refusal(
        "oidc_not_linked",
        "The account {username} is linked to nobody at a provider.",
        404,
        Exit.NOT_FOUND,
    ),
    Refusal(
        "oidc_subject_taken",
        "This person at {name} is linked to another account already.",
    ),
)

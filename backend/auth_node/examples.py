"""Bodies and answers shown in the documentation of the routes."""

from __future__ import annotations

import msgspec

from backend.auth_node import (
    bulk_models,
    code_models,
    login_models,
    models,
    own_models,
    synthetic_models,
    tag_models,
    user_models,
)

NOW = 1_900_000_000.0
CHALLENGE = "vQ2m0kR7xJ5nT9aYb3cW8eHf1gLd6sUo4pZiVwXqKjE"
CODE = "7Q2ZK-M4X9T-B8H3W-6RJ0P-VDC5N-A"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - an example
ADDRESS = f"otpauth://totp/Course%20Selection:alice?secret={SECRET}&issuer=Course%20Selection"
QR = '<svg width="265" height="265" class="segno">…</svg>'
ACCESS = "eyJhbGciOiJFZERTQSIsImtpZCI6Ii4uLiJ9.eyJzdWIiOiIxMiJ9.c2lnbmF0dXJl"
REFRESH = f"{CHALLENGE}.{CHALLENGE[::-1]}"
PASSWORD = "correct horse battery staple"  # noqa: S105 - an example

GENERATED = "xk7m-p2qd-9htw-c4ve"

USER = models.UserView(id=17, role="student", username="alice", name="Alice Ames")
TOTP = models.TotpView(secret=SECRET, otpauth_uri=ADDRESS, qr_svg=QR)
NEW_TOTP = login_models.NewTotp(challenge=CHALLENGE, secret=SECRET, otpauth_uri=ADDRESS, qr_svg=QR)
LOGGED_IN = login_models.LoggedIn(
    access_token=ACCESS, expires_in=600, refresh_token=REFRESH, user=USER
)
TOKENS = login_models.Tokens(access_token=ACCESS, expires_in=600, refresh_token=REFRESH)
CREDENTIALS = {"username": "alice", "password": PASSWORD}
CHALLENGE_ANSWER = login_models.ChallengeAnswer(challenge=CHALLENGE, code="492039")
RESET_REQUEST = login_models.ResetRequest(username="alice", password=PASSWORD, reset_code=CODE)
REGISTRATION = own_models.Registration(
    code=CODE,
    username="alice",
    name="Alice Ames",
    email="alice@university.example",
    password=PASSWORD,
)
ACTIVATION = own_models.Activation(username="alice", code=CODE, password=PASSWORD)
PROFILE = own_models.Profile(
    id=17,
    role="student",
    username="alice",
    name="Alice Ames",
    email="alice@university.example",
    group="CS-1",
    totp="confirmed",
    must_change_password=False,
    recovery_codes_left=10,
    passkeys=1,
)
USER_ROW = user_models.UserRow(
    id=17,
    role="student",
    username="alice",
    name="Alice Ames",
    email="alice@university.example",
    group="CS-1",
    active=True,
    totp="confirmed",
    passkeys=0,
    linked=False,
    must_change_password=False,
    created_at=NOW,
)
DISABLED_USER_ROW = msgspec.structs.replace(USER_ROW, active=False)
USER_PAGE = user_models.UserPage(items=[USER_ROW], total=1, limit=100, offset=0)
NEW_USER = {
    "role": "student",
    "username": "alice",
    "name": "Alice Ames",
    "email": "alice@university.example",
    "group": "CS-1",
}
CREATED_USER = user_models.CreatedUser(
    user=USER, password=GENERATED, registration_code=CODE, totp=TOTP
)
BULK = {
    "role": "student",
    "users": [
        {"username": "alice", "name": "Alice Ames", "email": "alice@university.example"},
        {"username": "bob", "name": "Bob Bell", "email": "bob"},
    ],
    "generate_passwords": True,
}
BULK_RESULTS = bulk_models.BulkResults(
    results=[
        bulk_models.BulkResult(username="alice", status="created", id=17, password=GENERATED),
        bulk_models.BulkResult(
            username="bob",
            status="refused",
            code="invalid_fields",
            detail="This is no e-mail address; one looks like name@university.example.",
        ),
    ]
)
TAG_WISH = {"who": ["alice", "23"], "add": ["honours"], "remove": ["exchange"], "dry_run": True}
TAG_RESULTS = tag_models.TagResults(
    results=[
        tag_models.TagResult(
            who="alice",
            status="changed",
            id=17,
            username="alice",
            name="Alice Ames",
            before=["exchange"],
            after=["honours"],
        ),
        tag_models.TagResult(who="23", status="unknown"),
    ]
)
GROUP_USES = user_models.GroupUses(items=[user_models.GroupUse(name="CS-1", people=31)])
RESET_CODE = user_models.ResetCode(reset_code=CODE, expires_at=NOW + 24 * 3600)
CODE_REQUEST = code_models.CodeRequest(role="student", max_uses=30, tags=["CS-2026"])
MANY_CODES = code_models.ManyCodes(role="student", count=200, tags=["CS-2026"])
CREATED_CODE = code_models.CreatedCode(
    id=4, code=CODE, role="student", max_uses=30, expires_at=NOW + 168 * 3600, tags=["CS-2026"]
)
CODE_ROW = code_models.CodeRow(
    id=4,
    role="student",
    max_uses=30,
    uses=12,
    created_at=NOW,
    expires_at=NOW + 168 * 3600,
    tags=["CS-2026"],
)
CODE_PAGE = code_models.CodePage(items=[CODE_ROW], total=1, limit=100, offset=0)
SYNTHETIC_TOKENS = synthetic_models.SyntheticTokens(
    tokens=[synthetic_models.SyntheticToken(student_id=90001, token=ACCESS)], total=2000
)
ENDED = {
    "events": [{"number": 8, "kind": "session_ended", "session": CHALLENGE, "until": NOW + 600}],
    "last": 8,
}

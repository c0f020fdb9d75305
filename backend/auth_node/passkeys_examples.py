"""Bodies and answers of passkeys, shown in the documentation of the routes."""

from __future__ import annotations

from backend.auth_node import passkeys_models as models
from backend.auth_node.challenges import LIFETIME
from backend.auth_node.examples import CHALLENGE, NOW

SITE = "courses.example.edu"
ADDRESS = f"https://{SITE}"
CREDENTIAL = models.Credential(id="bB4oQ2cPzYx7sVh1nKwE5g", transports=["internal", "hybrid"])
CLIENT_DATA = "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"
TIMEOUT = int(LIFETIME * 1000)
CREATION_OPTIONS = models.CreationOptions(
    rp=models.Party(id=SITE, name="Course Selection"),
    user=models.Owner(id=CHALLENGE[::-1], name="alice", display_name="Alice Ames"),
    challenge=CHALLENGE,
    pub_key_cred_params=[models.Kind(alg=-8), models.Kind(alg=-7), models.Kind(alg=-257)],
    timeout=TIMEOUT,
    exclude_credentials=[CREDENTIAL],
    authenticator_selection=models.Selection(),
)
CREATION = models.Creation(challenge=CHALLENGE, options=CREATION_OPTIONS)
REQUEST_OPTIONS = models.RequestOptions(
    challenge=CHALLENGE, timeout=TIMEOUT, rp_id=SITE, allow_credentials=[CREDENTIAL]
)
NEW = models.NewPasskey(
    challenge=CHALLENGE,
    name="My phone",
    client_data=CLIENT_DATA,
    attestation="o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVjE",
    transports=["internal"],
)
SHOWN = models.ShownPasskey(
    challenge=CHALLENGE,
    credential_id=CREDENTIAL.id,
    client_data=CLIENT_DATA,
    authenticator_data="SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ",
    signature="MEUCIQDr",
    user_handle=CHALLENGE[::-1],
)
ROW = models.PasskeyRow(id=3, name="My phone", created_at=NOW, last_used_at=NOW + 86400)
LIST = models.PasskeyList(items=[ROW], most=10, address=ADDRESS)
ADDED = models.AddedPasskey(passkey=ROW, recovery_codes=[])

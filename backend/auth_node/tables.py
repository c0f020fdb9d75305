"""The tables of auth.db. Migrations make them; this module lets queries name them.

Secrets are never stored as they are: passwords as Argon2id, codes and tokens as SHA-256 (they are
random and long), second-factor secrets encrypted with a key that is not in the database.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
"""Numbers in order: `feed` counts ended sessions, `deeds` is the last of what staff did in the data
node that is in the audit log."""

registration_codes = sa.Table(
    "registration_codes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.String, nullable=False, unique=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("max_uses", sa.Integer, nullable=False),
    sa.Column("uses", sa.Integer, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
    sa.CheckConstraint("uses between 0 and max_uses", name="code_uses"),
    sa.CheckConstraint("role in ('student', 'teacher')", name="code_role"),
    sqlite_autoincrement=True,
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("person_id", sa.Integer),
    sa.Column("username", sa.String, nullable=False),
    sa.Column("username_key", sa.String, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("email", sa.String, nullable=False),
    sa.Column("email_key", sa.String, unique=True),
    sa.Column("group", sa.String, nullable=False),
    sa.Column("search_text", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("password_hash", sa.String, nullable=False),
    sa.Column("must_change_password", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("totp_state", sa.String, nullable=False),
    sa.Column("totp_secret", sa.String),
    sa.Column("totp_last_step", sa.Integer, nullable=False),
    sa.Column("registration_code_id", sa.ForeignKey("registration_codes.id")),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.UniqueConstraint("role", "person_id"),
    sa.CheckConstraint("role in ('student', 'teacher', 'admin')", name="account_role"),
    sa.CheckConstraint("state in ('active', 'deleting', 'deleted')", name="account_state"),
    sa.CheckConstraint("totp_state in ('none', 'pending', 'confirmed')", name="totp_state"),
    sa.CheckConstraint("(totp_state = 'none') = (totp_secret is null)", name="totp_secret_kept"),
    sqlite_autoincrement=True,
)
"""`person_id` is the id of the student or teacher record in the data node, of administrators the
account's own. The keys are user name and e-mail in the form in which they are compared; a deleted
account keeps its user name and gives its e-mail back. `totp_last_step` is the newest 30-second step
whose code was used, so that no code counts twice."""

reset_codes = sa.Table(
    "reset_codes",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)
"""One-time codes to set up the second factor anew, at most one an account; using it removes it."""

activation_codes = sa.Table(
    "activation_codes",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)
"""One-time codes with which the owner of a new account chooses its first password, at most one an
account. Until then the account has no password, which no login matches."""

challenges = sa.Table(
    "challenges",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("purpose", sa.String, nullable=False),
    sa.Column("totp_secret", sa.String),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
    sa.Column("vouched", sa.String, nullable=False, server_default=""),
    sa.Column("passkey_challenge", sa.String),
    sa.CheckConstraint(
        "purpose in ('login', 'setup', 'reset', 'password', 'add')", name="challenge_purpose"
    ),
)
"""Half-finished logins; `totp_secret` is a new one that counts once it is confirmed, `vouched` for
whom a provider has vouched in place of a password, and `passkey_challenge` what a passkey has to
sign, in base64url, which works once."""

passkey_owners = sa.Table(
    "passkey_owners",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("handle", sa.String, nullable=False, unique=True),
)
"""Under which random name, in base64url, devices keep the passkeys of an account."""

passkeys = sa.Table(
    "passkeys",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("credential_id", sa.String, nullable=False, unique=True),
    sa.Column("public_key", sa.String, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("transports", sa.JSON, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("last_used_at", sa.Float),
    sqlite_autoincrement=True,
)
"""Passkeys by the names that their owners gave them. Credential and key (COSE) are in base64url;
neither is secret: what signs never leaves the device. `sign_count` is the last that it showed."""

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("family", sa.String, nullable=False, unique=True),
    sa.Column("current_digest", sa.String, nullable=False),
    sa.Column("previous_digest", sa.String),
    sa.Column("rotated_at", sa.Float, nullable=False),
    sa.Column("access_until", sa.Integer, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
    sa.Column("ended", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False, server_default="0"),
    sa.Column("program", sa.String, nullable=False, server_default=""),
    sa.Column("system", sa.String, nullable=False, server_default=""),
    sa.Column("source", sa.String, nullable=False, server_default=""),
    sa.Column("provider", sa.String, nullable=False, server_default=""),
    sa.Column("browser", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""Logins. `family` is the public half of all refresh tokens of one; the digests are of the secret
half of the newest and of the one before. The last access token expires at `access_until`. What
`program`, on which `system`, from where and through which `provider` opened it is for its owner to
tell it apart; one of a `browser` ends for want of use."""

oidc_links = sa.Table(
    "oidc_links",
    metadata,
    sa.Column("account_id", sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("issuer", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("linked_at", sa.Float, nullable=False),
    sa.UniqueConstraint("issuer", "subject"),
)
"""Who at a provider an account belongs to. A provider never gives a subject to somebody else."""

oidc_used = sa.Table(
    "oidc_used",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
)
"""Sign-ins through a provider that were finished; none counts twice."""

recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
)
"""One-time codes in place of the second factor that were not used yet."""

options = sa.Table(
    "options",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)
"""What administrators have settled otherwise than it is from the beginning."""

audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("action", sa.String, nullable=False, index=True),
    sa.Column("actor_id", sa.Integer, index=True),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("actor_role", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False, index=True),
    sa.Column("target_kind", sa.String, nullable=False),
    sa.Column("target_id", sa.Integer, index=True),
    sa.Column("target", sa.String, nullable=False, index=True),
    sa.Column("before", sa.JSON(none_as_null=True)),
    sa.Column("after", sa.JSON(none_as_null=True)),
    sa.Index("ix_audit_log_actor_id_target_id", "actor_id", "target_id"),
    sqlite_autoincrement=True,
)
"""Who did what to whom, when and from where. Triggers refuse to change or remove a row. Names are
copied, so that an entry reads the same when the account is gone."""

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("failures", sa.Float, nullable=False),
    sa.Column("counted_at", sa.Float, nullable=False),
    sa.Column("blocked_until", sa.Float, nullable=False),
    sa.Column("forgotten_at", sa.Float, nullable=False, index=True),
)
"""Failed attempts by what they were counted for; the key is a digest, since people type passwords
where the user name belongs."""

ended_sessions = sa.Table(
    "ended_sessions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("session", sa.String, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
"""The feed: sessions that ended while an access token of theirs still counts, in order."""

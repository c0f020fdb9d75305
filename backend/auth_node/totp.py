"""Second factors: time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 seconds)."""

from __future__ import annotations

import hmac

import pyotp
import segno

ISSUER = "Course Selection"
STEP = 30  # seconds
NEVER = -1  # the last step used where none was
CODE_LENGTH = 6
QR_SCALE = 5  # pixels a module
QR_MASK = 2  # every reader takes any; trying all eight for the prettiest takes four times as long


def new_secret() -> str:
    """A random secret of 160 bits in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: float, after: int) -> int | None:
    """The 30-second step whose code `code` is, or None.

    The current step and the one before count, if they are later than step `after`.
    """
    shown = code.replace(" ", "").encode()
    current = int(now) // STEP
    for step in (current, current - 1):
        expected = pyotp.TOTP(secret).generate_otp(step).encode()
        if hmac.compare_digest(shown, expected) and step > after:
            return step
    return None


def uri(secret: str, username: str) -> str:
    """The `otpauth://` address that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def qr_svg(address: str) -> str:
    """`address` as a QR code, an SVG element to be put into a page."""
    code = segno.make(address, error="m", mask=QR_MASK)
    return code.svg_inline(scale=QR_SCALE, light="#fff")

"""Showing a two-factor secret: in words, as a URI, as a QR code for a telephone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from backend.cli.output import on_terminal, printable


def show_secret(
    totp: Mapping[str, str], write: Callable[[str], None], *, with_qr: bool | None = None
) -> None:
    """Write what an authenticator needs, by `write`, a line at a time.

    Args:
        totp: `secret` and `otpauth_uri`.
        with_qr: whether to draw the QR code; None draws it where standard output is a terminal.
    """
    write(f"2FA Secret: {printable(totp['secret'])}")
    write(f"2FA URI: {printable(totp['otpauth_uri'])}")
    if with_qr is None:
        with_qr = on_terminal(sys.stdout)
    if with_qr:
        write(qr_code(totp["otpauth_uri"]))


def show_recovery_codes(codes: Sequence[str], write: Callable[[str], None]) -> None:
    """Write the codes that let in once each when the authenticator is lost."""
    if codes:
        write("If you lose the app, each of these recovery codes lets you in once; keep them safe:")
    for code in codes:
        write(f"  {printable(code)}")


def qr_code(text: str) -> str:
    """`text` as a QR code in block characters, two rows a line."""
    import io  # noqa: PLC0415 - quick start

    import segno  # noqa: PLC0415 - quick start

    drawing = io.StringIO()
    segno.make(text, error="m").terminal(drawing, compact=True)
    return drawing.getvalue().rstrip("\n")

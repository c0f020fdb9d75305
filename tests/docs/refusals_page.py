"""Prints docs/refusals.md: `python -m tests.docs.refusals_page > docs/refusals.md`."""

from __future__ import annotations

import sys

from backend.domain.refusals import REFUSALS

HEAD = """\
# Every "no"

Bodies are problem details (RFC 9457): `code` is stable, `detail` is the sentence with the `{names}`
filled in; `values` holds what was filled in, for sentences in other languages. Those that may be
tried again later carry `Retry-After`. The last column is what `course-cli` leaves with.

| code | HTTP | sentence | again later | exit code |
|---|---:|---|---|---:|
"""


def page() -> str:
    rows = (
        f"| `{refusal.code}` | {refusal.status} | {refusal.sentence}"
        f" | {'yes' if refusal.retry else ''} | {int(refusal.exit)} |\n"
        for refusal in REFUSALS.values()
    )
    return HEAD + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(page())

"""The auth node with access tokens that soon run out; all else is as it is."""

from __future__ import annotations

import runpy

from backend.auth_node import sessions

LIFETIME = 4  # seconds

if __name__ == "__main__":
    sessions.ACCESS_LIFETIME = LIFETIME
    runpy.run_module("backend.auth_node.main", run_name="__main__")

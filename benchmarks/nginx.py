"""nginx in front of a gateway, with the configuration that `deploy/` has for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.installation import Measured
from tests.system.installation import CHECKOUT, free_port

SITE = CHECKOUT / "deploy" / "nginx.conf"
NAME = "nginx"
START_WITHIN = 5.0  # seconds
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
MAIN = """
{user}
daemon off;
master_process off;
worker_rlimit_nofile 20000;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 10000; }}
http {{
    access_log off;
    {temporary}
    include {folder}/site.conf;
}}
"""


def installed() -> str:
    """The path of nginx, "" where there is none."""
    return shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin") or ""


@contextmanager
def in_front(installation: Measured) -> Iterator[int]:
    """Nginx until the block ends; its port. Its CPU time counts with that of the services."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        (Path(folder) / "site.conf").write_text(site(port, installation.ports["gateway"]))
        main = Path(folder) / "nginx.conf"
        main.write_text(_main(folder))
        process = subprocess.Popen([installed(), "-c", str(main), "-p", folder])
        installation.processes[NAME] = process
        try:
            installation.wait_for_port(port, START_WITHIN)
            yield port
        finally:
            installation.stop(NAME)


def site(port: int, gateway: int) -> str:
    """`deploy/nginx.conf` with the ports of a benchmark and nothing else changed.

    Raises:
        ValueError: the file no longer says where it listens and whom it asks.
    """
    text, found = re.subn(r"\blisten 80;", f"listen 127.0.0.1:{port};", SITE.read_text())
    text, asked = re.subn(r"\bserver unix:[^;]+;", f"server 127.0.0.1:{gateway};", text)
    if (found, asked) != (1, 1):
        raise ValueError(f"{SITE.name} is not as expected")
    return text


def _main(folder: str) -> str:
    temporary = "\n    ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""
    return MAIN.format(folder=folder, user=user, temporary=temporary)

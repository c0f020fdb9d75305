"""`course-cli backup`: a copy of everything, while the system runs."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import click
import msgspec

import backend
from backend.cli.calls import Calls, connect
from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_json,
    emit_rows,
    examples,
    output_option,
    say,
)
from backend.domain.refusals import Exit

LONG = 600.0  # seconds one database may take
COLUMNS = [
    Column("File", "name"),
    Column("Bytes", "size"),
    Column("Newest number", "newest"),
    Column("SHA-256", "sha256"),
]
COUNTED = {"queue.db": "ticket", "auth.db": "feed", "data.db": "feed"}


@click.command(
    epilog=examples(
        "course-cli backup /var/backups/courses/2026-09-01",
        "course-cli backup monday --json > monday.json",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), help="Made; 0700.")
@output_option
def backup(folder: Path, form: Form) -> None:
    """Copy the databases and the keys to stored secrets and of receipts into the new folder DIR.

    The system works on meanwhile; each node holds still for the moment of its own copy. Run it on
    the machine of the nodes. What is accepted after the copy of the line was made is not in the
    backup; whatever was decided by then is. The folder holds everybody's data: keep it safe.
    """
    with connect() as calls:
        _require_here(calls)
        calls.require_login()
        target = folder.absolute()
        _require_new(target)
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            manifest = _fill(calls, part)
            part.replace(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    files = manifest["databases"]
    for file in files:
        file["newest"] = file["numbers"][COUNTED[file["name"]]]
    if form is Form.JSON:
        emit_json({"folder": str(target), **manifest})
    else:
        emit_rows(COLUMNS, files, form)
    say(f"Backup complete: {target}")
    if not manifest["secrets_key_included"]:
        say("SECRETS_KEY_FILE is not in it. Keep it elsewhere: without it second factors are lost.")


def _fill(calls: Calls, part: Path) -> dict[str, Any]:  # the manifest as JSON values
    from backend.cli.backup_set import (  # noqa: PLC0415 - quick start
        DATABASES,
        MANIFEST,
        Manifest,
        digest_of_key,
        digests_of_secrets_keys,
        key_file,
        stored,
        write_private,
    )
    from backend.common.secrets import PRIVATE_DIRECTORY, RECEIPT_KEY, SECRETS_KEY  # noqa: PLC0415
    from backend.common.settings import get_settings  # noqa: PLC0415

    began = time.time()
    part.mkdir(mode=PRIVATE_DIRECTORY, parents=True)
    for name in DATABASES:
        body = {"folder": str(part)}
        calls.call("POST", f"{name}_node", "/internal/backup", json_data=body, timeout=LONG)
    settings = get_settings()
    key = key_file(settings)
    included = not settings.secrets_key_file and key.exists()
    if included:
        write_private(part / SECRETS_KEY, key.read_bytes())
    receipts = settings.data_path / RECEIPT_KEY
    if receipts.exists():
        write_private(part / RECEIPT_KEY, receipts.read_bytes())
    manifest = Manifest(
        made_at=began,
        version=backend.__version__,
        databases=[stored(part / f"{name}.db") for name in DATABASES],
        secrets_key_sha256=digests_of_secrets_keys(key)[0],
        secrets_key_included=included,
        receipt_key_sha256=digest_of_key(receipts),
    )
    write_private(part / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    values: dict[str, Any] = msgspec.to_builtins(manifest)
    return values


def _require_here(calls: Calls) -> None:
    if calls.server:
        raise Failure(
            "a backup is made on the machine of the nodes",
            exit_code=Exit.USAGE,
            hint="course-cli --server local backup DIR",
        )


def _require_new(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Failure(f"{target} exists and is not empty", exit_code=Exit.USAGE)
    if not target.parent.is_dir():
        raise Failure(f"there is no folder {target.parent}", exit_code=Exit.NOT_FOUND)

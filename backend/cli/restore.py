"""`course-cli restore`: a backup in the place of what is there."""

from __future__ import annotations

from pathlib import Path

import click

from backend.cli.output import (
    Column,
    Failure,
    Form,
    emit_one,
    examples,
    local_time,
    output_option,
    say,
)
from backend.cli.prompts import confirm, yes_option

COLUMNS = [
    Column("Backup", "folder"),
    Column("Made", "made_at", local_time),
    Column("Restored to", "data_dir"),
    Column("Replaced files", "kept"),
]


@click.command(
    epilog=examples(
        "./start_backend.sh stop && course-cli restore /var/backups/courses/2026-09-01",
        "course-cli restore monday --yes --json",
    )
)
@click.argument(
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="What `course-cli backup` made.",
)
@yes_option
@output_option
def restore(folder: Path, yes: bool, form: Form) -> None:
    """Put the backup DIR in the place of the databases, all of them or none.

    Refused while the system runs. Checksums are verified first, and the replaced files are kept
    beside. Everybody has to log in again afterwards. Requests accepted and people and passwords
    changed after the backup are lost; numbers of requests leap by a million, so that none is
    given twice.
    """
    from backend.cli.backup_set import read_manifest  # noqa: PLC0415 - quick start
    from backend.cli.restoring import Restoring  # noqa: PLC0415
    from backend.common.settings import SettingsError, get_settings  # noqa: PLC0415

    source = folder.absolute()
    try:
        settings = get_settings()
    except SettingsError as error:
        raise Failure(str(error)) from None
    restoring = Restoring(settings, source, read_manifest(source))
    restoring.require_key()
    made = local_time(restoring.manifest.made_at)
    losses = [f"{file}, {file.stat().st_size:,} bytes" for file in restoring.replaced()]
    confirm(f"Replace these by the backup of {made}?", yes=yes, losses=losses)
    restoring.run()
    say("Restored. Start the system: ./start_backend.sh")
    if not restoring.manifest.receipt_key_sha256:
        say("The backup holds no key of receipts. If receipt_key.pem was kept elsewhere, put it")
        say("into DATA_DIR: receipts that it has signed cannot be checked without it.")
    done = {
        "folder": str(source),
        "made_at": restoring.manifest.made_at,
        "data_dir": str(settings.data_path),
        "kept": str(restoring.kept),
    }
    emit_one(COLUMNS, done, form)

"""Writes the OpenAPI documents of the three doors, and numbers that forms need, into a folder.

Nothing is started for it.

`python scripts/openapi.py FOLDER`, from anywhere in an environment that has the backend.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from backend.auth_node.main import create_app as auth
from backend.auth_node.models import LONGEST_TAG
from backend.common.settings import Settings
from backend.domain.catalogue_fields import LONGEST
from backend.student_node.main import create_app as student
from backend.teacher_node.main import create_app as teacher

DOORS: dict[str, Callable[[Settings], FastAPI]] = {
    "auth": auth,
    "student": student,
    "teacher": teacher,
}
LIMITS = {"LONGEST_SECTION_TAG": LONGEST["tags"], "LONGEST_STUDENT_TAG": LONGEST_TAG}
NOT_FOR_PAGES = ("/internal/", "/health")
WITHOUT = frozenset({"example", "examples", "discriminator"})


def plain(node: Any) -> Any:  # noqa: ANN401 - JSON
    """A document without what only readers of the documentation need."""
    if isinstance(node, dict):
        return {name: plain(part) for name, part in node.items() if name not in WITHOUT}
    return [plain(item) for item in node] if isinstance(node, list) else node


def document(app: FastAPI) -> dict[str, Any]:
    """What the pages may call of `app`."""
    whole: dict[str, Any] = plain(app.openapi())
    paths = {path: it for path, it in whole["paths"].items() if not path.startswith(NOT_FOR_PAGES)}
    return {**whole, "paths": paths}


def main(folder: Path) -> None:
    """Write `auth.json`, `student.json`, `teacher.json` and `limits.json` into `folder`."""
    (folder / "limits.json").write_text(json.dumps(LIMITS))
    with TemporaryDirectory() as data:
        settings = Settings(data_dir=data)
        for name, create in DOORS.items():
            (folder / f"{name}.json").write_text(json.dumps(document(create(settings))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The run-book: what can run is run as it stands there, and every alert has its page."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.common.database import Database
from backend.common.tickets import LONGEST_KEY
from backend.queue_node.limits import BURST
from tests.docs.documents import CHECKOUT, blocks, commands, sections
from tests.docs.test_commands import check
from tests.docs.test_deploy import alert_rules
from tests.docs.test_examples import as_here, run
from tests.nodes.queue.conftest import Line, line
from tests.system.installation import ADMIN, ADMIN_PASSWORD, Installation
from tests.tools import need

__all__ = ["line"]

DOCUMENT = CHECKOUT / "docs" / "operations.md"
FOLLOWING = CHECKOUT / "tests" / "faults" / "test_run_book.py"
RUN, DRILL = "run", "drill"
PAIR = "pair"  # followed by tests/faults/{pair,restored}.py, all of each section
LOGIN = f"course-cli user login --username {ADMIN} --password {ADMIN_PASSWORD}"


def test_the_steps_run_as_they_are_written(installation: Installation, tmp_path: Path) -> None:
    for tool in ("curl", "openssl"):
        need(tool)
    steps = [block.text for block in blocks(DOCUMENT, "sh") if block.mark == RUN]
    assert len(steps) > 16
    printed = run(["bash", "-c", LOGIN], installation, tmp_path).stdout
    for step in steps:
        done = run(["bash", "-ec", as_here(step, installation)], installation, tmp_path)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
        assert done.stdout, f"{step}\nit must show something"
        printed += done.stdout
    assert '"status":"alive"' in printed
    assert '"ready":true' in printed
    assert "course_selection_line_paused 0" in printed
    assert "\nok\n" in printed, "the restored copy is whole"


def test_what_is_not_run_here_is_followed_by_the_drill() -> None:
    followed = set(re.findall(r'follow(?:\(|, )"([^"]+)"', FOLLOWING.read_text()))
    for heading, steps in sections(DOCUMENT).items():
        assert {step.mark for step in steps} - {PAIR} <= {RUN, DRILL}, heading
        assert (DRILL in {step.mark for step in steps}) == (heading in followed), heading
    for path in re.findall(r"\btests/\S+\.py|\((?:\.\./)?(deploy/[^)]+)\)", DOCUMENT.read_text()):
        assert (CHECKOUT / path).exists()


def test_every_alert_has_its_page_with_commands_and_no_page_is_left_over() -> None:
    pages = re.findall(r"^### (\w+)$", DOCUMENT.read_text(), re.M)
    assert pages == [rule["alert"] for rule in alert_rules()]
    steps = sections(DOCUMENT)
    for page in pages:
        assert [step.mark for step in steps[page]] == [RUN], page


@pytest.mark.parametrize("command", sorted(set(commands(DOCUMENT))))
def test_a_command_in_it_exists(command: str) -> None:
    check(command.partition("|")[0].partition(">")[0].strip())


@pytest.mark.sqlite
async def test_a_full_disk_refuses_and_the_same_request_is_accepted_when_there_is_room(
    line: Line,
) -> None:
    database: Database = line.house.applications["queue_node"].state.database
    section = line.university.sections[0]
    wishes = [
        line.submission(student, section, f"{number:0>{LONGEST_KEY}}")
        for number in range(BURST - 1)
        for student in line.university.students
    ]
    await database.write(_allow, 1)  # never less than there is: no page more
    replies = [(await line.submit(wish))[0] for wish in wishes]
    refused = [wish for wish, reply in zip(wishes, replies, strict=True) if "number" not in reply]
    assert {reply["code"] for reply in replies if "number" not in reply} == {"service_away"}
    kept = sum([len(await line.tickets(student)) for student in line.university.students])
    assert kept == len(wishes) - len(refused), "nothing is there that was refused"
    await database.write(_allow, 1_000_000)
    again = await line.submit(refused[-1])
    assert again[0]["state"] in ("pending", "enrolled", "refused")
    await line.drained()


def _allow(connection: sa.Connection, pages: int) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(f"PRAGMA max_page_count = {pages}")

"""A registrar's report goes through the system, and what comes out is compared with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backend.data_node.main import create_app as create_data
from backend.queue_node.main import create_app as create_queue
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from benchmarks.demand_file import Row, read
from benchmarks.demand_plan import Plan, plan
from benchmarks.demand_run import School, register
from benchmarks.demand_tables import by_round, lines_of, markdown, write_csv
from tests.conftest import INTERNAL, House
from tests.nodes import tokens

REPORT = """\
round,code,title,class,vacancy,demand,successful_main,successful_reserve,quota_exceeded,\
timetable_clashes,workload_exceeded,others
0,ART1,Drawing,L1,4,9,4,0,3,0,1,1
0,ART1,Drawing,L2,30,12,11,2,0,1,0,0
0,BIO1,Cells,L1,20,10,10,0,0,0,0,0
1,ART1,Drawing,L1,2,3,2,0,1,0,0,0
1,BIO2,Genes,L1,,5,5,1,0,0,0,0
"""
SEEDS = range(500)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.csv"
    path.write_text(REPORT)
    return path


@pytest.fixture
async def school(house: House) -> School:
    await house.start("auth_node", tokens.create_auth)
    await house.start("data_node", create_data)
    await house.start("queue_node", create_queue)
    await house.start("student_node", create_student)
    await house.start("teacher_node", create_teacher)
    return School(
        house.client.transport,
        teacher="http://teacher_node",
        student="http://student_node",
        data="http://data_node",
        queue="http://queue_node",
        internal=INTERNAL,
        administrator=tokens.token("admin"),
        sign=lambda student: tokens.token("student", person=student),
        clock=house.clock,
    )


def fitting(rows: list[Row]) -> Plan:
    """A plan in which a clash is possible: when classes meet is drawn."""
    return next(made for seed in SEEDS if (made := plan(rows, seed)).unplaced == 0)


def test_the_plan_asks_for_what_the_report_says(report: Path) -> None:
    rows = read(report)
    made = fitting(rows)
    for name, (main, reserve) in made.rounds.items():
        for wave, wanted in ((main, "demand"), (reserve, "reserve")):
            asked = Counter(key for wishes in wave.wishes.values() for key in wishes)
            of_round = {row.key: getattr(row, wanted) for row in rows if row.round == name}
            assert asked == Counter(of_round)


async def test_what_comes_out_is_what_the_registrar_reported(
    school: School, report: Path, tmp_path: Path
) -> None:
    rows = read(report)
    registration = await register(school, rows, fitting(rows))
    lines = lines_of(rows, registration)
    assert [line.here for _, line in lines] == [line.registrar for _, line in lines]
    table = markdown(by_round(lines), registration.seconds)
    assert "| 1 | 9 | 7 / 7 | 1 / 1 | 1 / 1 |" in table
    write_csv(tmp_path / "out.csv", lines)
    written = (tmp_path / "out.csv").read_text().splitlines()
    assert written[1] == "0,ART1,L1,4,9,4,0,3,0,1,1,0,4,0,3,0,1,1,0"


async def test_a_report_that_does_not_fit_its_seats_is_seen(school: School) -> None:
    """The control: the registrar says four were served where two seats were on offer."""
    rows = [Row("0", "ART1", "Drawing", "L1", 2, 5, 4, 0, 1, 0, 0, 0)]
    registration = await register(school, rows, fitting(rows))
    ((_, line),) = lines_of(rows, registration)
    assert (line.registrar["main"], line.here["main"]) == (4, 2)
    assert (line.registrar["quota"], line.here["quota"]) == (1, 3)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("0,BIO1,Cells,L1,20,10,", "0,BIO1,Cells,L1,20,11,", "line 4: the demand is not the sum"),
        ("0,BIO1,Cells,L1,20,10,", "0,BIO1,Cells,L1,20,x,", "line 4: invalid literal"),
        ("workload_exceeded", "load", "no column workload_exceeded"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(
    report: Path, was: str, becomes: str, said: str
) -> None:
    report.write_text(REPORT.replace(was, becomes))
    with pytest.raises(ValueError, match=said):
        read(report)


def test_too_few_students_are_refused(report: Path) -> None:
    with pytest.raises(ValueError, match="too few students"):
        plan(read(report), seed=1, students=8)

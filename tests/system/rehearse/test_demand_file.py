"""Demand files: read as they are, and refused with line and column where they are broken."""

from __future__ import annotations

import pytest

from backend.cli.rehearse_demand import DemandedSection, DemandFault, read_demand

HEADING = "year,semester,level,round,code,title,class,vacancy,demand,quota_exceeded"
FIRST = "2324,1,ug,0,HS2903,Sporting Bodies,L1,230,419,186"
BLANK = '2324,1,ug,0,CN3135,"Process Safety, Health",L1,,6,0'
LATER = "2324,1,ug,1,HS2903,Sporting Bodies,L1,14,20,6"


def file(*lines: str) -> bytes:
    return "\n".join((HEADING, *lines)).encode() + b"\n"


def places(data: bytes, wanted_round: str | None = None) -> list[str]:
    with pytest.raises(DemandFault) as caught:
        read_demand(data, wanted_round)
    return caught.value.places


def test_the_first_round_is_taken() -> None:
    report = read_demand(file(FIRST, BLANK, LATER))
    assert report.round == "0"
    assert report.sections == [
        DemandedSection("HS2903/L1", 230, 419, 186),
        DemandedSection("CN3135/L1", None, 6, 0),
    ]
    assert (report.requests, report.quota_exceeded) == (425, 186)


def test_another_round_can_be_asked_for() -> None:
    assert read_demand(file(FIRST, BLANK, LATER), "1").sections == [
        DemandedSection("HS2903/L1", 14, 20, 6)
    ]
    assert places(file(FIRST, LATER), "9") == ["line 3: there is no class of round 9"]


def test_columns_may_come_in_any_order_and_the_optional_ones_be_missing() -> None:
    report = read_demand("\ufeffDemand,class,code,vacancy\r\n7,L1,CS1010,3\r\n".encode())
    assert report.sections == [DemandedSection("CS1010/L1", 3, 7, None)]
    assert (report.round, report.quota_exceeded) == ("", None)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "line 1: the file is empty"),
        (b"code,class\n", "line 1: the column vacancy is missing"),
        (b"code,class,code,vacancy,demand\n", "line 1, column 3 (code): this column is there"),
        (file(), "line 1: there is no class"),
        (file(FIRST, "2324,1,ug,0,HS29"), "line 3: has 5 fields, the heading has 10"),
        (file(FIRST.replace("419", "-1")), "line 2, column 9 (demand): a whole number from 0"),
        (file(FIRST.replace("419", "")), "line 2, column 9 (demand): a whole number from 0"),
        (file(FIRST.replace("230", "many")), "line 2, column 8 (vacancy): a whole number"),
        (file(FIRST.replace("230", "9" * 5000)), "line 2, column 8 (vacancy): a whole number"),
        (file(FIRST.replace("230", "२३०")), "line 2, column 8 (vacancy): a whole number"),
        (file(FIRST.replace("HS2903", "")), "line 2, column 5 (code): is empty"),
        (file(FIRST.replace("HS2903", "H" * 80)), "line 2, column 5 (code): code and class have"),
        (file(FIRST, FIRST), "line 3, column 7 (class): HS2903/L1 is on line 2 already"),
        (file(FIRST, '2324,1,ug,0,"HS'), "line 3, column 5 (code): begins with a quotation mark"),
        (file(FIRST.replace("Sporting", "S" * 10_000_000)), "line 2, column 6 (title): is 10,000"),
        (file(FIRST) + b"2324,1,ug,0,\xff", "line 3, column 5"),
        ("code,class".encode("utf-16"), "line 1: the file is UTF-16"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(data: bytes, place: str) -> None:
    assert places(data)[0].startswith(place)


def test_all_faults_are_named_up_to_a_readable_number() -> None:
    broken = [FIRST.replace("HS2903", f"C{n}").replace("419", "?") for n in range(30)]
    shown = places(file(*broken))
    assert len(shown) == 21
    assert shown[-1] == "and 10 more"
    assert shown[19].startswith("line 21,")


def test_a_fault_in_another_round_counts_too() -> None:
    assert places(file(FIRST, LATER.replace("20,6", "x,6")))[0].startswith("line 3, column 9")

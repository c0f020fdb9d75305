"""A file of people is read whole, or every fault is named with its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cli.people_csv import PersonRow, read_people

HEADER = b"username,password,name,email\n"


def faults(data: bytes, *, passwords_optional: bool = False) -> list[str]:
    people = read_people(data, passwords_optional=passwords_optional)
    return people.errors


def test_rows_in_any_column_order_with_or_without_a_byte_order_mark() -> None:
    data = "email,name,group,username,password\na@x.org,李 雷,CS-1,lilei,correct horse\n".encode()
    expected = [PersonRow(2, "lilei", "李 雷", "a@x.org", "CS-1", "correct horse")]
    assert read_people(data, passwords_optional=False).rows == expected
    assert read_people(b"\xef\xbb\xbf" + data, passwords_optional=False).rows == expected


def test_quoted_cells_may_hold_commas_and_quotes_and_line_ends_of_any_kind() -> None:
    data = HEADER + b'a1,pw123456,"Wang, ""Al""",a@x.org\r\nb2,pw123456,B,b@x.org\r'
    assert [row.name for row in read_people(data, passwords_optional=False).rows] == [
        'Wang, "Al"',
        "B",
    ]


def test_a_password_may_be_missing_only_where_one_is_generated() -> None:
    without = b"username,name,email\nann,Ann,a@x.org\n"
    empty = HEADER + b"ann,,Ann,a@x.org\n"
    assert faults(without, passwords_optional=True) == []
    assert faults(empty, passwords_optional=True) == []
    assert faults(without) == [
        "line 1, column 4: the header lacks password; with --generate-passwords it may"
    ]
    assert faults(empty) == ["line 2, column password: is empty"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "line 1, column 1: the file is empty"),
        (HEADER, "line 2, column 1: no people below the header"),
        (b"username,name\n", "line 1, column 3: the header lacks email, password"),
        (b"username;password;name;email\n", "separated by semicolons, they need commas"),
        (b"username,password,name,email,name\n", "line 1, column 5: the header names name twice"),
        (HEADER + b"ann,pw123456,Ann", "line 2, column email: the row ends here"),
        (HEADER + b"ann,pw123456,Ann,a@x.org,more\n", "line 2, column 5: the row goes on here"),
        (HEADER + b'ann,pw123456,"Ann,a@x.org\nb,', "line 2, column name: begins with a quotation"),
        (HEADER + b"ann,pw123456,J\xfcrgen,a@x.org\n", "line 2, column name: byte 44 (0xFC)"),
        (HEADER + b"a\x00n,pw123456,Ann,a@x.org\n", "line 2, column username: holds the control"),
        (HEADER + b"ann,pw123456,Ann,ann\n", "line 2, column email: ann is no e-mail address"),
        (HEADER + b"ann,pw123456,Ann,a b@x.org\n", "line 2, column email: a b@x.org is no"),
        (HEADER + b",pw123456,Ann,a@x.org\n", "line 2, column username: is empty"),
        ((HEADER + b"ann,pw123456,Ann,a@x.org\n").decode().encode("utf-16"), "the file is UTF-16"),
        (
            HEADER + b"ann,pw123456," + b"x" * 10_000_000 + b",a@x.org\n",
            "line 2, column name: is 10",
        ),
        (HEADER + b"ann,pw123456," + b"x" * 201 + b",a@x.org\n", "line 2, column name: has 201"),
    ],
)
def test_a_fault_is_named_with_its_place(data: bytes, expected: str) -> None:
    people = read_people(data, passwords_optional=False)
    assert len(people.errors) == 1
    assert expected in people.errors[0]
    assert people.rows == []


def test_all_faulty_rows_are_named_at_once() -> None:
    data = HEADER + b"ann,pw123456,Ann,a@x.org\nbob,,Bob,bob\n\ncyd,pw123456,,c@x.org\n"
    assert faults(data) == [
        "line 3, column password: is empty",
        "line 3, column email: bob is no e-mail address",
        "line 5, column name: is empty",
    ]


def test_user_names_and_addresses_are_compared_as_the_server_does() -> None:
    data = HEADER + "José,pw123456,J,j@x.org\nJOSE\u0301,pw123456,J,J@X.org\n".encode()
    assert faults(data) == [
        "line 3, column username: JOSE\u0301 is on line 2 already",
        "line 3, column email: J@X.org is on line 2 already",
    ]


def test_what_is_left_out_is_told() -> None:
    people = read_people(
        b"username,name,email,shoe size\nann,Ann,a@x.org,39\n,,,\n", passwords_optional=True
    )
    assert [row.username for row in people.rows] == ["ann"]
    assert people.notes == [
        "columns that are not used: shoe size",
        "rows with only empty cells, left out: 1",
    ]


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_break_the_reader(data: bytes, optional: bool) -> None:
    for content in (data, HEADER + data):
        people = read_people(content, passwords_optional=optional)
        assert people.errors or people.rows

"""A file of people is read whole, or every fault is named with its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cli.people_csv import People, PersonRow, read_people

HEADER = b"username,password,name,email\n"
PIECE = 7  # bytes


def read(data: bytes, *, passwords_optional: bool = False, encoding: str = "") -> People:
    """`data` read in pieces of 7 bytes, which cut everything somewhere."""
    pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
    if len(data) > 1_000_000:
        pieces = [data]
    return read_people(lambda: pieces, passwords_optional=passwords_optional, encoding=encoding)


def faults(data: bytes, *, passwords_optional: bool = False) -> list[str]:
    return read(data, passwords_optional=passwords_optional).errors


def test_rows_in_any_column_order_with_or_without_a_byte_order_mark() -> None:
    data = "email,name,group,username,password\na@x.org,李 雷,CS-1,lilei,correct horse\n".encode()
    expected = [PersonRow(2, "lilei", "李 雷", "a@x.org", "CS-1", "correct horse")]
    assert read(data).rows == expected
    assert read(b"\xef\xbb\xbf" + data).rows == expected


def test_quoted_cells_may_hold_commas_and_quotes_and_line_ends_of_any_kind() -> None:
    data = HEADER + b'a1,pw123456,"Wang, ""Al""",a@x.org\r\nb2,pw123456,B,b@x.org\r'
    assert [row.name for row in read(data).rows] == [
        'Wang, "Al"',
        "B",
    ]


def test_a_password_may_be_missing_only_where_one_is_generated() -> None:
    without = b"username,name,email\nann,Ann,a@x.org\n"
    empty = HEADER + b"ann,,Ann,a@x.org\n"
    assert faults(without, passwords_optional=True) == []
    assert faults(empty, passwords_optional=True) == []
    advice = "; without passwords in the file, give --generate-passwords or --activation-codes"
    assert faults(without) == [f"line 1, column 4: the header lacks password{advice}"]
    assert faults(empty) == ["line 2, column password: is empty"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "line 1, column 1: the file is empty"),
        (HEADER, "line 2, column 1: no people below the header"),
        (b"username,name\n", "line 1, column 3: the header lacks email, password"),
        (b"username|password|name|email\n", "the header lacks username, name, email, password"),
        (b"username,password,name,email,name\n", "line 1, column 5: the header names name twice"),
        (HEADER + b"ann,pw123456,Ann", "line 2, column email: the row ends here"),
        (HEADER + b"ann,pw123456,Ann,a@x.org,more\n", "line 2, column 5: the row goes on here"),
        (HEADER + b'ann,pw123456,"Ann,a@x.org\nb,', "line 2, column name: begins with a quotation"),
        (HEADER + b"ann,pw123456,J\xfcrgen,a@x.org\n", "line 2, column name: byte 44 (0xFC)"),
        (HEADER + b"a\x00n,pw123456,Ann,a@x.org\n", "line 2, column username: holds the control"),
        (HEADER + b"ann,pw123456,Ann,ann\n", "line 2, column email: This is no e-mail address"),
        (HEADER + b"ann,pw123456,Ann,a b@x.org\n", "line 2, column email: This is no"),
        (HEADER + b",pw123456,Ann,a@x.org\n", "line 2, column username: is empty"),
        ((HEADER + b"ann,p,Ann,a@x.org\n").decode().encode("utf-16-le"), "--encoding utf-16-le"),
        (
            HEADER + b"ann,pw123456," + b"x" * 10_000_000 + b",a@x.org\n",
            "line 2, column name: is 10",
        ),
        (
            HEADER + b"ann,pw123456," + b"x" * 201 + b",a@x.org\n",
            "line 2, column name: A name has 1 to 200",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(data: bytes, expected: str) -> None:
    people = read(data)
    assert len(people.errors) == 1
    assert expected in people.errors[0]
    assert people.rows == []


def test_all_faulty_rows_are_named_at_once() -> None:
    data = HEADER + b"ann,pw123456,Ann,a@x.org\nbob,,Bob,bob\n\ncyd,pw123456,,c@x.org\n"
    named = faults(data)
    assert [line.split(":")[0] for line in named] == [
        "line 3, column password",
        "line 3, column email",
        "line 5, column name",
    ]


def test_user_names_and_addresses_are_compared_as_the_server_does() -> None:
    data = HEADER + "José,pw123456,J,j@x.org\nJOSE\u0301,pw123456,J,J@X.org\n".encode()
    assert faults(data) == [
        "line 3, column username: JOS\u00c9 is on line 2 already",
        "line 3, column email: J@X.org is on line 2 already",
    ]


def test_what_is_left_out_is_told() -> None:
    people = read(
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
        people = read(content, passwords_optional=optional)
        assert people.errors or people.rows


CHINESE = "用户名,姓名,邮箱,密码,班级\nlilei,李雷,lilei@x.org,pw123456,计算机一班\n"
EXPECTED = [PersonRow(2, "lilei", "李雷", "lilei@x.org", "计算机一班", "pw123456")]


@pytest.mark.parametrize(
    "data",
    [
        CHINESE.encode(),
        CHINESE.encode("utf-8-sig"),
        CHINESE.encode("utf-16"),
        b"\xfe\xff" + CHINESE.encode("utf-16-be"),
        CHINESE.encode("gb18030"),
        CHINESE.replace(",", ";").encode("gb18030"),
        CHINESE.replace(",", "\t").encode("utf-16"),
        CHINESE.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-8", "mark", "UTF-16 LE", "UTF-16 BE", "GB18030", "semicolons", "tabs", "CRLF"],
)
def test_headers_in_chinese_in_every_encoding_and_with_every_separator(data: bytes) -> None:
    assert read(data).rows == EXPECTED


def test_what_was_guessed_is_told_and_what_is_given_is_not_guessed() -> None:
    assert "GB18030" in read(CHINESE.encode("gb18030")).notes[0]
    given = read(CHINESE.encode("gb18030"), encoding="gb18030")
    assert (given.rows, given.notes) == (EXPECTED, [])
    forced = read(CHINESE.encode("utf-16-le"), encoding="utf-16-le")
    assert forced.rows == EXPECTED
    assert "no utf-16" in read(b"\x00\xd8\x00\xd8a", encoding="utf-16").errors[0]
    assert "is no encoding" in read(b"x", encoding="klingon").errors[0]


def test_the_header_is_read_whatever_its_case_and_width() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "USERNAME")
    data = f"{wide}, Name ,E-MAIL\nann,Ann,a@x.org\n".encode()
    assert read(data, passwords_optional=True).rows == [PersonRow(2, "ann", "Ann", "a@x.org")]


def test_the_line_that_excel_puts_first_names_the_separator() -> None:
    data = b"sep=;\r\nusername;name;email\r\nann;Ann;nowhere\r\n"
    assert faults(data, passwords_optional=True)[0].startswith("line 3, column email")


def test_reading_stops_at_so_many_errors() -> None:
    data = HEADER + b"x\n" * 1000
    assert len(faults(data)) == 201

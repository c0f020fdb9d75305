"""Files that nobody should have to trust: each is refused or imported as the table says.

A refused file changes nothing: no call is made and no file written.
"""

from __future__ import annotations

import csv
import gzip
import sys
from pathlib import Path

import pytest

from backend.cli import files
from backend.cli.main import main
from tests.cli.fake_school import FakeSchool

HEADER = b"username,name,email\n"
ANN = b"ann,Ann,ann@x.org\n"
LILEI = "用户名,姓名,邮箱\nlilei,李雷,lilei@x.org\n"
ENGLISH = "username,name,email\nann,Ann,ann@x.org\n"


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> FakeSchool:
    fake = FakeSchool()
    monkeypatch.setattr("backend.cli.csv_import.connect", lambda: fake)
    return fake


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of `course-cli` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["course-cli", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def imported(monkeypatch: pytest.MonkeyPatch, data: bytes, folder: Path, *more: str) -> int:
    path = folder / "people.csv"
    path.write_bytes(data)
    command = ("import", "csv", str(path), "--user-type", "student", "--generate-passwords")
    return run(monkeypatch, *command, "--output", str(folder / "out.csv"), *more)


REFUSED = {
    "nothing": (b"", "the file is empty"),
    "a mark only": (b"\xef\xbb\xbf", "the file is empty"),
    "line ends only": (b"\r\n\n\r", "the file is empty"),
    "a header only": (HEADER, "no people below the header"),
    "no e-mail": (b"username,name\nann,Ann\n", "the header lacks email"),
    "a column twice": (b"username,name,email,NAME\n", "the header names name twice"),
    "a column in two languages": (
        "username,用户名,name,email\n".encode(),
        "the header names username twice",
    ),
    "another separator": (HEADER.replace(b",", b"|") + ANN, "the header lacks username"),
    "an open quote": (HEADER + b'ann,"Ann,ann@x.org\n' + ANN * 3, "no other one ends it"),
    "more after a quote": (HEADER + b'ann,"Ann"x,ann@x.org\n', "goes on after its closing"),
    "a short row": (HEADER + b"ann,Ann\n", "the row ends here"),
    "a long row": (HEADER + b"ann,Ann,ann@x.org,x\n", "the row goes on here"),
    "cut off": (HEADER + ANN + b"bob,Bo", "the row ends here"),
    "NUL": (HEADER + b"a\x00n,Ann,ann@x.org\n", "U+0000"),
    "an escape sequence": (HEADER + b"ann,\x1b[2JAnn,ann@x.org\n", "U+001B"),
    "letters that run backwards": (
        HEADER + "ann,\u202eAnn,ann@x.org\n".encode(),
        "column name: A name holds no control characters",
    ),
    "a user name twice": (HEADER + ANN + b"ANN,Ann,b@x.org\n", "ANN is on line 2 already"),
    "an address twice": (HEADER + ANN + b"bob,Bob,ANN@X.ORG\n", "ANN@X.ORG is on line 2"),
    "no address": (HEADER + b"ann,Ann,ann\n", "no e-mail address"),
    "a path": (HEADER + b"../../etc,Ann,ann@x.org\n", "begins with a letter or digit"),
    "a flag": (HEADER + b"-rf,Ann,ann@x.org\n", "begins with a letter or digit"),
    "a formula": (HEADER + b"=1+1,Ann,ann@x.org\n", "begins with a letter or digit"),
    "SQL": (HEADER + b"a';drop--,Ann,ann@x.org\n", "made of letters, digits"),
    "a rehearsal's name": (HEADER + b"scratch-1,Ann,ann@x.org\n", "kept for rehearsals"),
    "an endless name": (HEADER + b"ann," + b"x" * 201 + b",ann@x.org\n", "A name has 1 to 200"),
    "an endless field": (HEADER + b"ann," + b"x" * 10_001 + b",ann@x.org\n", "is 10,001 char"),
    "endless columns": (b"," * 101 + b"\n", "has more than 100 columns"),
    "no end of errors": (HEADER + b"x\n" * 5000, "too many errors"),
    "Latin 1": (HEADER + "ann,Jürgen,ann@x.org\n".encode("latin-1"), "is no UTF-8; save"),
    "Big5": (HEADER + "ann,陳怡君林志明蔡佩玲,ann@x.org\n".encode("big5"), "is no UTF-8; save"),
    "Shift JIS": (HEADER + "ann,カタカナ,ann@x.org\n".encode("shift-jis"), "is no UTF-8; save"),
    "half a character": (HEADER + "ann,Ann,ann@x.org\nbob,李".encode()[:-1], "is no UTF-8"),
    "UTF-16 without a mark": (ENGLISH.encode("utf-16-be"), "give --encoding utf-16-be"),
    "half of UTF-16": (ENGLISH.encode("utf-16")[:-1], "are no utf-16"),
    "UTF-32": (ENGLISH.encode("utf-32"), "the file is UTF-32"),
    "a workbook": (b"PK\x03\x04\x14\x00" + bytes(100), "an Excel workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel workbook"),
    "gzip": (gzip.compress(HEADER + ANN), "compressed by gzip"),
    "PDF": (b"%PDF-1.7\n" + bytes(range(256)), "is a PDF"),
    "random bytes": (bytes(range(128, 256)) * 9, "is no UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_refused_and_nothing_is_done(
    case: str,
    school: FakeSchool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, expected = REFUSED[case]
    assert imported(monkeypatch, data, tmp_path) == 5
    said = capsys.readouterr()
    assert expected in said.err
    assert "nothing was sent" in said.err
    assert said.out == ""
    assert len(said.err) < 30_000
    assert "\x1b[2J" not in said.err
    assert (school.calls, school.accounts) == (0, {})
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


IMPORTED = {
    "line ends of Windows": (ENGLISH.replace("\n", "\r\n").encode(), "Ann"),
    "line ends of old Macs": (ENGLISH.replace("\n", "\r").encode(), "Ann"),
    "no last line end": (ENGLISH.rstrip().encode(), "Ann"),
    "a mark": (ENGLISH.encode("utf-8-sig"), "Ann"),
    "UTF-16": (ENGLISH.encode("utf-16"), "Ann"),
    "UTF-16, big end first": (b"\xfe\xff" + ENGLISH.encode("utf-16-be"), "Ann"),
    "GB18030": (LILEI.encode("gb18030"), "李雷"),
    "semicolons": (ENGLISH.replace(",", ";").encode(), "Ann"),
    "tabs": (ENGLISH.replace(",", "\t").encode(), "Ann"),
    "sep=": (b"sep=;\n" + ENGLISH.replace(",", ";").encode(), "Ann"),
    "capitals": (HEADER.upper() + ANN, "Ann"),
    "spaces": (b" username , name , email \n ann , Ann , ann@x.org \n", "Ann"),
    "empty rows": (HEADER + b",,\n\n" + ANN + b",,\n", "Ann"),
    "more columns": (b'username,note,name,email\nann,"a\nb",Ann,ann@x.org\n', "Ann"),
    "a formula as a name": (HEADER + b"ann,=cmd|' /C calc'!A0,ann@x.org\n", "'=cmd|' /C calc'!A0"),
    "an accent in two characters": (HEADER + "ann,Jose\u0301,ann@x.org\n".encode(), "Jos\u00e9"),
    "an emoji": (
        HEADER + "ann,Ann \N{GRINNING FACE},ann@x.org\n".encode(),
        "Ann \N{GRINNING FACE}",
    ),
}


@pytest.mark.parametrize("case", IMPORTED)
def test_an_odd_file_is_imported_and_its_results_are_harmless(
    case: str, school: FakeSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, name = IMPORTED[case]
    assert imported(monkeypatch, data, tmp_path) == 0
    assert len(school.accounts) == 1
    with (tmp_path / "out.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["name"], row["status"]) == (name, "created")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "people.csv"]


def test_what_cannot_be_meant_is_wrong_usage(
    school: FakeSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = HEADER + ANN
    assert imported(monkeypatch, data, tmp_path, "--activation-codes") == 2
    assert imported(monkeypatch, data, tmp_path, "--output", str(tmp_path / "people.csv")) == 2
    assert imported(monkeypatch, data, tmp_path, "--output", str(tmp_path)) == 2
    monkeypatch.setattr(files, "LARGEST", 20)
    assert imported(monkeypatch, data, tmp_path) == 2
    assert (school.calls, (tmp_path / "people.csv").read_bytes()) == (0, data)


def test_passwords_of_other_people_are_not_written_over(
    school: FakeSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "out.csv.part"
    text = (
        "username,name,email,status,reason,password,activation_code\n"
        "bob,Bob,b@x.org,created,,abcd-efgh,\n"
    )
    part.write_text(text)
    assert imported(monkeypatch, HEADER + ANN, tmp_path) == 2
    assert (school.calls, part.read_text()) == (0, text)


def test_an_interrupted_import_is_taken_up_with_its_passwords(
    school: FakeSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "out.csv.part"
    part.write_text(
        "username,name,email,status,reason,password,activation_code\n"
        "ann,Ann,ann@x.org,unknown,,abcd-efgh,\nbob,Bob,b@x.org,planned,,ijkl-mnop,\n"
    )
    school.accounts = {
        "ann": {"username": "ann", "password": "abcd-efgh"},
        "bob": {"username": "bob", "password": "somebody else's"},
    }
    assert imported(monkeypatch, HEADER + ANN + b"bob,Bob,b@x.org\n", tmp_path) == 0
    with (tmp_path / "out.csv").open(newline="") as file:
        ann, bob = csv.DictReader(file)
    assert (ann["status"], ann["password"]) == ("created", "abcd-efgh")
    assert (bob["status"], bob["password"]) == ("exists", ""), "a password that does not work"
    assert not part.exists()

"""A OneRoster bundle is read whole, or every fault is named; archives are not trusted."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from backend.cli.oneroster import Bundle, Source, read_bundle
from backend.cli.oneroster_bundle import open_bundle, write_bundle
from backend.cli.oneroster_mapping import (
    Meaning,
    Seat,
    catalogue_file,
    meaning_of,
    split_name,
)
from backend.cli.output import Failure
from backend.domain.catalogue import read_catalogue
from tests.cli.roster_files import FILES


def read(**changed: str | bytes | None) -> Bundle:
    """The bundle with some files changed, or left out where they are None."""
    files = {**FILES, **changed}
    contents = {
        name: text.encode() if isinstance(text, str) else text
        for name, text in files.items()
        if text is not None
    }
    return read_bundle({name: giving(data) for name, data in contents.items()})


def giving(data: bytes) -> Source:
    return lambda: [data]


def meaning(**changed: str | bytes | None) -> Meaning:
    bundle = read(**changed)
    assert bundle.errors == []
    return meaning_of(bundle)


def test_users_become_students_and_teachers_and_others_are_left_out() -> None:
    bundle = read()
    understood = meaning_of(bundle)
    assert bundle.errors == []
    (teacher,), (student,) = understood.people["teacher"], understood.people["student"]
    assert (teacher.username, teacher.name, teacher.email) == ("turing", "Alan Turing", "t@x.org")
    assert (student.username, student.name, student.group) == ("lilei", "李雷", "13")
    assert any("2 users are disabled or neither" in note for note in bundle.notes)


def test_classes_become_a_catalogue_that_the_catalogue_reader_takes() -> None:
    name, rows = meaning().catalogues["F24"]
    assert name == "Fall 2024"
    reading = read_catalogue(catalogue_file(rows))
    assert reading.errors == ()
    (section,) = reading.sections
    assert (section.course, section.number, section.capacity) == ("CS-101", "101", 30)
    assert len(section.meetings or ()) == 2
    assert section.instructors == ("Alan Turing",)


def test_without_our_own_columns_a_class_has_no_credits_and_no_limit() -> None:
    classes = (
        "sourcedId,title,courseSourcedId,classType,schoolSourcedId,termSourcedIds\n"
        "k1,Plain,c1,homeroom,o1,F24\n"
    )
    (section,) = read_catalogue(
        catalogue_file(meaning(classes=classes).catalogues["F24"][1])
    ).sections
    assert (section.number, section.capacity, section.credits) == ("k1", None, 0)


def test_enrolments_of_students_become_seats() -> None:
    assert meaning().seats == [Seat("F24", "101", "lilei", "e2")]


def test_rows_to_be_deleted_are_left_out_and_told() -> None:
    bundle = read(
        enrollments="sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role\n"
        "e2,tobedeleted,k1,o1,u2,student\n"
    )
    assert bundle.errors == []
    assert meaning_of(bundle).seats == []
    assert "enrollments.csv: 1 rows to be deleted were left out" in bundle.notes


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"manifest": None}, "manifest.csv is missing"),
        ({"manifest": ""}, "manifest.csv is empty"),
        ({"manifest": FILES["manifest"].replace("1.2", "1.1")}, "version 1.1 is not read"),
        ({"manifest": FILES["manifest"].replace("users,bulk", "users,all")}, "file.users is 'all'"),
        ({"users": None}, "users.csv is missing, though the manifest names it"),
        ({"users": FILES["users"].replace("familyName", "lastName")}, "column familyName: the hea"),
        ({"users": FILES["users"].replace("Turing", "")}, "line 2, column familyName: is empty"),
        ({"users": FILES["users"].replace("u2,", "u1,")}, "column sourcedId: is on line 2 already"),
        ({"users": FILES["users"].encode("utf-16")}, "OneRoster files are UTF-8"),
        (
            {"users": FILES["users"] + "u9,true\n"},
            "users.csv line 6, column sourcedId: has 2 cells",
        ),
        ({"users": FILES["users"] + '"u9'}, "begins with a quotation mark"),
        ({"roles": FILES["roles"].replace("u1", "u8")}, "u8 is not in users.csv"),
        ({"classes": FILES["classes"].replace("F24", "F25")}, "F25 is not in academicSessions.csv"),
        ({"enrollments": FILES["enrollments"].replace("k1", "k2")}, "k2 is not in classes.csv"),
    ],
)
def test_what_is_wrong_with_a_bundle_is_named(
    changed: dict[str, str | bytes | None], expected: str
) -> None:
    bundle = read(**changed)
    assert any(expected in error for error in bundle.errors), bundle.errors


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"users": FILES["users"].replace("t@x.org", "")}, "column email: This is no e-mail"),
        ({"users": FILES["users"].replace("l@x.org", "T@X.org")}, "column email: T@X.org is on"),
        ({"users": FILES["users"].replace("lilei", "../x")}, "column username: A user name begins"),
        ({"users": FILES["users"].replace("u1,true", "u1,yes")}, "enabledUser: is true or false"),
        ({"classes": FILES["classes"].replace("MR 10", "XY 10")}, "is no meeting such as"),
        (
            {
                "academicSessions": FILES["academicSessions"].replace("F24", "fall 24"),
                "classes": FILES["classes"].replace("F24", "fall 24"),
            },
            "is no code of a term",
        ),
        ({"enrollments": FILES["enrollments"].replace("u2,stu", "u1,stu")}, "has no role student"),
    ],
)
def test_what_cannot_be_here_is_named(changed: dict[str, str], expected: str) -> None:
    bundle = read(**changed)
    assert bundle.errors == []
    meaning_of(bundle)
    assert any(expected in error for error in bundle.errors), bundle.errors


@pytest.mark.parametrize("name", ["Ada", "Alan Turing", "李雷", "Ana Maria de la Cruz"])
def test_a_name_is_split_so_that_nothing_is_lost(name: str) -> None:
    given, family = split_name(name)
    assert given
    assert family
    assert set(f"{given}{family}") == set(name.replace(" ", "")) | ({" "} & set(given))


def archive(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in entries:
            written.writestr(name, data)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (("../users.csv", b"x"), "points elsewhere"),
        (("/etc/users.csv", b"x"), "points elsewhere"),
        (("..\\users.csv", b"x"), "points elsewhere"),
        (("C:users.csv", b"x"), "points elsewhere"),
        ((link("users.csv"), b"/etc/passwd"), "has a link"),
        (("users.csv", b"0" * 50_000_000), "far more than it should"),
        (("users.csv", b"0" * 70_000_000), "more than 67,108,864 bytes"),
    ],
    ids=["parent", "root", "backslash", "drive", "link", "bomb", "too large"],
)
def test_an_archive_that_could_do_harm_is_refused(
    tmp_path: Path, entry: tuple[str | zipfile.ZipInfo, bytes], expected: str
) -> None:
    path = archive(tmp_path / "bundle.zip", entry)
    with pytest.raises(Failure, match=expected):
        open_bundle(path)


def test_what_is_no_archive_or_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(Failure, match="no ZIP archive"):
        open_bundle(path)
    whole = archive(path, ("users.csv", bytes(range(256)) * 40)).read_bytes()
    path.write_bytes(whole[:50] + bytes(40) + whole[90:])
    with pytest.raises(Failure, match="damaged"):
        b"".join(open_bundle(path)["users"]())


def test_a_folder_and_an_archive_give_the_same_and_other_files_are_passed_over(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text)
    packed = [(f"{name}.csv", text.encode()) for name, text in FILES.items()]
    path = archive(tmp_path / "b.zip", *packed, ("notes.txt", b"x"), ("__MACOSX/users.csv", b"x"))
    for bundle in (folder, path):
        assert meaning_of(read_bundle(open_bundle(bundle))) == meaning()
    (folder / "users.csv").unlink()
    (folder / "users.csv").symlink_to("/etc/passwd")
    with pytest.raises(Failure, match="no plain file"):
        open_bundle(folder)


def test_what_is_written_can_be_read_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    write_bundle(path, {"users": (("a", "b"), [("1", "=x,y")])})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    data = b"".join(open_bundle(path)["users"]())
    assert data == b'a,b\r\n1,"=x,y"\r\n'
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None
    assert list(tmp_path.iterdir()) == [path]

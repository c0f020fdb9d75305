"""At a terminal there is something to see and to scan; in a pipe there is not."""

from __future__ import annotations

import csv
import os
import shlex
import subprocess
import sys
from pathlib import Path

import segno

from backend.cli.second_factor import qr_code
from backend.cli.table import draw_table
from tests.system.command_line import CommandLine, ended
from tests.tools import need

MANY = 40
QUIET_ZONE = 4  # modules of light around a QR code (ISO/IEC 18004)


def people(folder: Path, stem: str) -> Path:
    file = folder / f"{stem}.csv"
    rows = [f"{stem}{number},Person {number},{stem}{number}@uni.edu" for number in range(MANY)]
    file.write_text("username,name,email\n" + "\n".join(rows) + "\n")
    return file


def import_of(file: Path) -> tuple[str, ...]:
    results = file.with_suffix(".results.csv")
    return (
        *("import", "csv", str(file), "--user-type", "student"),
        *("--generate-passwords", "--output", str(results)),
    )


def test_an_import_shows_how_far_it_is_at_a_terminal(admin: CommandLine, tmp_path: Path) -> None:
    child = admin.on_terminal(*import_of(people(tmp_path, "seen")))
    child.expect("─")
    child.expect(f"of {MANY}")
    child.expect(f"{MANY} created")
    assert ended(child) == 0


def test_in_a_pipe_nothing_moves_and_nothing_is_coloured(
    admin: CommandLine, tmp_path: Path
) -> None:
    done = admin(*import_of(people(tmp_path, "piped")))
    assert done.returncode == 0, done.stderr
    assert f"{MANY} created" in done.stderr
    assert not set("\r\x1b━─") & set(done.stdout + done.stderr)


def test_the_status_is_coloured_at_a_terminal_and_never_under_no_color(
    admin: CommandLine,
) -> None:
    for no_color, coloured in (("", True), ("1", False)):
        child = admin.on_terminal("status", NO_COLOR=no_color)
        child.expect("Queue Node")
        child.expect("online")
        seen = f"{child.before}{child.after}"
        assert ended(child) == 0
        assert ("\x1b[" in seen) is coloured


def test_the_drawn_code_is_the_code_with_light_around_it() -> None:
    """Block characters are lit cells, two rows a line: light modules on a dark terminal."""
    text = (
        "otpauth://totp/Course%20Selection:alice?secret=JBSWY3DPEHPK3PXP&issuer=Course%20Selection"
    )
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    drawn: list[list[int]] = []
    for line in qr_code(text).splitlines():
        pairs = [halves[cell] for cell in line]
        drawn += [[top for top, _ in pairs], [bottom for _, bottom in pairs]]
    code = segno.make(text, error="m")
    expected = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    assert [row[: len(expected[0])] for row in drawn[: len(expected)]] == expected


def test_an_imported_person_chooses_a_password_with_the_code(
    admin: CommandLine, cli: CommandLine, tmp_path: Path
) -> None:
    results = tmp_path / "codes.csv"
    file = people(tmp_path, "chooser")
    made = admin(
        *("import", "csv", str(file), "--user-type", "teacher"),
        *("--activation-codes", "--output", str(results)),
    )
    assert made.returncode == 0, made.stderr
    with results.open(newline="") as table:
        person = next(csv.DictReader(table))
    activate = ("user", "activate", "--username", person["username"], "--password-stdin")
    wrong = cli(*activate, "--code", "AAAAA-AAAAA", typed="a-quiet-morning\n")
    assert wrong.returncode == 5
    code = ("--code", person["activation_code"])
    assert cli(*activate, *code, typed="short\n").returncode == 5
    done = cli(*activate, *code, typed="a-quiet-morning\n")
    assert done.returncode == 0, done.stderr
    assert cli(*activate, *code, typed="another-morning\n").returncode == 5, "it works once"
    login = ("user", "login", "--username", person["username"], "--password-stdin")
    assert cli(*login, typed="a-quiet-morning\n").returncode == 0


ASK_THE_TERMINAL = """
import os, pathlib, sys, tty
tty.setraw(0)
columns = []
for line in pathlib.Path(sys.argv[1]).read_text().splitlines():
    os.write(1, f"\\r\\n{line}\\x1b[6n".encode())
    answer = b""
    while not answer.endswith(b"R"):
        answer += os.read(0, 32)
    columns.append(answer[:-1].rpartition(b";")[2].decode())
pathlib.Path(sys.argv[2]).write_text(" ".join(columns))
"""


def ends_of(lines: list[str], folder: Path) -> list[int]:
    """In which column a real terminal ends each line."""
    written, answers = folder / "lines", folder / "answers"
    written.write_text("\n".join(lines))
    os.mkfifo(answers)
    command = [sys.executable, "-c", ASK_THE_TERMINAL, str(written), str(answers)]
    tmux = [need("tmux"), "-u", "-S", str(folder / "tmux"), "-f", "/dev/null"]
    session = ["new-session", "-d", "-x", "100", "-y", "40", shlex.join(command)]
    subprocess.run([*tmux, *session], check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return [int(column) for column in answers.read_text().split()]


def test_tables_stand_straight_on_a_real_terminal(tmp_path: Path) -> None:
    names = [
        "plain",
        "李雷",
        "Jose\u0301",
        "e\u0308\u0301",
        "김",
        "อาทิตย์",
        "ﾊﾟ",
        "\uff41\uff42",
        "שלום",
    ]
    table = draw_table(["ID", "Name"], [[number, name] for number, name in enumerate(names)])
    ends = ends_of([*table, "│ 9 │ 李  │"], tmp_path)
    assert set(ends[:-1]) == {len(table[0]) + 1}
    assert ends[-1] != ends[0], "the terminal itself measures"

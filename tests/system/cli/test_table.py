"""Tables stand straight whatever the script, and nothing in them steers the terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from backend.cli.output import printable
from backend.cli.table import draw_table


def test_a_table_has_box_lines_and_its_ids_to_the_right() -> None:
    assert draw_table(["ID", "Username"], [[7, "ann"], [1204, "bob"]]) == [
        "┌──────┬──────────┐",
        "│   ID │ Username │",
        "├──────┼──────────┤",
        "│    7 │ ann      │",
        "│ 1204 │ bob      │",
        "└──────┴──────────┘",
    ]


@pytest.mark.parametrize(
    "name",
    ["李雷", "Jose\u0301", "อาทิตย์", "한국어", "👩‍🎓 Ada", "\uff41\uff42", ""],
)
def test_columns_line_up_for_every_script(name: str) -> None:
    lines = draw_table(["ID", "Name", "Email"], [[1, name, "a@x.org"], [2, "plain", None]])
    assert len({cell_len(line) for line in lines}) == 1
    assert name in lines[3]


def test_nothing_is_cut_however_long() -> None:
    assert "x" * 5000 in draw_table(["Name"], [["x" * 5000]])[3]


def test_an_empty_table_still_shows_what_it_would_hold() -> None:
    assert draw_table(["ID", "Name"], [])[1] == "│ ID │ Name │"


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b31m", "a\nb", "a\rb", "\u202eevil", "\x07"])
def test_control_and_direction_characters_are_replaced(hostile: str) -> None:
    shown = printable(hostile)
    assert "\N{REPLACEMENT CHARACTER}" in shown
    assert not {"\x1b", "\x9b", "\n", "\r", "\u202e", "\x07"} & set(shown)

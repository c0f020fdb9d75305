"""The page of figures: what it says of a run, good or bad."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import __main__ as bench
from benchmarks import page
from benchmarks.nginx import site
from benchmarks.results import Result


def some_result(value: float = 7_000.0) -> dict[str, object]:
    result = Result("reads", "Some readers.")
    result.add("conditional_per_s", value, "/s", "≥ 6,000", 10_000.0)
    result.add("student_node_mb_200", 90.0, "MB")
    result.add("student_node_mb_2000", 110.0, "MB")
    result.cpu_us = {"direct: student_node": 80.0, "direct: load generator": 20.0}
    found: dict[str, object] = json.loads(result.as_json())
    return found


def written(tmp_path: Path, **failures: str) -> str:
    rush = {**some_result(), "benchmark": "rush"}
    page.write({"reads": some_result(), "rush": rush}, failures, {"reads": 3.0}, tmp_path)
    return (tmp_path / page.PAGE).read_text()


def test_a_figure_stands_beside_its_floor_and_its_target(tmp_path: Path) -> None:
    row = "| `reads` | conditional_per_s | 7,000 /s | 10,000 | ≥ 6,000 | reached |"
    assert row in written(tmp_path)


@pytest.mark.parametrize(
    ("wanted", "value", "said"),
    [
        ("≥ 6,000", 5_999.0, "**missed**"),
        ("≤ 0.5", 0.6, "**missed**"),
        ("≤ 1.3", 1.3, "reached"),
    ],
)
def test_a_missed_target_is_said_to_be_missed(
    tmp_path: Path, wanted: str, value: float, said: str
) -> None:
    result = Result("x", "")
    result.add("figure", value, "/s", wanted)
    page.write({"x": json.loads(result.as_json())}, {}, {}, tmp_path)
    assert f"| {wanted} | {said} |" in (tmp_path / page.PAGE).read_text()


def test_a_failure_stands_on_the_page(tmp_path: Path) -> None:
    assert "**`login` failed**: it ended with 1" in written(tmp_path, login="it ended with 1")


def test_the_hand_written_lesson_survives(tmp_path: Path) -> None:
    lesson = tmp_path / page.FOLDER / page.LESSON
    lesson.parent.mkdir()
    lesson.write_text("What we learnt.\n")
    assert "What we learnt." in written(tmp_path)
    assert lesson.read_text() == "What we learnt.\n"


def test_pictures_are_valid_and_are_shown(tmp_path: Path) -> None:
    text = written(tmp_path)
    pictures = sorted((tmp_path / page.FOLDER).glob("*.svg"))
    assert [picture.stem for picture in pictures] == ["growth-catalogue", "hops", "rates"]
    for picture in pictures:
        ElementTree.fromstring(picture.read_text())
        assert f"](performance/{picture.name})" in text


def test_what_a_selection_costs_leaves_the_load_generator_out(tmp_path: Path) -> None:
    assert "| **all that is ours** | 80 |" in written(tmp_path)


def test_one_that_fails_stops_no_other_and_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = bench.Bench("good", "results")
    monkeypatch.setattr(bench, "ALL", (bench.Bench("bad", "no_such_module"), good))
    monkeypatch.setattr(bench, "result_of", _failing_for_bad(bench.result_of))
    assert bench.main(["--quick"]) == 1
    said = capsys.readouterr()
    assert "bad FAILED" in said.out
    assert "FAILED: bad" in said.err
    assert "good: 0 s" in said.out


def _failing_for_bad(real: object) -> object:
    def result_of(each: bench.Bench, *, quick: bool) -> object:
        if each.name == "bad":
            assert callable(real)
            return real(each, quick=quick)
        return some_result()

    return result_of


def test_the_deployed_configuration_of_nginx_is_the_measured_one() -> None:
    text = site(8123, 8000)
    assert "listen 127.0.0.1:8123;" in text
    assert "server 127.0.0.1:8000;" in text
    assert "proxy_buffering off;" in text

"""`/metrics`: what was counted, in the format that Prometheus reads, for the installation alone."""

from __future__ import annotations

import re
from typing import Any

from prometheus_client import parser

from backend.auth_node.main import create_app as create_auth
from backend.common.client import SocketClient
from backend.common.exposition import CONTENT_TYPE, Family, exposition
from backend.common.tallies import BOUNDS, METHODS, NO_ROUTE, OTHER, Tally
from backend.gateway.main import create_app as create_gateway
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from tests.conftest import House
from tests.nodes.queue.conftest import Line, line

__all__ = ["line"]

SAMPLE = re.compile(r'^(\w+)(?:\{((?:\w+="(?:[^"\\\n]|\\.)*",?)*)\})? (\S+)$')
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(text: str) -> Samples:
    """Name and labels to value; a line that is none of the format's fails."""
    samples: Samples = {}
    for told in text.splitlines():
        if told.startswith("# "):
            assert told.split(" ", 3)[1] in ("HELP", "TYPE")
            continue
        found = SAMPLE.match(told)
        assert found, told
        labels = frozenset(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', found[2] or ""))
        assert (found[1], labels) not in samples, f"{told} is there twice"
        samples[found[1], labels] = float(found[3])
    return samples


async def scrape(house: House, service: str) -> Samples:
    answer = (await house.client.get(service, "/metrics")).raise_for_status()
    assert answer.headers["content-type"] == CONTENT_TYPE
    return read(answer.text)


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"course_selection_{name}", frozenset(labels.items())), 0)


async def test_the_line_tells_what_came_what_was_decided_and_how(line: Line) -> None:
    section, students = line.university.sections[0], line.university.students
    for student in students[:3]:
        await line.ask(student, "k", section)
    await line.drained()
    queue = await scrape(line.house, "queue_node")
    assert value(queue, "tickets_accepted_total") == 3
    assert value(queue, "tickets_decided_total", outcome="enrolled", code="") == 2
    assert value(queue, "tickets_decided_total", outcome="refused", code="section_full") == 1
    assert value(queue, "line_length") == 0
    assert value(queue, "line_drain_rate") > 0
    asked: dict[str, Any] = {"method": "POST", "route": "/tickets"}
    assert value(queue, "requests_total", **asked, status="200") == 3
    assert value(queue, "request_seconds_count", **asked) == 3
    assert value(queue, "request_seconds_bucket", **asked, le="+Inf") == 3
    assert value(queue, "transactions_total", kind="write") >= 3
    assert value(queue, "feed_up", feed="auth_node") == 1
    data = await scrape(line.house, "data_node")
    assert value(data, "requests_total", method="POST", route="/decisions", status="200") > 0
    assert value(data, "transaction_seconds_total", kind="write") > 0


async def test_refusals_and_routes_are_counted_by_names_that_clients_cannot_make_up(
    line: Line,
) -> None:
    house = line.house
    await house.start("student_node", create_student)
    await house.start("gateway", create_gateway)
    for path in ("/sections/999999", "/made-up-1", "/made-up-2"):
        await house.client.get("data_node", path)
        await house.client.get("gateway", f"/api/student{path}")
    await house.client.request("MADE-UP", "data_node", "/sections/1")
    await house.client.get("student_node", "/selections")
    data, porch = await scrape(house, "data_node"), await scrape(house, "gateway")
    get = {"method": "GET", "status": "404"}
    assert value(data, "requests_total", route="/sections/{section_id}", **get) == 1
    assert value(data, "requests_total", route=NO_ROUTE, **get) == 2
    assert value(porch, "requests_total", route="/api/student", **get) == 2
    assert value(data, "refusals_total", code="not_found") == 2
    student = await scrape(house, "student_node")
    assert value(student, "refusals_total", code="login_required") == 2
    for samples in (data, porch, student):
        methods = {dict(labels).get("method", "GET") for _, labels in samples}
        assert methods <= METHODS | {OTHER}
        assert "made-up" not in str(samples).lower()


async def test_nobody_without_the_installations_token_is_told(house: House) -> None:
    for name, factory in {
        "auth_node": create_auth,
        "teacher_node": create_teacher,
        "student_node": create_student,
        "gateway": create_gateway,
    }.items():
        await house.start(name, factory)
        assert ("process_cpu_seconds_total", frozenset()) in await scrape(house, name)
    stranger = SocketClient("", transport=house.client.transport)
    assert (await stranger.get("auth_node", "/metrics")).json()["code"] == "caller_not_internal"
    assert (await stranger.get("gateway", "/metrics")).json()["code"] == "not_found"
    for caller in (stranger, house.client):
        for door in ("auth", "teacher", "student"):
            for path in ("/metrics", "/Metrics", "/metrics/", "/%6detrics"):
                answer = await caller.get("gateway", f"/api/{door}{path}")
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_library_that_prometheus_publishes_reads_it() -> None:
    tally = Tally()
    tally.note(200, 0.003)
    tally.note(200, 99.0)
    took = Family("course_selection_request_seconds", "histogram", "Seconds.")
    took.add_steps(tally.steps, tally.seconds, route='/a"b\\c\nd')
    count = Family("course_selection_refusals_total", "counter", "Refusals.").add(2, code="x")
    seconds, refusals = parser.text_string_to_metric_families(exposition([took, count]))
    assert (seconds.type, refusals.type) == ("histogram", "counter")
    buckets = [sample for sample in seconds.samples if sample.name.endswith("_bucket")]
    assert [float(sample.labels["le"]) for sample in buckets] == [*BOUNDS, float("inf")]
    assert [sample.value for sample in buckets] == [0, 0] + [1] * (len(BOUNDS) - 2) + [2]
    assert {sample.labels["route"] for sample in seconds.samples} == {'/a"b\\c\nd'}
    assert refusals.samples[0].value == 2


async def test_that_library_reads_a_whole_scrape(house: House) -> None:
    await house.start("auth_node", create_auth)
    text = (await house.client.get("auth_node", "/metrics")).text
    families = list(parser.text_string_to_metric_families(text))
    names = {
        (sample.name, frozenset(sample.labels.items())) for f in families for sample in f.samples
    }
    assert names == read(text).keys()
    assert all(family.documentation and family.type != "unknown" for family in families)

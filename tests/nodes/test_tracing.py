"""Traces over the nodes: told to a collector that speaks OTLP/HTTP, free where there is none."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from fastapi import FastAPI

from backend.common.client import SocketClient
from backend.common.log import JsonFormatter, traceparent
from backend.common.run import traced
from backend.common.services import BY_NAME, STUDENT
from backend.common.settings import Settings, SettingsError, load_settings
from backend.common.tracing import trace
from backend.data_node.main import create_app as create_data
from backend.gateway.main import create_app as create_gateway
from backend.student_node.main import create_app as create_student
from tests.conftest import Clock, House, running_house
from tests.nodes import tokens

KEYS = "/api/student/receipts/keys"  # through the gateway and the student node to the data node
FACTORIES: dict[str, Callable[..., FastAPI]] = {
    "data_node": create_data,
    "student_node": create_student,
    "gateway": create_gateway,
}


class Received:
    """A collector: takes what is posted to `/v1/traces` as JSON, and refuses everything else."""

    def __init__(self) -> None:
        self.spans: list[dict[str, Any]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
                body = json.loads(await reader.readexactly(length))
                assert head.startswith("post /v1/traces http/1.1")
                assert "content-type: application/json" in head
                self._take(body)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        except asyncio.IncompleteReadError:
            writer.close()

    def _take(self, body: dict[str, Any]) -> None:
        for resource in body["resourceSpans"]:
            [name] = resource["resource"]["attributes"]
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    self.spans.append({**span, "service": name["value"]["stringValue"]})


@asynccontextmanager
async def traced_house(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    """Gateway, student node and data node with their requests told."""
    async with running_house(settings, clock) as house:
        await house.start("auth_node", tokens.create_auth)
        for name, factory in FACTORIES.items():
            app = factory(house.settings, house.client, clock)
            traced = trace(app, BY_NAME[name], house.settings)
            await house.start(name, lambda *_, app=app: app)
            house.applications[name] = traced  # type: ignore[assignment]
        yield house


async def ask(settings: Settings, clock: Clock, headers: dict[str, str] | None = None) -> None:
    async with traced_house(settings, clock) as house:
        stranger = SocketClient("", transport=house.client.transport)
        (await stranger.get("gateway", KEYS, headers=headers)).raise_for_status()
        assert (await stranger.get("gateway", "/api/student/nothing")).status_code == 404


@pytest.fixture
async def received(unused_tcp_port: int) -> AsyncIterator[Received]:
    collector = Received()
    async with await asyncio.start_server(collector.serve, "127.0.0.1", unused_tcp_port):
        yield collector


def told_to(settings: Settings, port: int, **changed: float) -> Settings:
    there = f"http://127.0.0.1:{port}"
    return msgspec.structs.replace(settings, otel_exporter_otlp_endpoint=there, **changed)


async def test_one_request_is_one_trace_over_three_services(
    settings: Settings, clock: Clock, received: Received, unused_tcp_port: int
) -> None:
    made_up = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    await ask(told_to(settings, unused_tcp_port), clock, made_up)
    [porch] = [span for span in received.spans if _status(span) == "200" and _at(span, "gateway")]
    chain = {span["service"]: span for span in received.spans if _same(span, porch)}
    assert list(chain.keys() - FACTORIES.keys()) == []
    student, data = chain["student_node"], chain["data_node"]
    assert (porch["parentSpanId"], porch["name"]) == ("", "GET /api/student")
    assert student["parentSpanId"] == porch["spanId"]
    assert (data["parentSpanId"], data["name"]) == (student["spanId"], "GET /receipts/keys")
    assert int(porch["startTimeUnixNano"]) <= int(data["startTimeUnixNano"])
    assert int(data["endTimeUnixNano"]) <= int(porch["endTimeUnixNano"])
    assert len(porch["traceId"]) == 32
    assert porch["traceId"] != "a" * 32, "who comes from outside does not choose"
    lost = [span for span in received.spans if _status(span) == "404"]
    assert {span["service"] for span in lost} == {"gateway", "student_node"}
    assert not any(_same(span, porch) for span in lost)


async def test_a_share_of_none_tells_nothing(
    settings: Settings, clock: Clock, received: Received, unused_tcp_port: int
) -> None:
    quiet = told_to(settings, unused_tcp_port, otel_traces_sampler_arg=0.0)
    await ask(quiet, clock)
    assert received.spans == []


async def test_a_collector_that_is_away_holds_up_nobody(
    settings: Settings, clock: Clock, unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    await ask(told_to(settings, unused_tcp_port), clock)
    said = [record.message for record in caplog.records if "spans are forgotten" in record.message]
    assert 1 <= len(said) <= len(FACTORIES), "each service says so once"


def test_a_line_of_the_log_names_its_trace() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "said", None, None)
    assert "trace" not in json.loads(JsonFormatter("data_node").format(record))
    mark = traceparent.set(f"00-{'c' * 32}-{'d' * 16}-01")
    assert json.loads(JsonFormatter("data_node").format(record))["trace"] == "c" * 32
    traceparent.reset(mark)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"), ("OTEL_TRACES_SAMPLER_ARG", "2")],
)
def test_what_cannot_be_meant_stops_the_start(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        load_settings({variable: value})


def test_without_a_collector_a_service_is_served_as_it_is(settings: Settings) -> None:
    app = create_student(settings)
    assert traced(app, STUDENT, settings) is app
    assert traced(app, STUDENT, told_to(settings, 1)) is not app, "the control"


def _status(span: dict[str, Any]) -> str:
    told = {each["key"]: each["value"] for each in span["attributes"]}
    status: str = told["http.response.status_code"]["intValue"]
    return status


def _at(span: dict[str, Any], service: str) -> bool:
    return bool(span["service"] == service)


def _same(span: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(span["traceId"] == other["traceId"])

"""What is in `deploy/` holds: it is well formed, names what there is, and gives no more rights."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.auth_node.main import create_app as create_auth
from backend.common.inherited import inherited_socket
from backend.common.readiness import LIVEZ
from backend.common.services import NODES, SERVICES
from backend.common.settings import VARIABLES
from backend.data_node.main import create_app as create_data
from backend.domain.refusals import REFUSALS
from backend.gateway.main import create_app as create_gateway
from backend.queue_node.main import create_app as create_queue
from backend.student_node.main import create_app as create_student
from backend.teacher_node.main import create_app as create_teacher
from benchmarks.nginx import MAIN, TEMPORARY, installed
from deploy.docker.on_socket import listen
from tests.conftest import House
from tests.docs.documents import CHECKOUT
from tests.system.installation import free_port
from tests.tools import need

DEPLOY = CHECKOUT / "deploy"
SYSTEMD, DOCKER, WATCHING = DEPLOY / "systemd", DEPLOY / "docker", DEPLOY / "watching"
UNITS = sorted(SYSTEMD.glob("*.service"))
INTERPRETER = "/opt/course-selection/.venv/bin/python"
MOST_EXPOSED = 2.0  # of 10, as `systemd-analyze security` judges
OF_PROMETHEUS = {"up"}
FACTORIES = {
    "auth_node": create_auth,
    "data_node": create_data,
    "teacher_node": create_teacher,
    "student_node": create_student,
    "queue_node": create_queue,
    "gateway": create_gateway,
}


def alert_rules() -> list[dict[str, str]]:
    """Name and expression of every alert, read without a parser of YAML."""
    text = (WATCHING / "alerts.yml").read_text()
    rule = re.compile(r"- alert: (?P<alert>\w+)\n\s+expr: (?P<expr>.*?)\n\s+(?:for|labels):", re.S)
    return [found.groupdict() for found in rule.finditer(text)]


def dashboard() -> dict[str, Any]:
    shown: dict[str, Any] = json.loads((WATCHING / "grafana.json").read_text())
    return shown


def expressions() -> list[str]:
    shown = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    return shown + [rule["expr"] for rule in alert_rules()]


def names_in(expression: str) -> set[str]:
    """The metrics that a PromQL expression names."""
    without_labels = re.sub(r"\{[^}]*\}|by \([^)]*\)|\[[^\]]*\]", "", expression)
    return set(re.findall(r"\b(?:course_selection_\w+|process_\w+|up)\b", without_labels))


async def exposed(house: House) -> set[str]:
    """Every name that a node or the gateway tells Prometheus."""
    names: set[str] = set()
    for name, factory in FACTORIES.items():
        await house.start(name, factory)
        text = (await house.client.get(name, "/metrics")).text
        for family, kind in re.findall(r"^# TYPE (\w+) (\w+)$", text, re.M):
            histogram = {f"{family}_{part}" for part in ("bucket", "sum", "count")}
            names |= histogram if kind == "histogram" else {family}
    return names


async def test_the_dashboard_and_the_alerts_ask_for_what_is_told(house: House) -> None:
    asked = {name for expression in expressions() for name in names_in(expression)}
    told = await exposed(house)
    assert asked - told - OF_PROMETHEUS == set()
    assert "course_selection_made_up" not in told, "the control"
    unseen = told - asked
    assert {name for name in unseen if not name.endswith(("_sum", "_count", "_info"))} == set()


def test_expressions_are_whole_and_every_alert_is_read() -> None:
    assert len(alert_rules()) == (WATCHING / "alerts.yml").read_text().count("- alert:") > 8
    for expression in expressions():
        assert names_in(expression), expression
        for opening, closing in ("()", "{}", "[]"):
            assert expression.count(opening) == expression.count(closing), expression
    codes = {code for each in expressions() for code in re.findall(r'code="(\w+)"', each)}
    assert codes <= REFUSALS.keys()


def test_panels_have_their_own_place() -> None:
    panels = dashboard()["panels"]
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(places) == len({panel["id"] for panel in panels}) == len(panels)


def test_what_is_yaml_is_yaml_and_services_get_no_rights() -> None:
    rules = yaml.safe_load((WATCHING / "alerts.yml").read_text())
    [group] = rules["groups"]
    assert {rule["alert"] for rule in group["rules"]} == {rule["alert"] for rule in alert_rules()}
    assert all(rule["labels"]["severity"] in ("page", "warn") for rule in group["rules"])
    yaml.safe_load((WATCHING / "prometheus.yml").read_text())
    services = yaml.safe_load((DOCKER / "compose.yaml").read_text())["services"]
    for node in NODES:
        service = services[node.name.removesuffix("_node")]
        assert service["command"][-1] == node.module
        assert f":{node.port}{LIVEZ}" in service["healthcheck"]["test"][-1]
        assert service["deploy"]["replicas"] == 3
        urls = service["environment"][node.url_variable].split(",")
        name = node.name.removesuffix("_node")
        assert urls == [f"http://course-selection-{name}-{n}:{node.port}" for n in (1, 2, 3)]
        assert set(service["environment"]) <= set(VARIABLES)
    ours = [each for each in services.values() if each["image"] == "course-selection"]
    assert len(ours) == len(NODES) + 3
    for service in ours:
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "ports" not in service


def test_the_image_runs_without_rights_and_is_made_of_what_there_is() -> None:
    lines = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    steps = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    users = [step[1] for step in steps if step[0] == "USER"]
    assert users == ["10001:10001"]
    assert steps[-1][0] == "CMD"
    assert any("--require-hashes" in step for step in steps)
    for step in steps:
        if step[0] == "COPY" and not step[1].startswith("--from"):
            assert all((CHECKOUT / source).exists() for source in step[1:-1]), step
    ignored = (CHECKOUT / ".dockerignore").read_text().splitlines()
    assert {".env", "data", ".git"} <= set(ignored), "secrets and data stay out of the image"
    assert not any(line.startswith("ADD ") for line in lines)


def test_a_service_in_a_container_finds_its_socket_as_from_systemd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gateway.sock"
    path.write_text("left behind")
    with listen(path) as listening:
        monkeypatch.setattr("backend.common.inherited.FIRST_DESCRIPTOR", os.dup(listening.fileno()))
        found = inherited_socket({"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())})
        assert found is not None
        with found, socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(path))


def test_the_units_are_right_and_expose_little(tmp_path: Path) -> None:
    need("systemd-analyze")
    for unit in SYSTEMD.glob("course-selection*"):
        text = unit.read_text().replace(INTERPRETER, sys.executable)
        (tmp_path / unit.name.replace("@", "@data_node")).write_text(
            text.replace("%i", "data_node")
        )
    names = [path.name for path in tmp_path.glob("*.service")]
    said = _analyze(tmp_path, "verify", "--man=no", *names, "course-selection.target")
    assert (said.returncode, said.stderr) == (0, "")
    for name in names:
        judged = _analyze(tmp_path, "security", "--offline=true", "--no-pager", f"./{name}").stdout
        exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged)
        assert exposure is not None
        assert float(exposure[1]) < MOST_EXPOSED, judged


def test_every_service_has_a_unit() -> None:
    told = "".join(unit.read_text() for unit in UNITS).replace("%i", "(.*)")
    modules = re.findall(r"-m (\S+)", told)
    for service in SERVICES:
        assert any(re.fullmatch(module, service.module) for module in modules), service


@pytest.mark.parametrize("file", [DEPLOY / "nginx.conf", DOCKER / "nginx.conf"])
def test_nginx_takes_its_settings(file: Path, tmp_path: Path) -> None:
    text = re.sub(
        r"\blisten 80(80)?;", lambda _: f"listen 127.0.0.1:{free_port()};", file.read_text()
    )
    (tmp_path / "site.conf").write_text(text)
    temporary = " ".join(f"{name}_temp_path {tmp_path}/{name};" for name in TEMPORARY)
    main = tmp_path / "nginx.conf"
    main.write_text(MAIN.format(user="", folder=tmp_path, temporary=temporary))
    command = [installed() or need("nginx"), "-t", "-q", "-c", str(main), "-p", str(tmp_path)]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def _analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)

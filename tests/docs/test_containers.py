"""The containers of `deploy/docker` find each other, live when they say so, and hold no secrets."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from backend.common.client import SocketClient
from backend.common.inprocess import InProcessTransport
from backend.common.services import NODES
from backend.common.settings import Settings
from backend.gateway.main import create_app
from benchmarks.nginx import MAIN, TEMPORARY, installed
from deploy.docker.lives import lives
from tests.conftest import INTERNAL
from tests.docs.test_deploy import DOCKER, WATCHING
from tests.nodes.gateway.conftest import serving
from tests.system.installation import free_port
from tests.tools import need

COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
GATEWAYS = [name for name in SERVICES if name.startswith("gateway-")]
SECRET = re.compile(r"TOKEN|PASSWORD|SECRET|KEY|DATABASE_URL")
SITE = (DOCKER / "nginx.conf").read_text()
HERE = "/run/gateway"


async def test_a_container_that_lives_says_so_and_a_socket_without_one_does_not(
    settings: Settings, tmp_path: Path
) -> None:
    path = os.fspath(tmp_path / "gateway.sock")
    assert not lives(path)
    app = create_app(settings, SocketClient(INTERNAL, transport=InProcessTransport({})))
    async with serving(app, uds=path, lifespan="on"):
        assert await asyncio.to_thread(lives, path)
    assert not lives(path), "the file alone does not live"


@contextmanager
def web_server(folder: Path, ports: dict[str, int]) -> Iterator[None]:
    """nginx as in its container, with its sockets in `folder` and other ports."""
    text = SITE.replace(HERE, str(folder))
    for listening, port in ports.items():
        text, found = re.subn(rf"\blisten {listening};", f"listen 127.0.0.1:{port};", text)
        assert found == 1
    (folder / "site.conf").write_text(text)
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(user="", folder=folder, temporary=temporary))
    command = [installed() or need("nginx"), "-c", str(main), "-p", str(folder)]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


async def test_prometheus_hears_each_gateway_through_the_web_server(
    settings: Settings, tmp_path: Path
) -> None:
    (scraped,) = yaml.safe_load((WATCHING / "prometheus.yml").read_text())["scrape_configs"]
    paths = [target["labels"]["__metrics_path__"] for target in scraped["static_configs"]]
    assert paths == [f"/{name}/metrics" for name in GATEWAYS]
    assert {each for target in scraped["static_configs"] for each in target["targets"]} == {
        "nginx:8080"
    }
    ports = {"80": free_port(), "8080": free_port()}
    app = create_app(settings, SocketClient(INTERNAL, transport=InProcessTransport({})))
    sockets = [os.fspath(tmp_path / f"{name}.sock") for name in GATEWAYS]
    async with serving(app, uds=sockets[0], lifespan="on"), httpx.AsyncClient() as prometheus:
        for name in sockets[1:]:
            Path(name).symlink_to(sockets[0])
        with web_server(tmp_path, ports):
            inside, shown = f"http://127.0.0.1:{ports['8080']}", {"Internal-Token": INTERNAL}
            for path in paths:
                answer = await _when_there(prometheus, inside + path, shown)
                assert "course_selection_shed_total" in answer.text
                assert (await prometheus.get(inside + path)).status_code == 404, "without a token"
            assert (await prometheus.get(f"{inside}/livez")).status_code == 404
            outside = f"http://127.0.0.1:{ports['80']}{paths[0]}"
            assert "course_selection" not in (await prometheus.get(outside, headers=shown)).text


async def _when_there(
    client: httpx.AsyncClient, url: str, headers: dict[str, str]
) -> httpx.Response:
    async with asyncio.timeout(10):
        while True:
            try:
                return (await client.get(url, headers=headers)).raise_for_status()
            except httpx.ConnectError:
                await asyncio.sleep(0.02)


def test_prometheus_asks_each_node_at_its_port_where_it_can_reach_it() -> None:
    (scraped,) = yaml.safe_load((WATCHING / "prometheus.yml").read_text())["scrape_configs"]
    asked = {name: found["port"] for found in scraped["dns_sd_configs"] for name in found["names"]}
    assert asked == {node.name.removesuffix("_node"): node.port for node in NODES}
    for name in (*asked, "nginx"):
        assert "inside" in SERVICES[name]["networks"]
    published = {port for each in SERVICES.values() for port in each.get("ports", ())}
    assert published == {"80:80"}


def test_each_gateway_has_its_socket_and_says_whether_it_lives() -> None:
    for name in GATEWAYS:
        path = f"{HERE}/{name}.sock"
        assert SERVICES[name]["command"][2] == path
        assert SERVICES[name]["healthcheck"]["test"][-2:] == ["deploy/docker/lives.py", path]
        assert f"server unix:{path} " in SITE
        assert SERVICES["nginx"]["depends_on"][name] == {"condition": "service_healthy"}
    ours = [each for each in SERVICES.values() if each["image"] == "course-selection"]
    assert all("healthcheck" in each for each in ours)


def test_images_are_named_exactly_and_nothing_secret_is_written_down() -> None:
    stages = re.findall(r"^FROM (\S+)", (DOCKER / "Dockerfile").read_text(), re.M)
    images = [each["image"] for each in SERVICES.values() if each["image"] != "course-selection"]
    assert all(re.search(r":v?\d", image) for image in [*stages, *images])
    variables = re.findall(r"^(?:ENV|ARG|\s+)\s*(\w+)=", (DOCKER / "Dockerfile").read_text(), re.M)
    assert len(variables) > 5
    assert not [name for name in variables if SECRET.search(name)]
    for each in SERVICES.values():
        for name, value in each.get("environment", {}).items():
            assert not SECRET.search(name) or value.startswith("/run/secrets/"), name
    named = {secret for each in SERVICES.values() for secret in each.get("secrets", ())}
    assert named == set(COMPOSE["secrets"])
    mounted = {v.split(":")[0] for each in SERVICES.values() for v in each.get("volumes", ())}
    for source in mounted:
        assert source in COMPOSE["volumes"] or (DOCKER / source).is_file(), source

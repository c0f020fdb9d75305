"""The built web pages: which addresses show them, how browsers keep them, and no way out."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from backend.common.client import SocketClient
from backend.common.lateness import Lateness
from backend.common.settings import Settings
from backend.common.transport import SocketTransport
from backend.gateway.main import create_app
from tests.conftest import INTERNAL, House
from tests.nodes.gateway.conftest import Porch, serving

INDEX = "<!doctype html><title>The pages</title>"
SCRIPT = "console.log('pages');" * 200
SECRET = "not for browsers"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Pages as a build leaves them, and beside them what must stay inside."""
    built = tmp_path / "frontend/dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(INDEX)
    (built / "icon.svg").write_text("<svg/>")
    (built / "assets/main-abc.js").write_text(SCRIPT)
    (built / "assets/main-abc.js.br").write_bytes(b"packed by the build")
    (built / "assets/page-def.css").write_text("a{}" * 999)
    (built / "assets/main-abc.js.map").write_text(SECRET)
    (tmp_path / "frontend/package.json").write_text(SECRET)
    (built / ".vite").mkdir()
    (built / ".vite/manifest.json").write_text(SECRET)
    (built / "out.json").symlink_to(tmp_path / "frontend/package.json")
    (built / "folder").symlink_to(tmp_path / "frontend")
    return built


@pytest.fixture
async def pages(settings: Settings, dist: Path, house: House) -> House:
    await house.start("gateway", partial(create_app, built_pages=dist))
    return house


@pytest.fixture
async def web(socket_settings: Settings, dist: Path) -> AsyncIterator[Porch]:
    """The same on a real port, where paths arrive as they were sent."""
    client = SocketClient(INTERNAL, transport=SocketTransport(settings=socket_settings))
    app = create_app(socket_settings, client, built_pages=dist)
    async with serving(app, port=0, lifespan="on") as server:
        yield Porch(server.servers[0].sockets[0].getsockname()[1], Lateness())
    await client.aclose()


@pytest.mark.parametrize(
    "path", ["/", "/login", "/catalogue/17", "/admin/users", "/catalogue?text=algebra", "/line/"]
)
async def test_every_page_address_shows_the_one_page(pages: House, path: str) -> None:
    answer = await pages.client.get("gateway", path)
    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_without_built_pages_the_first_page_says_what_runs(
    house: House, tmp_path: Path
) -> None:
    await house.start("gateway", partial(create_app, built_pages=tmp_path / "nowhere"))
    assert "What runs" in (await house.client.get("gateway", "/")).text
    assert (await house.client.get("gateway", "/login")).status_code == 404


async def test_what_runs_stays_at_an_address_of_its_own(pages: House) -> None:
    assert "What runs" in (await pages.client.get("gateway", "/status")).text


async def test_hashed_files_are_kept_for_good_and_others_asked_for_again(pages: House) -> None:
    script = await pages.client.get("gateway", "/assets/main-abc.js")
    assert script.text == SCRIPT
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    icon = await pages.client.get("gateway", "/icon.svg")
    assert icon.headers["content-type"] == "image/svg+xml"
    assert icon.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip;q=0, br; q=0.0", None),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
    ],
)
async def test_a_file_comes_in_the_best_encoding_that_is_taken(
    pages: House, accepted: str, encoding: str | None
) -> None:
    answer = await pages.client.get(
        "gateway", "/assets/main-abc.js", headers={"Accept-Encoding": accepted}
    )
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    plain = {None: SCRIPT.encode(), "br": b"packed by the build"}
    body = gzip.decompress(answer.content) if encoding == "gzip" else answer.content
    assert body == plain.get(encoding, SCRIPT.encode())


async def test_what_a_browser_has_is_not_sent_again(pages: House) -> None:
    first = await pages.client.get("gateway", "/")
    for known in (first.headers["etag"], f'"other", W/{first.headers["etag"]}'):
        again = await pages.client.get("gateway", "/login", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    other = await pages.client.get("gateway", "/", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


async def test_encodings_have_tags_of_their_own(pages: House) -> None:
    tags = {
        (
            await pages.client.get("gateway", "/assets/main-abc.js", headers={"Accept-Encoding": e})
        ).headers["etag"]
        for e in ("", "gzip", "br")
    }
    assert len(tags) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/../package.json",
        "/assets/../../package.json",
        "/%2e%2e/package.json",
        "/assets/%2e%2e/%2e%2e/package.json",
        "/assets/..%2f..%2fpackage.json",
        "/assets%2fmain-abc.js",
        "/assets%5cmain-abc.js",
        "/assets\\main-abc.js",
        "/%00",
        "//etc/passwd",
        "//login",
        "/login%0d%0aX: 1",
        "/out.json",
        "/folder/package.json",
        "/assets/main-abc.js.map",
        "/assets/main-abc.js.br",
        "/assets/gone-123.js",
        "/assets",
        "/assets/",
        "/api",
        "/api/other/x",
        "/docs",
        "/docs/gateway/more",
        "/static/gone",
        "/internal/x",
        "/index.html",
        "/.env",
        "/.vite/manifest.json",
        "/.git/config",
        "/wp-login.php",
    ],
)
async def test_no_other_address_leads_anywhere(web: Porch, path: str) -> None:
    status, _, body = await web.ask(f"GET {path}")
    assert status in (400, 404), body
    assert SECRET.encode() not in body
    assert INDEX.encode() not in body


async def test_only_reading_is_answered(web: Porch) -> None:
    status, headers, body = await web.ask("HEAD /login")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == len(INDEX)
    assert (await web.ask("POST /login", body=b"x"))[0] == 405

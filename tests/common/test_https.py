"""`https://` addresses are verified; plain HTTP leaves the machine only where that is allowed."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.common import targets
from backend.common.client import SocketClient
from backend.common.settings import Settings, SettingsError, load_settings
from backend.common.transport import ServiceAway, SocketTransport

TOKEN = "a-token-that-nobody-may-see-in-an-error"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "node")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(minutes=1))
        .not_valid_after(now + datetime.timedelta(minutes=10))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "node.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@asynccontextmanager
async def node(file: Path) -> AsyncIterator[int]:
    """A server behind TLS; its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def ask(url: str, ca_file: str) -> str:
    settings = Settings(data_node_url=url, ca_file=ca_file, use_sockets=False)
    async with SocketClient(TOKEN, transport=SocketTransport(settings=settings)) as client:
        return (await client.get("data_node", "/health", timeout=5)).text


async def test_who_has_a_certificate_of_our_authority_is_called(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    async with node(file) as port:
        assert await ask(f"https://127.0.0.1:{port}", str(file)) == "hello"


async def test_strangers_are_not_and_the_error_says_who_where_and_why(tmp_path: Path) -> None:
    async with node(certificate(tmp_path)) as port:
        url = f"https://127.0.0.1:{port}"
        started = asyncio.get_running_loop().time()
        with pytest.raises(ServiceAway) as caught:
            await ask(url, "")
        assert asyncio.get_running_loop().time() - started < 2, "another try would end as this one"
        said = str(caught.value)
        assert "Data Node" in said
        assert url in said
        assert "certificate" in said
        assert TOKEN not in said + repr(caught.value) + str(caught.value.problem())


async def test_another_name_than_the_certificates_is_a_stranger(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    async with node(file) as port:
        with pytest.raises(ServiceAway, match="localhost"):
            await ask(f"https://localhost:{port}", str(file))


async def test_a_copy_that_is_frozen_takes_connections_and_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "PROBE_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as frozen:  # its kernel accepts, and nobody reads
        address = f"https://127.0.0.1:{frozen.getsockname()[1]}"
        assert await targets.takes_connections(address)
        assert not await targets.answers(address)
    monkeypatch.setattr(targets, "PROBE_TIMEOUT", 5)
    async with node(certificate(tmp_path)) as port:
        assert await targets.answers(f"https://127.0.0.1:{port}")


async def test_no_error_shows_the_token() -> None:
    url = "http://127.0.0.1:9"
    settings = Settings(data_node_url=url, use_sockets=False)
    async with SocketClient(TOKEN, transport=SocketTransport(settings=settings)) as client:
        with pytest.raises(ServiceAway) as caught:
            await client.get("data_node", "/courses", timeout=0.1)
    assert all(part in str(caught.value) for part in ("Data Node", url, "refused"))
    assert TOKEN not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8001", "http://localhost", "https://10.0.0.5", "unix:///run/data_node.sock"],
)
def test_production_calls_what_stays_here_or_is_encrypted(url: str) -> None:
    assert load_settings({"APP_ENV": "production", "DATA_NODE_URL": url}).data_node_url == url


def test_production_calls_plain_http_elsewhere_only_where_that_is_allowed() -> None:
    variables = {"APP_ENV": "production", "DATA_NODE_URL": "https://10.0.0.5,http://10.0.0.6:8001"}
    with pytest.raises(
        SettingsError, match=r"DATA_NODE_URL: 'http://10\.0\.0\.6:8001'.*ALLOW_PLAIN"
    ):
        load_settings(variables)
    assert load_settings({**variables, "ALLOW_PLAIN_HTTP": "true"}).allow_plain_http
    assert load_settings({**variables, "APP_ENV": "development"}).development

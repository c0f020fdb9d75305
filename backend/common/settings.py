"""Settings: the environment, over the checkout's `.env`, over the defaults, read once and checked.

`.env.example` lists every variable with its meaning; a test keeps the two in step.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from dotenv import dotenv_values
from dotenv.parser import parse_stream

from backend.common.services import SERVICES, Service, service_named

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SHORTEST_IDLE, LONGEST_IDLE = 15, 1440  # minutes; a page in use renews its session every ten
DEVELOPMENT_USERNAME = "admin"
DEVELOPMENT_PASSWORD = "admin123"  # noqa: S105 - documented, and refused in production


class SettingsError(Exception):
    """Variables have values that cannot be used.

    Args:
        reasons: one each, which names the variable and what is expected.
    """

    def __init__(self, *reasons: str) -> None:
        listed = "".join(f"\n  - {reason}" for reason in reasons)
        super().__init__(listed if len(reasons) > 1 else reasons[0])
        self.reasons = reasons


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be configured; field names are the variables in lower case."""

    app_env: Literal["development", "production"] = "development"
    use_sockets: bool | None = None
    socket_dir: str = "/tmp/course-selection-sockets"  # noqa: S108 - made 0700, ownership checked
    data_node_url: str = ""
    auth_node_url: str = ""
    teacher_node_url: str = ""
    student_node_url: str = ""
    queue_node_url: str = ""
    host: str = "127.0.0.1"
    data_node_port: int = 8001
    auth_node_port: int = 8002
    teacher_node_port: int = 8003
    student_node_port: int = 8004
    queue_node_port: int = 8005
    gateway_port: int = 8000
    allow_plain_http: bool = False
    public_url: str = ""
    ca_file: str = ""
    data_dir: str = "./data"
    token_signing_key_file: str = ""
    secrets_key_file: str = ""
    data_database_url: str = ""
    auth_database_url: str = ""
    queue_database_url: str = ""
    internal_token: str = ""
    admin_username: str = ""
    admin_password: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_client_secret_file: str = ""
    oidc_name: str = ""
    oidc_username_claim: str = ""
    oidc_required_acr: str = ""
    oidc_required_amr: str = ""
    staff_idle_minutes: int = 60
    student_idle_minutes: int = 240
    campus_time_zone: str = "UTC"
    otel_exporter_otlp_endpoint: str = ""
    otel_traces_sampler_arg: float = 1.0

    @property
    def campus_zone(self) -> tzinfo:
        """The time zone in which days begin on campus, and in which classes meet.

        Raises:
            SettingsError: nobody on this machine knows a zone of this name.
        """
        if self.campus_time_zone == "UTC":
            return UTC  # also where the machine knows no zones
        try:
            return ZoneInfo(self.campus_time_zone)
        except (KeyError, ValueError, OSError):
            raise SettingsError(
                f"CAMPUS_TIME_ZONE: {self.campus_time_zone!r} is no time zone this machine knows;"
                " use a name such as Europe/Berlin (the system's package tzdata has them)"
            ) from None

    @property
    def public_origin(self) -> str:
        """Where browsers see the pages; "" where production was not told.

        In development the pages are at localhost, which browsers trust without https.
        """
        if self.public_url:
            return _origin(self.public_url)
        return f"http://localhost:{self.gateway_port}" if self.development else ""

    @property
    def development(self) -> bool:
        """Whether this is a development installation."""
        return self.app_env == "development"

    @property
    def sockets_on(self) -> bool:
        """Whether nodes serve and prefer Unix sockets; by default in development only."""
        return self.development if self.use_sockets is None else self.use_sockets

    @property
    def data_path(self) -> Path:
        """DATA_DIR as a path; a relative one starts at the checkout, wherever the process runs."""
        return CHECKOUT / Path(self.data_dir).expanduser()

    def socket_path(self, service: str) -> Path:
        """Where the socket of `service` stands when it is served."""
        return Path(self.socket_dir) / f"{service_named(service).name}.sock"

    def port(self, service: str) -> int:
        """The HTTP port of `service`."""
        value: int = getattr(self, service_named(service).port_variable.lower())
        return value

    def urls(self, service: str) -> tuple[str, ...]:
        """Configured addresses of `service`, else its default on the loopback."""
        known: Service = service_named(service)
        configured: str = getattr(self, known.url_variable.lower(), "")
        urls = tuple(url.strip().rstrip("/") for url in configured.split(",") if url.strip())
        return urls or (f"http://127.0.0.1:{self.port(service)}",)

    def database_url(self, name: str) -> str:
        """The URL of database `name` (data, auth, queue); a SQLite file in DATA_DIR by default."""
        configured: str = getattr(self, f"{name}_database_url")
        return configured or f"sqlite:///{self.data_path / name}.db"


VARIABLES = tuple(field.upper() for field in Settings.__struct_fields__)


def load_settings(environ: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Settings from `environ`, with what it leaves out taken from the file `dotenv`.

    An empty value counts as not set.

    Raises:
        SettingsError: as `read_settings` has it; all reasons at once.
    """
    settings, reasons = read_settings(environ, dotenv)
    if reasons:
        raise SettingsError(*reasons)
    return settings


def read_settings(
    environ: Mapping[str, str], dotenv: Path | None = None
) -> tuple[Settings, list[str]]:
    """As `load_settings`, with what is wrong, for which the defaults stand.

    The file is damaged, a value has the wrong form or is out of range, an address a scheme nobody
    speaks, or plain HTTP would leave the machine in production without ALLOW_PLAIN_HTTP, nobody
    knows the time zone, traces cannot be told so, or pages cannot be where they are said to be.
    """
    from_file: Mapping[str, str | None] = {}
    reasons: list[str] = []
    if dotenv is not None and dotenv.is_file():
        from_file, reasons = _read_file(dotenv)
    merged = {**from_file, **environ}
    given = {
        name.lower(): value.strip()
        for name in VARIABLES
        if (value := merged.get(name)) is not None and value.strip()
    }
    for field in ("use_sockets", "allow_plain_http", "app_env"):
        if field in given:
            given[field] = given[field].lower()
    reasons += [wrong for field in list(given) if (wrong := _leave_out_if_wrong(given, field))]
    settings = msgspec.convert(given, Settings, strict=False)
    for service in SERVICES:
        reasons += _wrong_urls(service, settings)
    try:
        _ = settings.campus_zone
    except SettingsError as error:
        reasons += error.reasons
    for wrong_values in (_wrong_idle_ends, _wrong_traces, _wrong_public_url):
        reasons += wrong_values(settings)
    return settings, reasons


def _read_file(path: Path) -> tuple[Mapping[str, str | None], list[str]]:
    """Variables and their values, and which lines say nothing that can be understood."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return {}, [f"{path}: it cannot be read ({error.strerror})"]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return {}, [f"{path}, line {line}: it is no UTF-8 text"]
    wrong = [
        f"{path}, line {each.original.line}: use NAME=value, with quotes around both ends or none"
        for each in parse_stream(StringIO(text))
        if each.error or (each.key is not None and (each.value is None or "\0" in each.key))
    ]
    return dotenv_values(stream=StringIO(text)), wrong


def _leave_out_if_wrong(given: dict[str, str], field: str) -> str:
    try:
        msgspec.convert({field: given[field]}, Settings, strict=False)
    except msgspec.ValidationError as error:
        del given[field]
        return f"{field.upper()}: {str(error).partition(' - at `$.')[0]}"
    return ""


def _wrong_idle_ends(settings: Settings) -> Iterator[str]:
    for name in ("staff_idle_minutes", "student_idle_minutes"):
        minutes = getattr(settings, name)
        if minutes != 0 and not SHORTEST_IDLE <= minutes <= LONGEST_IDLE:
            yield (
                f"{name.upper()}: {minutes} is out of range;"
                f" use {SHORTEST_IDLE} to {LONGEST_IDLE}, or 0 for never"
            )


def _wrong_traces(settings: Settings) -> Iterator[str]:
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint and not endpoint.startswith(("http://", "https://")):
        yield (
            f"OTEL_EXPORTER_OTLP_ENDPOINT: {endpoint!r} is no address;"
            " use http://host:4318 or https://host"
        )
    if not 0 <= settings.otel_traces_sampler_arg <= 1:
        yield "OTEL_TRACES_SAMPLER_ARG: a share of all traces, from 0 to 1"


def _wrong_public_url(settings: Settings) -> Iterator[str]:
    url = settings.public_url
    if not url:
        return
    if not _is_origin(url):
        yield f"PUBLIC_URL: {url!r} is no address of pages; use https://host or https://host:port"
    elif not (settings.development or settings.allow_plain_http or _is_private(url)):
        yield (
            f"PUBLIC_URL: {url!r} would be read over plain HTTP; use https://, or set"
            " ALLOW_PLAIN_HTTP=true on a private network"
        )


def _is_origin(url: str) -> bool:
    """Whether `url` names scheme, host and port and nothing else."""
    try:
        parts = urlsplit(url)
        bare = f"{parts.scheme}://{parts.netloc}"
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    known = url.isascii() and parts.scheme in DEFAULT_PORTS
    whole = known and bool(host) and not host.endswith(".") and "@" not in parts.netloc
    return whole and url.rstrip("/").lower() == bare.lower()


def _origin(url: str) -> str:
    """`url` as a browser names it: in lower case, without the port that goes without saying."""
    bare = url.rstrip("/").lower()
    if not _is_origin(url):
        return bare
    parts = urlsplit(bare)
    return bare.removesuffix(":" if parts.port is None else DEFAULT_PORTS[parts.scheme])


def _wrong_urls(service: Service, settings: Settings) -> Iterator[str]:
    for url in settings.urls(service.name):
        if not url.startswith(("http://", "https://", "unix:///")):
            yield (
                f"{service.url_variable}: {url!r} is no address;"
                " use http://host:port, https://host or unix:///path/node.sock"
            )
        elif not (settings.development or settings.allow_plain_http or _is_private(url)):
            yield (
                f"{service.url_variable}: {url!r} would be called over plain HTTP; use https://,"
                " or set ALLOW_PLAIN_HTTP=true on a private network"
            )


def _is_private(url: str) -> bool:
    """Whether what is sent to `url` stays on this machine or is encrypted."""
    return not url.startswith("http://") or urlsplit(url).hostname in LOOPBACK


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return load_settings(os.environ, CHECKOUT / ".env")

"""Several copies of every service on one PostgreSQL server, with nginx in front."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from backend.common.services import GATEWAY, NODES, SERVICES, Service
from tests.faults.supervised import until
from tests.postgres import Server
from tests.system.installation import ADMIN, ADMIN_PASSWORD, CHECKOUT, Installation, free_port

COPIES = 3
DURABLE: tuple[str, ...] = ()  # PostgreSQL as it comes: what it has committed is on disk
DATABASES = ("data", "auth", "queue")
LEADER = (
    "select application_name from pg_locks join pg_stat_activity using (pid)"
    " where locktype = 'advisory' and granted and application_name like '%leads'"
)
WRITER = (
    "select application_name from pg_locks join pg_stat_activity using (pid)"
    " where locktype = 'advisory' and objid = 7001 and granted"
    " and database = (select oid from pg_database where datname = current_database())"
)
IN_THE_MIDDLE = f"{WRITER} and wait_event_type = 'Lock'"
DECISIONS = "lock table outcomes in exclusive mode"
NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream course_selection {{ {servers} keepalive 256; }}
  server {{
    listen 127.0.0.1:{port};
    client_max_body_size 64m; client_body_buffer_size 1m;
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_buffering off; proxy_read_timeout 1h;
    location / {{ proxy_pass http://course_selection; }}
  }}
}}
"""


class Copies(Installation):
    """`COPIES` processes of each service.

    Args:
        server: their database server; by default one of their own.

    Attributes:
        running: each service's processes.
    """

    def __init__(self, server: Server | None = None) -> None:
        super().__init__()
        self.server = server or Server(DURABLE)
        self.own_ports = {
            service.name: [free_port() for _ in range(COPIES)] for service in SERVICES
        }
        self.running: dict[str, list[subprocess.Popen[bytes]]] = {}
        self._nginx: subprocess.Popen[bytes] | None = None
        self.environment["USE_SOCKETS"] = "false"
        for node in NODES:
            urls = [f"http://127.0.0.1:{port}" for port in self.own_ports[node.name]]
            self.environment[f"{node.name.upper()}_URL"] = ",".join(urls)

    def start_all(self) -> None:
        """Start everything and wait until it answers through nginx."""
        self.server.start()
        for name in DATABASES:
            self.environment[f"{name.upper()}_DATABASE_URL"] = self.server.create(name)
        for service in SERVICES:
            self.running[service.name] = [
                self._start(service, port) for port in self.own_ports[service.name]
            ]
        servers = " ".join(
            f"server 127.0.0.1:{port} max_fails=0;" for port in self.own_ports[GATEWAY.name]
        )
        conf = self.folder / "nginx.conf"
        port = self.ports[GATEWAY.name]
        conf.write_text(NGINX.format(folder=self.folder, servers=servers, port=port))
        self._nginx = subprocess.Popen(
            ["nginx", "-c", conf, "-p", self.folder], stdin=subprocess.DEVNULL
        )
        until(self.all_well)

    def kill(self, service: str, process: subprocess.Popen[bytes]) -> None:
        """Kill one copy; it does not come back."""
        process.send_signal(signal.SIGKILL)
        process.wait()
        at = self.running[service].index(process)
        del self.running[service][at], self.own_ports[service][at]

    def start_ended(self) -> None:
        """Start those copies again that have ended; it does not wait until they are well."""
        for service in SERVICES:
            running = self.running[service.name]
            for at, port in enumerate(self.own_ports[service.name]):
                if running[at].poll() is not None:
                    running[at] = self._start(service, port)

    def leader(self) -> subprocess.Popen[bytes]:
        """The copy of the queue node that hands the line on."""
        pid = self.leading()
        return next(process for process in self.running["queue_node"] if process.pid == pid)

    def leading(self) -> int:
        """Its process; 0 while none does."""
        return self._process_of(LEADER, "queue")

    def writing(self) -> int:
        """The process of the data node that has the lock of the one writer; 0 while none has."""
        return self._process_of(WRITER, "data")

    def _process_of(self, session: str, database: str) -> int:
        told = self.server.sql(session, database).split()
        return int(told[2]) if told else 0

    @contextmanager
    def a_frozen_writer(self) -> Iterator[subprocess.Popen[bytes]]:
        """A copy of the data node that is frozen while it decides, with the lock of the writer."""
        with self.server.holding(DECISIONS, "data"):  # so that none gets past it
            until(lambda: self._process_of(IN_THE_MIDDLE, "data"))
            pid = self.writing()
            frozen = next(process for process in self.running["data_node"] if process.pid == pid)
            frozen.send_signal(signal.SIGSTOP)
        try:
            yield frozen
        finally:
            frozen.send_signal(signal.SIGCONT)

    def decided(self) -> int:
        """How many requests have an outcome."""
        return int(self.server.sql("select count(*) from outcomes", "data"))

    def logs_in(self) -> bool:
        """Whether the administrator gets in through the front door."""
        body = json.dumps({"username": ADMIN, "password": ADMIN_PASSWORD})
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[GATEWAY.name], timeout=5)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", "/api/auth/login", body, headers)
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def close(self) -> None:
        """End all of it and leave nothing behind."""
        processes = [process for copies in self.running.values() for process in copies]
        for process in processes + ([self._nginx] if self._nginx else []):
            process.kill()
            process.wait()
        self.server.close()
        super().close()

    def all_well(self, *, but: Sequence[subprocess.Popen[bytes]] = ()) -> bool:
        """Whether every copy that runs says so, except for some."""
        return all(
            process in but or _is_well(port)
            for service, processes in self.running.items()
            for process, port in zip(processes, self.own_ports[service], strict=True)
        )

    def _start(self, service: Service, port: int) -> subprocess.Popen[bytes]:
        environment = {**self.environment, service.port_variable: str(port)}
        with (self.folder / f"{service.name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", service.module],
                cwd=CHECKOUT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _is_well(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        answer = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return bool(answer["status"] == "ok")

"""The services of the house: one row each, the only place that names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """One process of the system.

    Attributes:
        name: the name callers use (`"data_node"`), also the stem of its socket file.
        title: how people read it (`"Data Node"`).
        port: its default port over HTTP.
        has_socket: whether it serves a Unix socket when sockets are on.
    """

    name: str
    title: str
    port: int
    has_socket: bool = True

    @property
    def module(self) -> str:
        """The module `python -m` runs."""
        return f"backend.{self.name}.main"

    @property
    def url_variable(self) -> str:
        """The environment variable with this service's address."""
        return f"{self.name.upper()}_URL"

    @property
    def port_variable(self) -> str:
        """The environment variable with this service's port."""
        return f"{self.name.upper()}_PORT"


DATA = Service("data_node", "Data Node", 8001)
AUTH = Service("auth_node", "Auth Node", 8002)
TEACHER = Service("teacher_node", "Teacher Node", 8003)
STUDENT = Service("student_node", "Student Node", 8004)
QUEUE = Service("queue_node", "Queue Node", 8005)
GATEWAY = Service("gateway", "Gateway", 8000, has_socket=False)

NODES = (DATA, AUTH, TEACHER, STUDENT, QUEUE)
SERVICES = (*NODES, GATEWAY)
BY_NAME = {service.name: service for service in SERVICES}


def service_named(name: str) -> Service:
    """The service called `name`.

    Raises:
        ValueError: no such service; the message lists the names there are.
    """
    try:
        return BY_NAME[name]
    except KeyError:
        known = ", ".join(BY_NAME)
        raise ValueError(f"unknown service {name!r}; the services are {known}") from None

"""Students of a rehearsal that was left, who ask at the gateway one request at a time."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

from tests.system.installation import ADMIN, ADMIN_PASSWORD

WITHIN = 30.0  # seconds for an answer
MOST = 2000  # requests until one should have been refused


@dataclass(frozen=True)
class Asked:
    """A request and its answer."""

    token: str
    key: str
    status: int
    body: dict[str, Any]


class Crowd:
    """All students of `term` and its sections.

    Args:
        port: of the gateway.
        term: the code of a rehearsal's term.
        keys: how the keys of its requests begin.
    """

    def __init__(self, port: int, term: str, keys: str = "crowd") -> None:
        self.port = port
        login = {"username": ADMIN, "password": ADMIN_PASSWORD}
        staff = self.send("POST", "auth/login", "", login)[1]["access_token"]
        path = f"auth/rehearsals/{term}/tokens?offset=0&limit=500"
        self._tokens = [entry["token"] for entry in self.send("POST", path, staff)[1]["tokens"]]
        found = self.send("GET", f"student/catalogue?term={term}&limit=100", self._tokens[0])[1]
        self._sections = [entry["id"] for entry in found["items"]]
        self._keys = map(f"{keys}-{{}}".format, count())
        self._turns = cycle(self._tokens)
        self.accepted: list[Asked] = []

    def send(
        self, method: str, path: str, token: str, body: object = None, key: str = ""
    ) -> tuple[int, Any]:
        """Status and body of one answer, whatever it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        if key:
            headers["Idempotency-Key"] = key
        sent = None if body is None else json.dumps(body)
        connection.request(method, f"/api/{path}", sent, headers)
        answer = connection.getresponse()
        told = answer.status, json.loads(answer.read())
        connection.close()
        return told

    def ask(self, token: str, key: str) -> Asked:
        """One request, for the section that the key's number leads to."""
        section = self._sections[int(key.rpartition("-")[2]) % len(self._sections)]
        wish = {"action": "select", "section_id": section}
        asked = Asked(token, key, *self.send("POST", "student/selections", token, wish, key))
        if asked.status == 202:
            self.accepted.append(asked)
        return asked

    def ask_next(self) -> Asked:
        """A request of the next student in turn."""
        return self.ask(next(self._turns), next(self._keys))

    def looks(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Everybody with a section: its id, and the header that shows who looks."""
        for token, section in zip(self._tokens, cycle(self._sections), strict=False):
            yield section, {"Authorization": f"Bearer {token}"}

    def ask_until_refused(self) -> Asked:
        """The first request that is not accepted."""
        for _ in range(MOST):
            asked = self.ask_next()
            if asked.status != 202:
                return asked
        raise AssertionError(f"{MOST} requests were accepted")

    def undecided(self) -> list[Asked]:
        """Accepted requests that have no answer yet, or another number than they were told."""
        return [asked for asked in self.accepted if not self._is_decided(asked)]

    def decided(self) -> set[str]:
        """The ids of everybody's requests that have an answer."""
        found = set()
        for token in self._tokens:
            items = self.send("GET", "student/selections", token)[1]["items"]
            found |= {item["id"] for item in items if item["state"] in ("enrolled", "refused")}
        return found

    def _is_decided(self, asked: Asked) -> bool:
        path = f"student/selections/{asked.body['id']}"
        status, ticket = self.send("GET", path, asked.token)
        return (
            status == 200
            and ticket["number"] == asked.body["number"]
            and ticket["state"] in ("enrolled", "refused")
        )

    def reads(self) -> int:
        """The status of a look at the catalogue."""
        return self.send("GET", "student/catalogue?limit=1", self._tokens[0])[0]

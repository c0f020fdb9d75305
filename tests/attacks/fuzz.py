"""Every route of every node is asked with what its description allows, and with what it does not.

    make attack

An answer that the description does not know, above all one with 5xx, is printed, and the run ends
with 1. It takes some minutes; the seed makes it the same every time.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks

from tests.attacks.served import Served, served_campus
from tests.conftest import INTERNAL
from tests.nodes.odd_requests import NOT_ASKED, caller_of
from tests.nodes.permissions import TABLE

CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
)  # not `positive_data_acceptance`: no schema says all that a rule refuses
OF_CONTENT = {"negative_data_rejection"}
TOO_LARGE = 413
WITHIN = 30.0  # seconds for an answer


def faults(served: Served, node: str, operation: Any, examples: int) -> Iterator[str]:  # noqa: ANN401
    """What is wrong with the answers of one route, each kind once."""
    route = f"{operation.method.upper()} {operation.path}"
    headers = {
        "Authorization": f"Bearer {served.campus.tokens[caller_of(node, route)]}",
        "Internal-Token": INTERNAL,
    }
    address = served.address(node)
    found: dict[str, str] = {}
    wanted = [CHECKS.get_one(name) for name in CHECKED]
    described = [CHECKS.get_one(name) for name in CHECKED if name not in OF_CONTENT]
    for mode in schemathesis.GenerationMode:

        @seed(1)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:  # noqa: ANN401
            answer = case.call(base_url=address, headers=headers, timeout=WITHIN)
            if answer.status_code == 503:  # a machine that is busy with more than this; ask again
                answer = case.call(base_url=address, headers=headers, timeout=WITHIN)
            unread = answer.status_code == TOO_LARGE  # right or wrong, nobody looked
            try:
                case.validate_response(answer, checks=described if unread else wanted)
            except BaseExceptionGroup as group:
                kinds = ", ".join(type(one).__name__ for one in group.exceptions)
                found.setdefault(
                    f"{kinds} {answer.status_code}", f"{case.formatted_path} {case.body!r:.300}"
                )

        try:
            ask()
        except Unsatisfiable:
            continue  # nothing can be wrong with what takes nothing
    for what, example in found.items():
        yield f"{node} {route}: {what}\n    {example}"


def main() -> int:
    """The exit code."""
    given_ = argparse.ArgumentParser(description=__doc__)
    given_.add_argument("--examples", type=int, default=50, help="right and wrong ones a route")
    given_.add_argument("--node", default="", help="only this one")
    wanted = given_.parse_args()
    load_all_checks()
    wrong = 0
    with served_campus() as served:
        for node in [wanted.node] if wanted.node else TABLE:
            app: Any = served.campus.house.applications[node]
            for result in schemathesis.openapi.from_dict(app.openapi()).get_all_operations():
                operation = result.ok()
                if f"{operation.method.upper()} {operation.path}" not in NOT_ASKED:
                    for fault in faults(served, node, operation, wanted.examples):
                        wrong += 1
                        print(fault, flush=True)  # noqa: T201
            print(f"{node}: asked", flush=True)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

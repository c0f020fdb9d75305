"""The steps of a selection at which a process can be killed: one table, and no switch anywhere.

Who is at a step is known from outside: by the function that is called there. `stepped` puts itself
around these functions when it starts a node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Where = Literal["before", "after", "later", "uncommitted", "committed", "forgotten"]
"""When: before the call; after it, with its result in hand; a moment after it, when its answer has
gone out; in the transaction, with everything done but the commit; right after the commit; or, what
no sound process comes to, after the answer to what was never committed."""


@dataclass(frozen=True, slots=True)
class Step:
    """A moment in the life of a process.

    Attributes:
        name: in words.
        service: whose process.
        function: `module:name`, or `module:Class.name`.
        about: of a transaction: the kind of thing it has to be about.
    """

    name: str
    service: str
    function: str
    where: Where
    about: str = ""

    def __str__(self) -> str:
        return f"{self.service}: {self.name}"


_WRITE = "backend.queue_node.acceptor:write_down"
_SUBMIT = "backend.queue_node.api:submit"
_HAND_OVER = "backend.queue_node.worker:Worker._hand_over"
_DECIDE = "backend.data_node.decisions:_decide_for"
_DECIDED = "backend.data_node.api:decide"
_COURIER = "backend.student_node.courier:Courier._carry"
_SELECT = "backend.student_node.submitting:select_together"
_CARRY = "backend.gateway.selections:Selections._carry"
_ANSWER = "backend.gateway.selections:Selections.answer"
_LOGIN = "backend.auth_node.login:_enter"
_LOGGED_IN = "backend.auth_node.storm:_log_in"
_ASK_DATA = "backend.auth_node.records:synthetic_students"
_FORWARD = "backend.teacher_node.forwarding:Forwarder.call"

STEPS: Final = (
    Step("an accept before its commit", "queue_node", _WRITE, "uncommitted", "Entry"),
    Step("an accept after its commit", "queue_node", _WRITE, "committed", "Entry"),
    Step("an accept before its answer", "queue_node", _SUBMIT, "after"),
    Step("an accept after its answer", "queue_node", _SUBMIT, "later"),
    Step("before a batch is handed on", "queue_node", _HAND_OVER, "before"),
    Step("after a batch was handed on", "queue_node", _HAND_OVER, "after"),
    Step("outcomes before their commit", "queue_node", _WRITE, "uncommitted", "Outcome"),
    Step("outcomes after their commit", "queue_node", _WRITE, "committed", "Outcome"),
    Step("before a batch is looked at", "data_node", _DECIDED, "before"),
    Step("a batch before its commit", "data_node", _DECIDE, "uncommitted"),
    Step("a batch after its commit", "data_node", _DECIDE, "committed"),
    Step("a batch before its answer", "data_node", _DECIDED, "after"),
    Step("a batch after its answer", "data_node", _DECIDED, "later"),
    Step("before submissions are forwarded", "student_node", _COURIER, "before"),
    Step("after submissions were forwarded", "student_node", _COURIER, "after"),
    Step("before the answer to a bundle", "student_node", _SELECT, "after"),
    Step("after the answer to a bundle", "student_node", _SELECT, "later"),
    Step("before a bundle is forwarded", "gateway", _CARRY, "before"),
    Step("after a bundle was forwarded", "gateway", _CARRY, "after"),
    Step("before the answer to a student", "gateway", _ANSWER, "after"),
    Step("after the answer to a student", "gateway", _ANSWER, "later"),
    Step("a login before its commit", "auth_node", _LOGIN, "uncommitted"),
    Step("a login after its commit", "auth_node", _LOGIN, "committed"),
    Step("a login after its answer", "auth_node", _LOGGED_IN, "later"),
    Step("before the data node is asked for students", "auth_node", _ASK_DATA, "before"),
    Step("after the data node was asked for students", "auth_node", _ASK_DATA, "after"),
    Step("before a request of staff is forwarded", "teacher_node", _FORWARD, "before"),
    Step("after a request of staff was forwarded", "teacher_node", _FORWARD, "after"),
)

FORGOTTEN: Final = Step("an accept without its commit", "queue_node", _WRITE, "forgotten", "Entry")

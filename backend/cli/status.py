"""`course-cli status`: which nodes are up."""

from __future__ import annotations

import click

from backend.cli.calls import connect
from backend.cli.output import Column, Form, advise, emit, emit_rows, examples, output_option, say
from backend.domain.refusals import Exit

COLUMNS = [
    Column("Node", "name"),
    Column("Title", "title"),
    Column("Status", "status"),
    Column("Address", "address"),
    Column("Reason", "reason"),
    Column("Visible", "visible"),
]
COLOURS = {"online": "green", "degraded": "yellow", "offline": "red"}


@click.command(epilog=examples("course-cli status", "until course-cli status; do sleep 1; done"))
@output_option
def status(form: Form) -> None:
    """Show which nodes are up.

    Online: it answers and is well. Degraded: it answers but is not ready, or is reached over HTTP
    although sockets are on; the reason goes to standard error. Offline: no answer. Exit code 0 if
    all are online, 1 if one is degraded, 6 if one is offline.
    """
    from backend.cli.health import look_at_nodes  # noqa: PLC0415 - quick start

    with connect(tolerant=True) as calls:
        nodes = calls.run(look_at_nodes(calls.wire))
    if form is not Form.TABLE:
        emit_rows(COLUMNS, [node._asdict() for node in nodes], form)
    else:
        emit("System Status:")
        for node in nodes:
            dot = click.style("●", fg=COLOURS[node.status])
            emit(f"  {dot} {node.title}: {click.style(node.status, fg=COLOURS[node.status])}")
    for node in nodes:
        if node.reason:
            say(f"{node.title}: {node.reason}")
    if not calls.server and all(node.status == "offline" for node in nodes):
        advise("./start_backend.sh")
    states = {node.status for node in nodes if node.visible}
    click.get_current_context().exit(_exit_code(states))


def _exit_code(states: set[str]) -> Exit:
    if "offline" in states:
        return Exit.AWAY
    return Exit.FAILED if "degraded" in states else Exit.OK

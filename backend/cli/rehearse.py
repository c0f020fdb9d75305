"""`course-cli rehearse`: a registration day with synthetic students, and the audit of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from backend.cli.calls import Calls, connect
from backend.cli.output import Column, Failure, Form, emit_one, examples, output_option, say
from backend.domain.refusals import Exit

if TYPE_CHECKING:
    from backend.cli.rehearse_demand import DemandReport
    from backend.cli.rehearse_figures import Result
    from backend.cli.rehearse_gateway import Gateway
    from backend.cli.rehearse_plan import Plan

Command = TypeVar("Command", bound=Callable[..., Any])

STUDENTS = 2000
SECTIONS = 20
SEATS = 30
REQUESTS = 3
IN_FLIGHT = 64
PATIENCE = 180.0  # seconds
MOST_STUDENTS = 200_000
MOST_SECTIONS = 10_000
MOST_SEATS = 1_000_000
MOST_REQUESTS = 500  # a student; the list of one's own requests is not endless
MOST_IN_FLIGHT = 1024
SEEDS = 2**32
REMOVED = (Column("Removed", "removed", wide=True),)


class Wanted(NamedTuple):
    """The options that say what to rehearse; None where one was not given."""

    students: int | None
    sections: int | None
    seats: int | None
    requests_per_student: int | None
    demand: Path | None
    round: str | None
    seed: int | None


def _count(name: str, least: int, most: int, usual: int, text: str) -> Callable[[Command], Command]:
    """An option without a default, so that one sees whether it was given."""
    number = click.IntRange(least, most)
    return click.option(name, type=number, metavar="N", show_default=str(usual), help=text)


@click.command(
    epilog=examples(
        "course-cli rehearse",
        "course-cli rehearse --students 2000 --sections 20 --seats 30 --requests-per-student 3",
        "course-cli rehearse --demand demand.csv --json",
        "course-cli rehearse --remove SCRATCH-k3x9ab",
    )
)
@_count("--students", 1, MOST_STUDENTS, STUDENTS, "Synthetic students.")
@_count("--sections", 1, MOST_SECTIONS, SECTIONS, "Sections, each a course of its own.")
@_count("--seats", 0, MOST_SEATS, SEATS, "Seats of each section.")
@_count(
    "--requests-per-student",
    1,
    MOST_REQUESTS,
    REQUESTS,
    "Different sections that each student asks for.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, MOST_IN_FLIGHT),
    default=IN_FLIGHT,
    show_default=True,
    metavar="N",
    help="Requests under way at once.",
)
@click.option(
    "--demand",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take sections, seats and demand from a registrar's report (CSV with code, class,"
    " vacancy, demand); a blank vacancy is unlimited. Students are a fifth of the requests unless"
    " --students says otherwise.",
)
@click.option(
    "--round",
    metavar="R",
    show_default="the first in the file",
    help="The report's round to take.",
)
@click.option(
    "--seed", type=click.IntRange(0, SEEDS - 1), metavar="N", help="Draw as an earlier rehearsal."
)
@click.option(
    "--patience",
    type=click.FloatRange(1, 3600),
    default=PATIENCE,
    show_default=True,
    metavar="SECONDS",
    help="How long a request is repeated while a node is away.",
)
@click.option("--keep", is_flag=True, help="Leave the scratch term for a look at it.")
@click.option("--remove", metavar="CODE", help="Only remove a scratch term that was left.")
@output_option
def rehearse(
    *,
    students: int | None,
    sections: int | None,
    seats: int | None,
    requests_per_student: int | None,
    concurrency: int,
    demand: Path | None,
    round: str | None,  # noqa: A002 - the option's name
    seed: int | None,
    patience: float,
    keep: bool,
    remove: str | None,
    form: Form,
) -> None:
    """Rehearse a registration day against the running system, and audit the result.

    Makes synthetic students in a scratch term, lets all of them select in one burst through the
    gateway, follows every request to its answer, and then checks rosters and ticket log: no
    section oversold, no request lost, nobody enrolled twice or in two places at once, nobody
    served before somebody who came earlier. What is away or busy is asked again with the same key.
    Real terms and students are not touched, and the scratch term is removed in the end.

    Times: a request is accepted when its sender has the answer, counted from when it was first
    sent; its decision is counted from the acceptance by the servers' clock. Decided per second is
    over the time from the first submission to the last decision.

    Exit code 0 if every request was accepted and decided and the audit found nothing, else 1.
    """
    with connect() as calls:
        if remove is not None:
            _remove(calls, remove, patience, form)
            return
        wanted = Wanted(students, sections, seats, requests_per_student, demand, round, seed)
        report = _report(wanted)
        plan = _plan(wanted, report)
        passed = _rehearse(calls, plan, report, concurrency, patience, keep=keep, form=form)
    click.get_current_context().exit(Exit.OK if passed else Exit.FAILED)


def _report(wanted: Wanted) -> DemandReport | None:
    from backend.cli.rehearse_demand import DemandFault, read_demand  # noqa: PLC0415

    if wanted.demand is None:
        if wanted.round is not None:
            raise click.UsageError("--round belongs to --demand")
        return None
    for name in ("sections", "seats", "requests_per_student"):
        if getattr(wanted, name) is not None:
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} comes from the demand file")
    try:
        return read_demand(wanted.demand.read_bytes(), wanted.round)
    except DemandFault as fault:
        raise Failure(
            f"{wanted.demand} cannot be used; nothing was made",
            exit_code=Exit.USAGE,
            places=fault.places,
        ) from None


def _plan(wanted: Wanted, report: DemandReport | None) -> Plan:
    from backend.cli.rehearse_plan import demand_plan, even_plan  # noqa: PLC0415 - quick start

    seed = secrets.randbelow(SEEDS) if wanted.seed is None else wanted.seed
    if report is not None:
        try:
            return demand_plan(report, wanted.students, seed)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    sections = SECTIONS if wanted.sections is None else wanted.sections
    requests = min(REQUESTS, sections)
    if wanted.requests_per_student is not None:
        requests = wanted.requests_per_student
    if requests > sections:
        raise click.UsageError(f"{requests} requests a student need {requests} sections")
    return even_plan(
        STUDENTS if wanted.students is None else wanted.students,
        sections,
        SEATS if wanted.seats is None else wanted.seats,
        requests,
        seed,
    )


def _rehearse(
    calls: Calls,
    plan: Plan,
    report: DemandReport | None,
    in_flight: int,
    patience: float,
    *,
    keep: bool,
    form: Form,
) -> bool:
    """Whether the rehearsal passed; its report is printed."""
    from dataclasses import replace  # noqa: PLC0415 - quick start

    from backend.cli import rehearse_run  # noqa: PLC0415 - quick start
    from backend.cli.rehearse_display import display, print_result  # noqa: PLC0415 - quick start
    from backend.cli.rehearse_loop import with_gateway  # noqa: PLC0415 - quick start

    with display(len(plan.requests), quiet=form is Form.JSON) as watch:

        async def run(gateway: Gateway) -> Result:
            return await rehearse_run.rehearse(gateway, plan, in_flight, watch, keep=keep)

        result = replace(with_gateway(calls, patience, run), report=report)
    print_result(result, form)
    return result.passed


def _remove(calls: Calls, code: str, patience: float, form: Form) -> None:
    from backend.cli import rehearse_run  # noqa: PLC0415 - quick start
    from backend.cli.rehearse_loop import with_gateway  # noqa: PLC0415 - quick start

    async def run(gateway: Gateway) -> None:
        await rehearse_run.remove(gateway, code)

    with_gateway(calls, patience, run)
    say(f"{code} is removed.")
    emit_one(REMOVED, {"removed": code}, form)

"""What commands print as JSON: what services answer, narrowed to what a command can print."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.auth_node.audit import Action
from backend.auth_node.audit_models import AuditRow
from backend.auth_node.models import Role
from backend.auth_node.oidc_models import ProviderLink
from backend.auth_node.options import Options
from backend.auth_node.passkeys_models import PasskeyRow
from backend.cli.backup_set import Manifest, StoredFile
from backend.cli.export import ENROLMENTS, ROSTERS
from backend.cli.findings import Severity
from backend.common.assignment import AssignmentReport
from backend.common.credit_rules import BelowMinimum, CreditRules
from backend.common.history import HistoryReport, TakenCourse
from backend.common.holds import HoldView
from backend.common.models import (
    CourseView,
    ImportNote,
    ImportReport,
    RosterEntry,
    RosterPlace,
    SectionView,
    TermView,
)
from backend.common.permits import PermitView
from backend.common.proof import LogHead
from backend.common.receipts import Receipt
from backend.common.reports import FairnessReport
from backend.common.requirements import CourseRequirements, SavedRequirements
from backend.common.rounds import DrawnRequest, NamedStudent, RoundView
from backend.common.selection import LineState
from backend.common.terms import DecidedByHand, DecisionRow, EnrolmentRow, TermDetail
from backend.domain.audit import Audit
from backend.domain.rounds import Phase
from tests.docs.printed_people import (
    ID,
    Amount,
    Count,
    Deleted,
    ListedCode,
    Login,
    Me,
    Moment,
    NewCode,
    NewPassword,
    NewResetCode,
    NewStaff,
    NewStudent,
    Password,
    Person,
    Secret,
    Tagged,
)


class Happened(AuditRow):
    """An entry of the audit log."""

    id: ID
    at: Moment
    action: Action
    actor_role: Role | Literal[""]


class Imported(msgspec.Struct):
    """What became of a row of an import."""

    line: ID
    username: str
    name: str
    email: str
    status: Literal["planned", "created", "updated", "exists", "refused", "unknown"]
    reason: str
    password: str
    activation_code: str


class Note(ImportNote, kw_only=True):
    """What an import interpreted or left out."""

    count: ID
    lines: list[ID]


class Catalogue(ImportReport, kw_only=True):
    """What an import of a catalogue prints."""

    meetings: Count
    seats: Count
    notes: list[Note]  # type: ignore[assignment]


class PrintedRound(RoundView, kw_only=True):
    """A round and whether it is open."""

    state: Phase


class PrintedRequest(DrawnRequest, kw_only=True):
    """A request of a draw and its lot, "" where none is drawn."""

    lot: str


class Verified(msgspec.Struct):
    """What drawing a round again found."""

    round: str
    requests: Count
    seed_hash: str | None
    wrong_seeds: Count
    wrong_places: Count
    order_inversions: Count
    wrong_results: Count


class GivenSeat(msgspec.Struct):
    """What became of an enrolment of a bundle."""

    username: str
    term: str
    section: str
    status: Literal["enrolled", "exists", "refused"]
    reason: str


class ImportedBundle(msgspec.Struct):
    """What `import oneroster` prints."""

    people: list[Imported]
    terms: list[Catalogue]
    seats: list[GivenSeat]


class Context(msgspec.Struct):
    """A login, without anything secret."""

    context: Annotated[str, Meta(min_length=1)]
    current: bool
    server: Annotated[str, Meta(pattern="^(https?://[^/]+.*)?$")]
    username: str
    role: Role
    until: Moment
    over: bool


class Node(msgspec.Struct):
    """How a node is."""

    name: Annotated[str, Meta(pattern="^[a-z]+_node$")]
    title: str
    status: Literal["online", "degraded", "offline"]
    address: Annotated[str, Meta(pattern="^(unix|https?)://")]
    reason: str
    visible: bool


class Times(msgspec.Struct):
    """Milliseconds that half, and 99 %, stayed within; null without any."""

    p50: Amount | None
    p99: Amount | None


class Comparison(msgspec.Struct):
    """A rehearsal beside a registrar's report."""

    round: str
    requests: Count
    seats_filled: Count
    section_full: Count
    quota_exceeded: Count | None
    note: str


Findings = msgspec.defstruct("Findings", [(field.name, Count) for field in fields(Audit)])


class Rehearsal(Findings, kw_only=True):  # type: ignore[misc, valid-type, call-arg]
    """What `rehearse` prints."""

    term: Annotated[str, Meta(pattern="^SCRATCH-")]
    kept: bool
    passed: bool
    seed: Count
    students: ID
    sections: ID
    seats: Count | None
    concurrency: ID
    submitted: Count
    accepted: Count
    decided: Count
    enrolled: Count
    refused: Count
    accepted_per_s: Amount
    decided_per_s: Amount
    accept_ms: Times
    decision_ms: Times
    refusals: dict[str, ID]
    not_accepted: dict[str, ID]
    repeats: dict[str, ID]
    demand: Comparison | UnsetType = UNSET


class RemovedRehearsal(msgspec.Struct):
    """What `rehearse --remove` prints."""

    removed: Annotated[str, Meta(pattern="^SCRATCH-")]


class CourseWithSections(CourseView, kw_only=True):
    """What `course show` prints."""

    sections: list[SectionView]  # type: ignore[assignment]


class CopiedFile(StoredFile, frozen=True, kw_only=True):
    """A database in what `backup` prints, with its newest number."""

    newest: int


class Backup(Manifest, frozen=True, kw_only=True):
    """What `backup` prints."""

    folder: str
    databases: list[CopiedFile]  # type: ignore[assignment]


class Restored(msgspec.Struct):
    """What `restore` prints."""

    folder: str
    made_at: float
    data_dir: str
    kept: str


class MigratedTable(msgspec.Struct):
    """A table that `migrate` has copied and compared."""

    database: str
    table: str
    rows: int
    sha256: str


class Migrated(msgspec.Struct, rename={"folder": "from"}):
    """What `migrate` prints."""

    folder: str
    tables: list[MigratedTable]


class Invented(msgspec.Struct):
    """An account of the invented university, with what was shown once."""

    role: Role
    username: str
    name: str
    password: Password | None
    totp_secret: Secret | None


class Found(msgspec.Struct):
    """A finding of `check`."""

    severity: Severity
    subject: str
    finding: str
    cure: str


Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Difference(msgspec.Struct):
    """A finding of `verify`; entry 0 is the log as a whole."""

    code: str
    sequence: Count
    place: str
    message: str


class VerifiedLog(msgspec.Struct):
    """What `verify` prints: how much was decided again, and what did not agree."""

    entries: Count
    tickets: Count
    moves: Count
    outcomes: dict[str, ID]
    other_rules: list[ID]
    head: Hash
    found: Count
    findings: list[Difference]


class Head(LogHead, kw_only=True):
    """What `verify --head` prints."""

    sequence: Count
    hash: Hash


class CheckedReceipt(Receipt, frozen=True, kw_only=True):
    """What `verify --receipt` prints."""

    verdict: Literal["genuine", "wrong"]
    number: Count
    student_id: ID
    hash: Hash


def part_of(kind: type[msgspec.Struct], names: tuple[str, ...]) -> type[msgspec.Struct]:
    """`kind` with the fields `names` alone."""
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    return msgspec.defstruct("Part", [(name, types[name]) for name in names])


PRINTED: dict[str, tuple[Any, ...]] = {
    "user login": (Login,),
    "user whoami": (Me,),
    "user add-student": (NewStudent,),
    **dict.fromkeys(("user add-teacher", "user add-admin"), (NewStaff,)),
    "user list": (list[Person],),
    **dict.fromkeys(
        [f"user {verb}" for verb in ("show", "update", "disable", "enable")], (Person,)
    ),
    "user tag": (list[Tagged],),
    "user delete": (Deleted,),
    "user reset-2fa": (NewResetCode,),
    "user reset-password": (NewPassword,),
    "user link-provider": (ProviderLink,),
    "user passkeys": (list[PasskeyRow],),
    "code generate": (NewCode, list[NewCode]),
    "code list": (list[ListedCode],),
    **dict.fromkeys(("settings show", "settings set"), (Options,)),
    "audit list": (list[Happened],),
    **dict.fromkeys(("import csv", "import users"), (list[Imported],)),
    **dict.fromkeys(("import courses", "course import"), (Catalogue,)),
    "import oneroster": (ImportedBundle,),
    "context list": (list[Context],),
    "status": (list[Node],),
    "rehearse": (Rehearsal, RemovedRehearsal),
    "term list": (list[TermView],),
    **dict.fromkeys(
        [f"term {verb}" for verb in ("show", "create", "update", "open", "close")], (TermDetail,)
    ),
    "term delete": (TermDetail,),
    "user credits": (CreditRules,),
    "user below-minimum": (list[BelowMinimum],),
    "round list": (list[PrintedRound],),
    "round students": (list[NamedStudent],),
    "round draw": (list[PrintedRequest],),
    "round verify": (Verified,),
    "round report": (FairnessReport,),
    **dict.fromkeys(
        [f"round {verb}" for verb in ("show", "create", "update", "delete", "close", "decide")],
        (PrintedRound,),
    ),
    **dict.fromkeys(("hold list", "hold place"), (list[HoldView],)),
    "history import": (HistoryReport,),
    "history list": (list[TakenCourse],),
    "history delete": (list[TakenCourse],),
    "hold lift": (HoldView,),
    "section list": (list[SectionView],),
    **dict.fromkeys([f"section {verb}" for verb in ("show", "create", "update")], (SectionView,)),
    "section cancel": (SectionView,),
    **dict.fromkeys(["section crosslist", "section keep", "section link"], (SectionView,)),
    "section assign": (AssignmentReport,),
    "course list": (list[CourseView],),
    "course show": (CourseWithSections,),
    "course require": (SavedRequirements,),
    "course requirements": (list[CourseRequirements],),
    "roster show": (list[RosterEntry], list[RosterPlace]),
    "roster add": (DecidedByHand,),
    "roster remove": (DecidedByHand,),
    "permit list": (list[PermitView],),
    **dict.fromkeys(("permit grant", "permit revoke"), (PermitView,)),
    **dict.fromkeys([f"selection {verb}" for verb in ("state", "pause", "resume")], (LineState,)),
    "selection drain": (LineState,),
    "export users": (list[Person],),
    "export rosters": (list[part_of(EnrolmentRow, ROSTERS)],),  # type: ignore[misc]
    "export enrolments": (list[part_of(EnrolmentRow, ENROLMENTS)],),  # type: ignore[misc]
    "export decisions": (list[DecisionRow],),
    "verify": (VerifiedLog, Head, CheckedReceipt),
    "backup": (Backup,),
    "migrate": (Migrated,),
    "restore": (Restored,),
    "check": (list[Found],),
    "demo load": (list[Invented],),
    "demo remove": (list[Person],),
}
"""What a command prints with `--json`; several where it depends on its flags."""

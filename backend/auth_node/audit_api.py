"""The administrators' door to the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend.auth_node import audit, audit_models, own_examples
from backend.auth_node.audit import Action
from backend.auth_node.models import LONGEST_LINE
from backend.auth_node.office import AuthOffice
from backend.auth_node.users_api import ADMINISTRATOR, USUAL_PAGE
from backend.common.bodies import answer, documented
from backend.common.deps import Administrator, Limit, Offset
from backend.common.service import errors

router = APIRouter(tags=["audit log"])

Name = Annotated[str, Query(max_length=LONGEST_LINE)]
Moment = Annotated[float | None, Query(ge=0, le=1e11, description="Unix time in seconds.")]


@router.get(
    "/audit",
    summary="What happened to accounts, settings, terms, rounds, sections and permits",
    response_model=None,
    responses=errors(*ADMINISTRATOR, "invalid_fields"),
    openapi_extra=documented(gives=audit_models.AuditPage, example=own_examples.AUDIT_PAGE),
)
async def list_audit(  # noqa: PLR0917 - FastAPI names them
    _user: Administrator,
    office: AuthOffice,
    action: Annotated[list[Action] | None, Query(description="Only these.")] = None,
    actor: Name = "",
    target: Name = "",
    source: Name = "",
    since: Moment = None,
    until: Moment = None,
    limit: Limit = USUAL_PAGE,
    offset: Offset = 0,
) -> Response:
    """Newest first; nobody can change or remove an entry, not even with the database open.

    `actor` and `target` are whole user names, whatever the case, or the name of a term, round or
    section as an entry has it; `since` counts, `until` does not.
    """
    actions = tuple(each.value for each in action or ())
    wanted = audit.Wanted(actions, actor, target, source, since, until)
    found, total = await office.database.read(audit.page, wanted, limit, offset)
    rows = [
        audit_models.AuditRow(
            **{name: getattr(entry, name) for name in audit_models.AuditRow.__struct_fields__}
        )
        for entry in found
    ]
    return answer(audit_models.AuditPage(items=rows, total=total, limit=limit, offset=offset))

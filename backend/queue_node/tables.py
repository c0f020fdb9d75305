"""The tables of queue.db. Migrations make them; this module lets queries name them."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
"""Numbers given out in order: `ticket`."""

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("student_id", sa.Integer, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("section_id", sa.Integer, nullable=False),
    sa.Column("instead_of", sa.Integer),
    sa.Column("plan", sa.String),
    sa.Column("credits", sa.Integer),
    sa.Column("scratch_term", sa.Integer),
    sa.Column("accepted_at", sa.Float, nullable=False),
    sa.Column("wait", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("detail", sa.String),
    sa.Column("values", sa.String),
    sa.Column("decided_at", sa.Float),
    sa.Column("parts", sa.String),
    sa.UniqueConstraint("student_id", "key"),
)
"""Every accepted request; `number` is the order. What it ended as is copied from the data node.
`plan` and `parts` are JSON, for plans alone."""

_of_rehearsals = tickets.c.scratch_term.is_not(None)
sa.Index(
    "ix_tickets_scratch_term",
    tickets.c.scratch_term,
    sqlite_where=_of_rehearsals,
    postgresql_where=_of_rehearsals,
)
sa.Index(
    "ix_tickets_pending",
    tickets.c.number,
    sqlite_where=tickets.c.state == "pending",
    postgresql_where=tickets.c.state == "pending",
)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("until", sa.Float),
)
"""When nothing was decided, and who wanted that; `until` is NULL while it lasts."""

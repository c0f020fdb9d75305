"""The whole catalogue at one moment, for those who keep it in memory."""

from __future__ import annotations

import sqlalchemy as sa

from backend.common.models import Snapshot
from backend.data_node import feed, requirements, rounds, waiting
from backend.data_node.catalogue import Wanted, section_views, term_views


def take(connection: sa.Connection) -> Snapshot:
    """Terms, rounds, sections and waitlists, rehearsals included, and the newest change in them."""
    terms = term_views(connection)
    return Snapshot(
        number=feed.last_number(connection),
        terms=terms,
        sections=[
            view for term in terms for view in section_views(connection, Wanted(term=term.code))
        ],
        rounds=rounds.every(connection),
        requirements=requirements.every(connection),
        waitlists=waiting.every(connection),
    )

"""The tables of data.db. Migrations make them; this module lets queries name them."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
# Ids of terms, sections and people leave this node, so they are never given out twice.

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
"""Numbers given out in order: `feed` counts changes, `reference` those that copies of sections and
students must notice; `waitlist` gives places; `student` and `synthetic_student` are ids, apart, so
that a rehearsal leaves no gap in the ids of real students."""

terms = sa.Table(
    "terms",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("scratch", sa.Boolean, nullable=False),
    sa.Column("first_day", sa.Date),
    sa.Column("last_day", sa.Date),
    sa.Column("holidays", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("credit_minimum", sa.Integer),
    sa.CheckConstraint("state in ('open', 'closed')", name="term_state"),
    sqlite_autoincrement=True,
)
"""Days of a term mean what `domain.term_days` says; `holidays` is a list of ISO 8601 dates.
`credit_minimum` is hundredths of a credit that students keep."""

rounds = sa.Table(
    "rounds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("term_id", sa.ForeignKey("terms.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("opens_at", sa.Float, nullable=False),
    sa.Column("closes_at", sa.Float, nullable=False),
    sa.Column("actions", sa.JSON, nullable=False),
    sa.Column("groups", sa.JSON, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("credit_limit", sa.Integer),
    sa.Column("section_limit", sa.Integer),
    sa.Column("policy", sa.String, nullable=False, server_default="first_come"),
    sa.Column("priorities", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("early_seconds", sa.Float),
    sa.Column("seed", sa.String),
    sa.Column("drawn_at", sa.Float),
    sa.Column("below_minimum", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("earned_from", sa.Integer),
    sa.Column("earned_to", sa.Integer),
    sa.Column("named", sa.Integer, nullable=False, server_default="0"),
    sa.Column("end_told", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    sqlite_autoincrement=True,
)
"""When a term takes requests; the columns mean what `domain.rounds.Round` says. A term without a
row here takes them whenever it is open. `seed` is hexadecimal, and secret until `drawn_at`. `named`
counts the students whom it was made to name; a round that named some stays one for them alone.
`end_told`: those below their minimum at its end have their notices."""

round_students = sa.Table(
    "round_students",
    metadata,
    sa.Column("round_id", sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sqlite_with_rowid=False,
)
"""The students whom rounds name."""

staged = sa.Table(
    "staged",
    metadata,
    sa.Column("ticket_id", sa.String, primary_key=True),
    sa.Column(
        "round_id", sa.ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("rank", sa.Integer),
    sa.Column("place", sa.Integer),
    sqlite_with_rowid=False,
)
"""Requests that wait, or waited, for the draw of a round. `body` is the `Order`; `place` counts
from 1 in the order of the draw, and `rank` is that of the student's priority group then. One that
was cancelled before has neither."""

courses = sa.Table(
    "courses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("term_id", sa.ForeignKey("terms.id", ondelete="CASCADE"), nullable=False),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.UniqueConstraint("term_id", "code"),
    sqlite_autoincrement=True,
)
"""A course as it is offered in one term; its code links the offerings of several terms."""

pools = sa.Table(
    "pools",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("ceiling", sa.Integer, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.CheckConstraint("taken >= 0", name="pool_taken_not_negative"),
    sa.CheckConstraint("taken <= ceiling", name="pool_never_oversold"),
    sqlite_autoincrement=True,
)
"""Seats that the sections with its id as `pool_id` share, besides those each has."""

sections = sa.Table(
    "sections",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("term_id", sa.ForeignKey("terms.id", ondelete="CASCADE"), nullable=False),
    sa.Column(
        "course_id", sa.ForeignKey("courses.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("number", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("credits", sa.Integer, nullable=False),
    sa.Column("credits_max", sa.Integer, nullable=False),
    sa.Column("capacity", sa.Integer),
    sa.Column("ceiling", sa.Integer),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("teacher_id", sa.ForeignKey("teachers.id"), index=True),
    sa.Column("instructor", sa.String, nullable=False),
    sa.Column("location", sa.String, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tags", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("permitted", sa.Integer, nullable=False, server_default="0"),
    sa.Column("component", sa.String, nullable=False, server_default=""),
    sa.Column("link_label", sa.String, nullable=False, server_default=""),
    sa.Column("waitlist_limit", sa.Integer),
    sa.Column("pool_id", sa.Integer, index=True),
    sa.UniqueConstraint("term_id", "number"),
    sa.CheckConstraint("taken >= 0", name="taken_not_negative"),
    sa.CheckConstraint("taken <= ceiling", name="never_oversold"),
    sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),
    sa.CheckConstraint("state in ('open', 'closed', 'cancelled')", name="section_state"),
    sqlite_autoincrement=True,
)
"""A class one can have a seat in. Credits are hundredths; `credits` counts, `credits_max` tells the
upper end of a listed range. `capacity` and `ceiling` are NULL where seats are unlimited. `revision`
rises with every change by hand or import and of the term's days, so that calendars take it over.
`permitted` counts the seats that are held beyond the capacity, each by a permit.
`component` and `link_label` mean what `domain.links.Link` says; "" stands alone. `waitlist_limit`
is NULL where nobody waits or ever may; 0 takes nobody new."""

_linked = sections.c.component != ""
sa.Index(
    "ix_sections_linked",
    sections.c.course_id,
    sqlite_where=_linked,
    postgresql_where=_linked,
)
_limited = sections.c.waitlist_limit.is_not(None)
sa.Index(
    "ix_sections_waitlist_limit",
    sections.c.waitlist_limit,
    sqlite_where=_limited,
    postgresql_where=_limited,
)

reserves = sa.Table(
    "reserves",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("seats", sa.Integer, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("groups", sa.JSON, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.CheckConstraint("seats > 0", name="reserve_of_seats"),
    sa.CheckConstraint("taken >= 0", name="reserve_taken_not_negative"),
    sqlite_autoincrement=True,
)
"""Seats that are kept for some students; the columns mean what `domain.seats.Reserve` says. A row
goes when its time has come."""

meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("days", sa.String, nullable=False),
    sa.Column("start_minute", sa.Integer, nullable=False),
    sa.Column("end_minute", sa.Integer, nullable=False),
    sa.Column("weeks", sa.Integer, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("location", sa.String, nullable=False),
    sa.Column("instructor", sa.String, nullable=False),
)
"""When and where a section meets; the columns mean what `domain.timetable.Meeting` says."""

teachers = sa.Table(
    "teachers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("username", sa.String, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)

co_teachers = sa.Table(
    "co_teachers",
    metadata,
    sa.Column("section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("teacher_id", sa.ForeignKey("teachers.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Who looks after a section beside its teacher, with the same rights."""

students = sa.Table(
    "students",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("username", sa.String, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("group", sa.String, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("credit_limit", sa.Integer, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("scratch_term", sa.ForeignKey("terms.id", ondelete="CASCADE"), index=True),
    sa.Column("credit_minimum", sa.Integer),
)
"""Academic records; `scratch_term` is set for the synthetic students of a rehearsal. A
`credit_minimum` goes before that of a term."""

enrolments = sa.Table(
    "enrolments",
    metadata,
    sa.Column("student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("course_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("component", sa.String, primary_key=True, server_default=""),
    sa.Column(
        "section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("ticket_id", sa.String, nullable=False),
    sa.Column("enrolled_at", sa.Float, nullable=False),
    sa.Column("credits", sa.Integer),
    sa.Column("reserve_id", sa.Integer),
    sqlite_with_rowid=False,
)
"""Seats held now, one a student, course and component; history is in `outcomes`. Course and
component are the section's and go with it. `credits` are hundredths that the student chose of a
range; NULL counts what the section says. `reserve_id` is of those seats that count under a
reserve."""

held_in_an_own_way = enrolments.c.credits.is_not(None) | enrolments.c.reserve_id.is_not(None)
"""Seats of which a decision has to know more than that they are held."""
sa.Index(
    "ix_enrolments_own_way",
    enrolments.c.student_id,
    sqlite_where=held_in_an_own_way,
    postgresql_where=held_in_an_own_way,
)

waitlist = sa.Table(
    "waitlist",
    metadata,
    sa.Column("section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sa.Column("ticket_id", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("instead_of", sa.Integer),
    sa.Column("accepted_at", sa.Float, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("since", sa.Float, nullable=False),
    sa.Column("skipped", sa.String),
    sa.Column("skipped_values", sa.String),
    sa.Column("plan", sa.String),
    sa.Column("gives", sa.String),
    sa.Column("credits", sa.Integer),
    sa.Column("wish", sa.Integer, nullable=False, server_default="0"),
)
"""Who waits for a seat; the columns mean what `domain.waitlist.Waiting` says. `skipped` is the code
of the refusal with which the student was passed over the last time."""

outcomes = sa.Table(
    "outcomes",
    metadata,
    sa.Column("ticket_id", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("student_id", sa.Integer, nullable=False),
    sa.Column("section_id", sa.Integer, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("instead_of", sa.Integer),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("detail", sa.String),
    sa.Column("values", sa.String),
    sa.Column("decided_at", sa.Float, nullable=False),
    sa.Column("parts", sa.String),
    sa.Column("scratch_term", sa.Integer),
    sqlite_with_rowid=False,
)
"""How each ticket ended; the first row for a ticket is the answer for ever. It refers to nothing,
so that every ticket can be answered, whatever has been removed meanwhile."""

_of_rehearsals = outcomes.c.scratch_term.is_not(None)
sa.Index(
    "ix_outcomes_scratch_term",
    outcomes.c.scratch_term,
    sqlite_where=_of_rehearsals,
    postgresql_where=_of_rehearsals,
)

permits = sa.Table(
    "permits",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column(
        "section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("kinds", sa.JSON, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("until", sa.Float),
    sa.Column("granted_by", sa.String, nullable=False),
    sa.Column("granted_at", sa.Float, nullable=False),
    sa.Column("revoked_by", sa.String),
    sa.Column("revoked_at", sa.Float),
    sa.Column("used_at", sa.Float),
    sa.Column("ticket_id", sa.String),
    sa.Column("used_kinds", sa.JSON),
    sa.Column("left_at", sa.Float),
    sa.Column("live", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
"""Exceptions granted to one student in one section, and what became of each; `used_kinds` are those
without which the ticket would have been refused, `left_at` is when that seat was given back. It is
`live` as long as a decision has to know it: until it is revoked, or used and the seat given back
(at once, if the seat was within the capacity)."""

sa.Index(
    "ix_permits_live",
    permits.c.student_id,
    permits.c.section_id,
    unique=True,
    sqlite_where=permits.c.live,
    postgresql_where=permits.c.live,
)

departures = sa.Table(
    "departures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("taken_at", sa.Float, nullable=False),
    sa.Column("left_at", sa.Float, nullable=False),
)
"""From when to when seats were held that have been given back; with `enrolments` it tells how a
section filled, and it costs those who take a seat nothing."""

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column(
        "section_id", sa.ForeignKey("sections.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("body", sa.String, nullable=False),
    sqlite_autoincrement=True,
)
"""What students have not read yet of changes to sections whose seats they hold."""

below_notices = sa.Table(
    "below_notices",
    metadata,
    sa.Column("student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("round_id", sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("credits", sa.Integer, nullable=False),
    sa.Column("minimum", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Who has not read yet that a round ended with fewer credits than the minimum, in hundredths."""

calendar_feeds = sa.Table(
    "calendar_feeds",
    metadata,
    sa.Column("student_id", sa.ForeignKey("students.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("digest", sa.String, nullable=False, unique=True),
    sa.Column("made_at", sa.Float, nullable=False),
)
"""Secret addresses of calendars, one a student at most; kept is the SHA-256 of the secret."""

by_hand = sa.Table(
    "by_hand",
    metadata,
    sa.Column("ticket_id", sa.String, primary_key=True),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
)
"""Which outcomes an administrator brought about, and why."""

deeds = sa.Table(
    "deeds",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("account", sa.Integer, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("forwarded_for", sa.String, nullable=False),
    sa.Column("target_kind", sa.String, nullable=False),
    sa.Column("target", sa.String, nullable=False),
    sa.Column("before", sa.JSON(none_as_null=True)),
    sa.Column("after", sa.JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)
"""What staff did, written with it; the auth node brings it into the audit log. One writer at a time
commits, so that no number becomes visible after a higher one."""

decision_log = sa.Table(
    "decision_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("term_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("at", sa.Float, nullable=False, index=True),
    sa.Column("previous", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("body", sa.String, nullable=False),
    sa.UniqueConstraint("term_id", "sequence"),
)
"""Every decision with what the rules looked at, a chain a term: `domain.proof_chain`. The database
refuses to change or remove an entry, except those of a scratch term. It refers to nothing, so that
a term's entries outlive the term."""

published_reports = sa.Table(
    "published_reports",
    metadata,
    sa.Column("term_id", sa.ForeignKey("terms.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("round_id", sa.Integer, primary_key=True),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("published_at", sa.Float, nullable=False),
)
"""Fairness reports that everybody may read, as they were when they were published; round 0 is the
whole term."""

feed = sa.Table(
    "feed",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("body", sa.String, nullable=False),
)
"""Changes in the order in which they were committed, for those who keep copies in memory."""

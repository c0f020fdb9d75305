"""What has to hold in every history, whatever went wrong meanwhile.

Each checker gives what it found in words; nothing is what one hopes for. None of them shares a
computation with the code that decides: they see only what clients asked and were told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from backend.domain.selection import Action
from tests.histories.history import OK, Answer, History, Read, Roster, Rosters, grouped
from tests.histories.register import fits, of_sections
from tests.histories.seated import may_be_in, must_be_in, steps
from tests.histories.tickets import ENDINGS, known, told

Finding = Iterator[str]


def enrolments(history: History) -> Finding:
    """SET: who was told "enrolled" is there until told "dropped"; nobody is who never asked."""
    moves = steps(history)
    for read, roster in _rosters(history):
        inside, window = set(roster.students), (read.invoked, read.returned)
        for student, theirs in moves[roster.section].items():
            where = f"student {student} in section {roster.section}, read at {read.invoked:.3f}"
            if student not in inside and must_be_in(theirs, *window):
                yield f"lost: {where}"
            if student in inside and not may_be_in(theirs, *window):
                yield f"not asked for: {where}"
        for student in inside.difference(moves[roster.section]):
            yield f"never asked for: student {student} in section {roster.section}"


def seats(history: History) -> Finding:
    """COUNTER: a section counts at least those who surely are in, at most those who may be."""
    moves = steps(history)
    for read, roster in _rosters(history):
        theirs, window = moves[roster.section].values(), (read.invoked, read.returned)
        least = sum(must_be_in(each, *window) for each in theirs)
        most = sum(may_be_in(each, *window) for each in theirs)
        if not least <= roster.taken <= most:
            yield (
                f"section {roster.section} counts {roster.taken} seats taken,"
                f" between {least} and {most} are possible, read at {read.invoked:.3f}"
            )


def bank(history: History, capacities: Mapping[int, int]) -> Finding:
    """BANK: seats are neither made nor lost, nor credits: all that is taken is somebody's.

    Args:
        capacities: the seats of each section as they were made.
    """
    for read in history.reads:
        if read.kind != OK or read.told is None:
            continue
        at = f"read at {read.invoked:.3f}"
        if {each.section for each in read.told.sections} != set(capacities):
            yield f"not all sections are there, {at}"
        for roster in read.told.sections:
            planned = capacities.get(roster.section)
            if roster.capacity != planned:
                yield f"section {roster.section} has {roster.capacity} seats of {planned}, {at}"
            if len(set(roster.students)) != len(roster.students):
                yield f"section {roster.section} has somebody twice, {at}"
            if not roster.taken == len(roster.students) <= roster.capacity:
                yield (
                    f"section {roster.section} of {roster.capacity} seats counts {roster.taken}"
                    f" and has {len(roster.students)} students, {at}"
                )
        yield from (f"{what}, {at}" for what in _credits(read.told))


def unique_ids(history: History) -> Finding:
    """UNIQUE IDS: a key has one ticket, a ticket one key, number and receipt."""
    keys: dict[str, set[tuple[int, str]]] = defaultdict(set)
    numbers: dict[int, set[str]] = defaultdict(set)
    receipts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for wish, tries in history.wishes():
        places = {each.told for each in tries if each.told is not None}
        if len(places) > 1:
            yield f"key {wish.key} of student {wish.student} has {len(places)} tickets"
        for place in places:
            keys[place.ticket].add((wish.student, wish.key))
            numbers[place.number].add(place.ticket)
    for answer in _all_answers(history):
        numbers[answer.number].add(answer.ticket)
    for receipt in history.receipts:
        numbers[receipt.number].add(receipt.ticket)
        receipts[receipt.ticket].add((receipt.state, receipt.proof))
    for ticket, theirs in keys.items():
        if len(theirs) > 1:
            yield f"ticket {ticket} stands for {len(theirs)} requests"
    for number, those in numbers.items():
        if len(those) > 1:
            yield f"number {number} is that of {len(those)} tickets"
    for ticket, proofs in receipts.items():
        if len(proofs) > 1:
            yield f"ticket {ticket} has {len(proofs)} different receipts"


def total_queue(history: History) -> Finding:
    """TOTAL QUEUE: what went in comes out, exactly once, and nothing else does.

    A request that nobody knows of may come out or not, but once only.
    """
    requests = known(history)
    placed = {each.ticket: each for each in requests if each.ticket}
    unknown = Counter(
        (each.wish.student, each.wish.section, each.wish.action)
        for each in requests
        if not (each.ticket or each.refused)
    )
    for copy, answers in history.answers.items():
        counts = Counter(answer.ticket for answer in answers)
        yield from (f"{copy} answers {t} {count} times" for t, count in counts.items() if count > 1)
        yield from (f"{copy} never answers {ticket}" for ticket in placed if ticket not in counts)
        yield from _never_put_in(copy, answers, placed, unknown)
    for ticket, theirs in grouped(_all_answers(history), lambda answer: answer.ticket):
        ends = {answer.state for answer in theirs} & ENDINGS
        if len(ends) > 1:
            yield f"ticket {ticket} ended as {' and '.join(sorted(ends))}"
    yield from _taken_back(history)
    for request in requests:
        if request.ticket and request.state is None:
            yield f"ticket {request.ticket} got no answer"
    for receipt in history.receipts:
        if receipt.ticket in placed and placed[receipt.ticket].state != receipt.state:
            yield f"the receipt of ticket {receipt.ticket} says {receipt.state}"


def order(history: History) -> Finding:
    """ORDER: who was told a number before another asked has the lower one, and is decided first."""
    placed = sorted((each for each in known(history) if each.ticket), key=lambda each: each.placed)
    numbers = {each.ticket: each.number or 0 for each in placed}
    highest, holder, done = 0, "", 0
    for later in sorted(placed, key=lambda each: each.asked):
        while done < len(placed) and placed[done].placed < later.asked:
            if numbers[placed[done].ticket] > highest:
                highest, holder = numbers[placed[done].ticket], placed[done].ticket
            done += 1
        if numbers[later.ticket] < highest:
            yield f"ticket {later.ticket} was asked for after {holder} was placed, and is before it"
    for copy, answers in history.answers.items():
        for before, after in pairwise(answers):
            if after.number <= before.number:
                yield f"{copy} answers number {after.number} after {before.number}"
    yield from _copies_differ(history)


def one_register(history: History, capacities: Mapping[int, int]) -> Finding:
    """REGISTER: each section is as if one request were decided after the other.

    At some moment between its asking and its answer, and each as the seats were in that moment.
    """
    everybody = (answer for answers in history.answers.values() for answer in answers)
    full = {answer.ticket for answer in everybody if answer.full}
    for section, requests in of_sections(known(history), full).items():
        if not fits(requests, capacities[section]):
            yield f"the {len(requests)} answers of section {section} fit into no order"


def check_all(history: History, capacities: Mapping[int, int]) -> dict[str, list[str]]:
    """What each checker finds in a history that has come to its end."""
    return {
        "set": list(enrolments(history)),
        "counter": list(seats(history)),
        "bank": list(bank(history, capacities)),
        "unique ids": list(unique_ids(history)),
        "total queue": list(total_queue(history)),
        "order": list(order(history)),
        "register": list(one_register(history, capacities)),
    }


def _rosters(history: History) -> Iterator[tuple[Read, Roster]]:
    for read in history.reads:
        if read.kind == OK and read.told is not None:
            yield from ((read, roster) for roster in read.told.sections)


def _credits(told: Rosters) -> Finding:
    """What students are said to hold against what they hold seats for."""
    if told.credits is None:
        return
    held: Counter[int] = Counter()
    for roster in told.sections:
        held.update(dict.fromkeys(roster.students, roster.credits))
    for student in held.keys() | told.credits.keys():
        said = told.credits.get(student, 0)
        if held[student] != said:
            yield f"student {student} is said to hold {said} hundredths, and holds {held[student]}"


def _all_answers(history: History) -> Iterator[Answer]:
    yield from told(history)
    for answers in history.answers.values():
        yield from answers


def _never_put_in(
    copy: str,
    answers: list[Answer],
    placed: Mapping[str, object],
    unknown: Mapping[tuple[int, int, Action], int],
) -> Finding:
    left = Counter(unknown)
    for answer in answers:
        if answer.ticket in placed:
            continue
        what = (answer.student, answer.section, answer.action)
        if not left[what]:
            yield f"{copy} answers {answer.ticket} of student {answer.student}, who never asked"
        left[what] -= 1


def _taken_back(history: History) -> Finding:
    """Requests that were told to be decided and then to be pending."""
    looks = [look for look in history.looks if look.kind == OK]
    looks.sort(key=lambda look: look.invoked)
    ended: dict[str, float] = {}
    for look in looks:
        for answer in look.told or ():
            if answer.state in ENDINGS:
                ended[answer.ticket] = min(look.returned, ended.get(answer.ticket, look.returned))
            elif ended.get(answer.ticket, look.invoked) < look.invoked:
                yield f"ticket {answer.ticket} was decided and is pending again"


def _copies_differ(history: History) -> Finding:
    for (one, these), (other, those) in pairwise(history.answers.items()):
        length = min(len(these), len(those))
        if these[:length] != those[:length]:
            yield f"{one} and {other} do not give the same answers in the same order"

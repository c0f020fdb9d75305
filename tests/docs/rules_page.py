"""Prints docs/rules.md: `python -m tests.docs.rules_page > docs/rules.md`.

The checks, their order and what they say are read from the code; only where something is set is
written here, and a test compares it with the pages and commands that there are.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from backend.domain.eligibility import CHECKS, DROP_CHECKS
from backend.domain.permits import LIFTED_BY
from backend.domain.plans import choose
from backend.domain.refusals import REFUSALS, No
from backend.domain.selection import SeatBook
from tests.docs.documents import CHECKOUT

LOCALES = CHECKOUT / "frontend/src/locales"
RULE_BOOK = "backend.domain."
HEAD = """\
# The rules, in the order in which they are asked

Every request goes through these checks, one after the other. A decision ends with the first that
says no; a preview lists all that do. Preview, decision and what staff do by hand ask the same
functions, so nothing here can differ between them. The page is written from the code by
`make docs`; [every other "no"](refusals.md) has a page of its own.
"""
SECTIONS_PAGE, TERMS_PAGE, USERS_PAGE = "/admin/sections", "/admin/terms", "/admin/users"
ROUNDS_PAGE = "/admin/terms/:code/rounds"


Named = Callable[..., Any] | type


class Setting(NamedTuple):
    """Where staff set what a rule looks at: pages, and commands of `course-cli`."""

    pages: Sequence[str] = ()
    commands: Sequence[str] = ()


SET_AT: Mapping[str, Setting] = {
    "student_is_active": Setting([USERS_PAGE], ["user disable", "user enable"]),
    "no_hold": Setting(["/admin/holds"], ["hold place", "hold lift"]),
    "term_is_theirs": Setting(commands=["rehearse"]),
    "term_is_open": Setting([TERMS_PAGE], ["term open", "term close"]),
    "term_lets_go": Setting([TERMS_PAGE], ["term open", "term close"]),
    "a_round_permits": Setting([ROUNDS_PAGE], ["round create", "round update"]),
    "section_is_open": Setting([SECTIONS_PAGE], ["section update", "section cancel"]),
    "not_already_held": Setting(),
    "course_not_held": Setting(),
    "course_is_for_them": Setting([SECTIONS_PAGE], ["course require", "user tag"]),
    **dict.fromkeys(
        (
            "not_passed_before",
            "prerequisite_is_passed",
            "corequisite_is_taken",
            "keeps_corequisites",
            "nothing_excludes_it",
        ),
        Setting([SECTIONS_PAGE], ["course require", "history import"]),
    ),
    "takes_a_whole_set": Setting([SECTIONS_PAGE], ["section link"]),
    "not_cross_listed_with_held": Setting([SECTIONS_PAGE], ["section crosslist"]),
    "credits_are_offered": Setting([SECTIONS_PAGE], ["section update"]),
    "keeps_credit_minimum": Setting(
        [TERMS_PAGE, ROUNDS_PAGE, USERS_PAGE], ["term update", "round update", "user credits"]
    ),
    "no_time_clash": Setting([SECTIONS_PAGE], ["section update"]),
    "within_credit_limit": Setting([USERS_PAGE], ["user credits"]),
    "within_round_limits": Setting([ROUNDS_PAGE], ["round create", "round update"]),
    "seat_is_free": Setting([SECTIONS_PAGE], ["section update", "section keep"]),
}
"""By the name of a check; what follows from the request alone is set nowhere."""


def page() -> str:
    """The whole page."""
    english, chinese = (_sentences(language) for language in ("en", "zh"))
    parts = [
        HEAD,
        "## To take a seat\n",
        *(_rule(place, check, english, chinese) for place, check in enumerate(CHECKS, 1)),
        "## To give a seat back\n\nThe student holds it (`not_held` otherwise), and then:\n",
        "".join(f"- `{check.__name__}`: {_promise(check)}\n" for check in DROP_CHECKS),
        "## A plan\n\nThe checks above are asked of each of its sections. Besides:\n",
        _table(codes_of(choose), english, chinese),
        "## Before any of them\n\nWhat is said before the rules are asked:\n",
        _table(list(dict.fromkeys(_own_codes(SeatBook))), english, chinese),
    ]
    return "\n".join(parts)


def _rule(
    place: int, check: Callable[..., Any], english: Mapping[str, str], chinese: Mapping[str, str]
) -> str:
    codes = codes_of(check)
    return "\n".join(
        [
            f"### {place}. `{check.__name__}`\n",
            f"{_promise(check)} {_set_at(check.__name__)}{_lifted(codes)}\n",
            _table(codes, english, chinese),
        ]
    )


def _promise(check: Callable[..., Any]) -> str:
    return " ".join((inspect.getdoc(check) or "").split("\n\n")[0].split())


def _set_at(name: str) -> str:
    setting = SET_AT[name]
    if not setting.pages and not setting.commands:
        return "Nothing sets it."
    pages = [f"the page `{page}`" for page in setting.pages]
    commands = [f"`course-cli {command}`" for command in setting.commands]
    return f"Set with {', '.join([*pages, *commands])}."


def _lifted(codes: Sequence[str]) -> str:
    kinds = dict.fromkeys(LIFTED_BY[code] for code in codes if code in LIFTED_BY)
    return "".join(f" A permit of the kind `{kind}` lifts it." for kind in kinds)


def _table(codes: Sequence[str], english: Mapping[str, str], chinese: Mapping[str, str]) -> str:
    rows = [f"| `{code}` | {english[code]} | {chinese[code]} |" for code in codes]
    return "\n".join(["| code | a student reads | 学生看到 |", "|---|---|---|", *rows]) + "\n"


def _sentences(language: str) -> dict[str, str]:
    sentences: dict[str, str] = json.loads((LOCALES / language / "refusal.json").read_text())
    return sentences


def codes_of(function: Callable[..., Any]) -> list[str]:
    """The codes that a function of the rule book and those it calls can say, as they stand."""
    return list(dict.fromkeys(_codes(function, set())))


def _codes(function: Callable[..., Any], seen: set[Callable[..., Any]]) -> Iterator[str]:
    if function in seen:
        return
    seen.add(function)
    yield from _own_codes(function)
    for called in _called(function):
        yield from _codes(called, seen)


def _own_codes(known_as: Named) -> Iterator[str]:
    known = _module_of(known_as)
    for node in ast.walk(_tree(known_as)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "No":
            assert known["No"] is No
            yield from _first_argument(node.args[0], known)


def _first_argument(node: ast.expr, known: Mapping[str, Any]) -> Iterator[str]:
    """The codes that an expression can be: a constant, or an entry of a table of its module."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _first_argument(node.body, known)
        yield from _first_argument(node.orelse, known)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        yield from known[node.value.id].values()
    else:
        raise TypeError(f"a code that cannot be read from the code: {ast.unparse(node)}")


def _called(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    known = _module_of(function)
    names = {node.id for node in ast.walk(_tree(function)) if isinstance(node, ast.Name)}
    for name in sorted(names):
        found = known.get(name)
        if inspect.isfunction(found) and found.__module__.startswith(RULE_BOOK):
            yield found


def _tree(known_as: Named) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(known_as)))


def _module_of(known_as: Named) -> Mapping[str, Any]:
    return vars(sys.modules[known_as.__module__])


def unknown_places(routes: str, commands: set[str]) -> list[str]:
    """What `SET_AT` names and there is not.

    Args:
        routes: the text of the pages' router.
        commands: of `course-cli`.
    """
    paths = set(re.findall(r"path: '([^']+)'", routes))
    named = [page for setting in SET_AT.values() for page in setting.pages]
    typed = [command for setting in SET_AT.values() for command in setting.commands]
    return [p for p in named if p not in paths] + [c for c in typed if c not in commands]


if __name__ == "__main__":
    assert {code for check in CHECKS for code in codes_of(check)} <= set(REFUSALS)
    sys.stdout.write(page())

"""The flags that all lists have: in which order, and which part."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from backend.cli.calls import Calls, Params
from backend.cli.output import say

Command = TypeVar("Command", bound=Callable[..., Any])
Row = dict[str, Any]


class Listing(NamedTuple):
    """Which part of a list is wanted, in which order.

    Attributes:
        sort: the key to sort by; "" is the order of the service.
        limit: how many rows; None is all.
        page: which part of so many rows, from 1.
    """

    sort: str = ""
    descending: bool = False
    limit: int | None = None
    page: int = 1

    def fetch(
        self,
        calls: Calls,
        service: str,
        path: str,
        params: Params,
        sorts: Collection[str] = (),
    ) -> list[Row]:
        """The rows that a service hands out in pages; says on stderr when these are not all.

        Args:
            sorts: what the service itself sorts by, so that only the wanted rows are fetched.
        """
        if self.sort in sorts:
            there = {**params, "sort": f"{'-' if self.descending else ''}{self.sort}"}
            return self._replace(sort="", descending=False).fetch(calls, service, path, there)
        if self.limit is None or self.sort or self.descending:
            return self.of(calls.every(service, path, params))
        rows, total = calls.part(service, path, params, self.limit, self._first)
        self._tell(len(rows), total)
        return rows

    def of(self, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
        """That part of `rows`; says on stderr when these are not all."""
        ordered = [dict(row) for row in rows]
        if self.sort:
            ordered.sort(key=lambda row: _order(row.get(self.sort)))
        if self.descending:
            ordered.reverse()
        if self.limit is None:
            return ordered
        part = ordered[self._first : self._first + self.limit]
        self._tell(len(part), len(ordered))
        return part

    @property
    def _first(self) -> int:
        return (self.page - 1) * (self.limit or 0)

    def _tell(self, count: int, total: int) -> None:
        if count == 0 and total:
            say(f"Page {self.page} begins after the last of {total:,}.")
        elif count < total:
            say(f"{self._first + 1:,} to {self._first + count:,} of {total:,}.")


def _order(value: object) -> tuple[bool, bool, float, str]:
    """A key that sorts nothing last, numbers before texts, texts whatever their case."""
    number = value if isinstance(value, int | float) else 0.0
    text = value.casefold() if isinstance(value, str) else ""
    return (value is None, isinstance(value, str), number, text)


def listing_options(*keys: str) -> Callable[[Command], Command]:
    """Gives a command `--sort`, `--descending`, `--limit` and `--page`, as the parameter `listing`.

    Args:
        keys: of the rows; what one may sort by.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(
            *args: Any,  # noqa: ANN401
            sort: str | None,
            descending: bool,
            limit: int | None,
            page: int,
            **given: Any,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            if page > 1 and limit is None:
                raise click.UsageError("--page needs --limit.", click.get_current_context())
            return command(*args, listing=Listing(sort or "", descending, limit, page), **given)

        result: Any = run
        for option in reversed(_options(keys)):
            result = option(result)
        decorated: Command = result
        return decorated

    return decorate


def _options(keys: Sequence[str]) -> list[Callable[[Any], Any]]:
    positive = click.IntRange(min=1)
    return [
        click.option("--sort", type=click.Choice(keys), help="What to sort by."),
        click.option("--descending", is_flag=True, help="The other way round."),
        click.option("--limit", type=positive, metavar="N", help="At most so many rows."),
        click.option(
            "--page", type=positive, default=1, metavar="N", help="Which part of --limit rows."
        ),
    ]

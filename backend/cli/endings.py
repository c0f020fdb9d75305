"""What is said when a command does not come to its end, and with which exit code."""

from __future__ import annotations

import signal

import click

from backend.cli.output import Failure, ReaderGone, complain, places_of, say
from backend.cli.suggestions import meant
from backend.common.errors import Refused
from backend.domain.exits import Exit

READER_GONE = 128 + signal.SIGPIPE  # as a shell reports a filter whose reader went away


def explain(error: BaseException) -> int:
    """Say in one sentence why a command ended; its exit code.

    Raises:
        BaseException: `error` itself, where it is a fault of the program.
    """
    match error:
        case ReaderGone() | BrokenPipeError():
            return READER_GONE
        case click.Abort() | KeyboardInterrupt():
            complain("interrupted")
            return Exit.INTERRUPTED
        case Failure():
            complain(error.sentence, error.hint, error.places)
            return error.exit_code
        case Refused():
            complain(_sentence(error), error.refusal.hint, places_of(error.errors))
            return error.refusal.exit
        case click.ClickException():
            return _explain_usage(error)
        case OSError():
            complain(_words(error))
            return Exit.FAILED
    raise error


def _explain_usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return Exit.USAGE
    if not isinstance(error, click.UsageError):
        complain(_one_line(error.format_message()))
        return Exit.USAGE
    near = meant(error)
    sentence = f"{error.message} {near}" if near else error.format_message()
    complain(_one_line(sentence), f"{_path_of(error)} --help")
    return Exit.USAGE


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _path_of(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "course-cli"


def _sentence(refused: Refused) -> str:
    """The refusal's sentence; where nobody answered, with who was called and what happened."""
    cause = getattr(refused, "cause", "")
    address = getattr(refused, "address", "")
    return f"{refused.detail} ({address}: {cause})" if cause else refused.detail


def _words(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason

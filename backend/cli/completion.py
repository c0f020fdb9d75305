"""`course-cli completion`: what makes a shell complete commands and flags."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from backend.cli.output import emit, examples

VARIABLE = "_COURSE_CLI_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


@click.command(
    epilog=examples(
        "course-cli completion bash >> ~/.bashrc",
        "course-cli completion zsh >> ~/.zshrc",
        "course-cli completion fish > ~/.config/fish/completions/course-cli.fish",
    )
)
@click.argument("shell", type=click.Choice(SHELLS), help="Your shell.")
def completion(shell: str) -> None:
    """Print the lines that make a shell complete commands, flags and their values."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"{shell} is not known.", click.get_current_context())
    script = kind(click.get_current_context().find_root().command, {}, "course-cli", VARIABLE)
    emit(script.source().strip())

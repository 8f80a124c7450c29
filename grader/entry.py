"""The way in: what `grade` calls. Small, for whatever comes while the command is being loaded comes here.

Workers run the main program up to here, and need nothing of the command.
"""

from __future__ import annotations


def main() -> int:
    """Run the command; its exit status, also where Ctrl+C comes before it has read its own code."""
    try:
        from grader.cli import main as command  # noqa: PLC0415

        return command()
    except KeyboardInterrupt:
        return 130  # cli.INTERRUPTED, which may not be there

"""The program: reads the arguments, calls the command, turns errors into one sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from negotiate.cli import check, cite, init, report, reproduce, run, scenarios, verify
from negotiate.cli.say import say
from negotiate.errors import NegotiateError
from negotiate.provenance import version

__all__ = ["main"]

COMMANDS = (run, report, cite, init, verify, reproduce, check, scenarios)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 done, 1 refused, 2 misused, 130 stopped."""
    options = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except NegotiateError as error:
        say(f"negotiate: {error}")
        return 1
    except KeyboardInterrupt:
        say("negotiate: stopped; nothing was written.")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="negotiate",
        description="Solve negotiations in which unlike issues are traded against each other.",
    )
    parser.add_argument("--version", action="version", version=f"negotiate {version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return parser

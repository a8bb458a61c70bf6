"""The command line: ``negotiate run | check | scenarios``.

This is the only file that prints. Results go to standard output, progress and errors to
standard error; progress only where that is a terminal. An error is one sentence and a
non-zero exit status.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from negotiate.errors import NegotiateError
from negotiate.provenance import version

__all__ = ["main"]

FLAGSHIP = "japan-us-2025"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 done, 1 refused, 2 misused, 130 stopped."""
    options = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except NegotiateError as error:
        _say(f"negotiate: {error}")
        return 1
    except KeyboardInterrupt:
        _say("negotiate: stopped; nothing was written.")
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

    run = commands.add_parser("run", help="solve a scenario and write its results to a directory")
    run.add_argument(
        "scenario", nargs="?", default=FLAGSHIP, help=f"a file or a shipped scenario (default: {FLAGSHIP})"
    )
    run.add_argument("--variant", metavar="NAME", help="a variant that the scenario defines")
    run.add_argument("--out", metavar="DIR", type=Path, help="where to write (default: results/SCENARIO)")
    run.set_defaults(command=_run)

    check = commands.add_parser("check", help="read a scenario file and say what is wrong with it")
    check.add_argument("file", help="a scenario file, or the name of a shipped one")
    check.set_defaults(command=_check)

    scenarios = commands.add_parser("scenarios", help="list the shipped scenarios and their variants")
    scenarios.set_defaults(command=_scenarios)
    return parser


def _run(options: argparse.Namespace) -> int:
    from negotiate.report import write_run
    from negotiate.scenario import load_scenario

    scenario = load_scenario(options.scenario, variant=options.variant)
    default = scenario.name if scenario.variant is None else f"{scenario.name}-{scenario.variant}"
    target = options.out or Path("results") / default
    run = write_run(scenario, target, progress=_progress())
    print(run.headline())
    print(f"\nWritten to {target}: start with {target / 'report.md'}.")
    return 0


def _check(options: argparse.Namespace) -> int:
    from negotiate.scenario import build_model, load_scenario

    scenario = load_scenario(options.file)
    for name in (None, *scenario.variants):
        build_model(scenario if name is None else scenario.with_variant(name))
    assumed = sum(parameter.assumed for parameter in scenario.parameters.values())
    print(
        f"{scenario.name}: sound. {len(scenario.parameters)} parameters, {assumed} of them assumed; "
        f"{len(scenario.variants)} variants; {scenario.digest}"
    )
    return 0


def _scenarios(_: argparse.Namespace) -> int:
    from negotiate.scenario import load_scenario, shipped_scenarios

    for name, title in shipped_scenarios().items():
        print(f"{name}: {title}")
        for variant, heading in load_scenario(name).variants.items():
            print(f"  --variant {variant}: {heading}")
    return 0


def _progress() -> Callable[[str], None] | None:
    """Return a function that shows what is being done, where someone can see it."""
    if not sys.stderr.isatty():
        return None
    return lambda step: _say(f"  {step} …")


def _say(line: str) -> None:
    print(line, file=sys.stderr)

"""The command line: ``negotiate COMMAND``; one file a command, ``program.py`` joins them.

This is the only package that prints. Results go to standard output, progress and errors to
standard error; progress only where that is a terminal. An error is one sentence and a
non-zero exit status.

A command is a module with ``add(commands)``, which adds its parser to the sub-parsers and sets
``command`` to a function from the parsed options to an exit status. ``say.py`` holds what they
share.
"""

from negotiate.cli.program import main

__all__ = ["main"]

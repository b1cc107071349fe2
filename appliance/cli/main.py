"""The command line: picks the subcommand, words what went wrong, gives the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from appliance import __version__
from appliance.cli import serve
from appliance.cli.exit import EXIT_CODES, code_of
from appliance.errors import Problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (default: the process's own); returns its exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "run"):
        parser.print_help()
        return 0
    try:
        code = chosen.run(chosen)
        sys.stdout.flush()
    except Problem as problem:
        print(f"chat-appliance: {problem.description}", file=sys.stderr)
        return code_of(problem)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough. Python would complain at exit as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return int(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chat-appliance",
        description="A chat for one network that needs nothing but itself.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"chat-appliance {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in (serve,):
        command.add(commands)
    return parser

"""``python -m tests.bench``: measure, print the tables, write the JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from pathlib import Path

from tests.bench import generator, install, report, run, target
from tests.bench.before import BEFORE, before
from tests.bench.bench import Bench, cores
from tests.bench.contender import CONTENDERS, PRIVATE, ROOT
from tests.bench.failure import Missing

EPILOG = """\
contenders:
{contenders}

examples:
  python -m tests.bench --quick                      is everything in place? two minutes
  python -m tests.bench --only ours,nchan --sizes 5000
  python -m tests.bench --json figures.json          all figures but idling, about half an hour
  python -m tests.bench --idle --only ours           what parked polls cost in silence
  python -m tests.bench --private --rounds 12         three private rooms for each of 5,000 clients
  python -m tests.bench --before HEAD~1 --rounds 7 --no-publish
                                                     whether parked polls got slower by a commit
  python -m tests.bench --before 8b6ec76 --rounds 15 --no-fanout
                                                     publishing, beside no history and no index
  python -m tests.bench --storm --only ours,nchan,kernel
                                                     5,000 clients of a server that was killed

The tables go to stdout, progress to stderr. The exit code is 0 also when a target is missed;
--strict makes that 1. All traffic stays on the loopback interface. Stop other work on the
machine first: the column 'noise' tells whether you did.
"""


def parse(words: list[str]) -> argparse.Namespace:
    """The command line, checked."""
    rows = "\n".join(f"  {row.name:<10} {row.what}" for row in CONTENDERS.values())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Our server against its peers: time until one message has reached all parked "
        "clients, CPU and memory for each, publishing rate, and the cost of silence.",
        epilog=EPILOG.format(contenders=rows),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--rounds", type=int, default=5, help="alternating rounds over all contenders (5)")
    add("--messages", type=int, default=20, help="messages in a round of fan-out (20)")
    add("--sizes", type=_numbers, default=[1000, 5000, 9000], help="parked (1000,5000,9000)")
    add("--only", type=_names, default=list(CONTENDERS), help="contenders, with commas (all)")
    add("--seconds", type=int, default=5, help="of publishing in a round (5)")
    add("--json", type=Path, metavar="FILE", help="write all figures there as well")
    add("--quick", action="store_true", help="2 rounds, 1000 parked, 5 messages: a smoke test")
    add("--idle", action="store_true", help="only the cost of 5,000 silent polls, two minutes each")
    add("--storm", action="store_true", help="only the return of a server that was killed")
    add("--private", action="store_true", help="only what private rooms cost 5,000 clients")
    add("--before", metavar="COMMIT", help="only beside what it was then; polls up to 5,000")
    add("--no-fanout", action="store_true", help="leave the figures for parked polls out")
    add("--no-publish", action="store_true", help="leave the publishing rate out")
    add("--no-pin", action="store_true", help="let the scheduler place server and generator")
    add("--per-address", type=int, default=5000, help="connections from one 127.0.0.x (5000)")
    add("--venv", type=Path, default=ROOT / ".venv-bench", help="for the peers (.venv-bench)")
    add("--strict", action="store_true", help="exit 1 when a target is missed")
    options = parser.parse_args(words)
    if options.quick:
        options.rounds, options.sizes, options.messages, options.seconds = 2, [1000], 5, 1
    if options.private:
        options.only, options.sizes, options.no_publish = list(PRIVATE), [5_000], True
    if options.before:
        options.only = ["ours", BEFORE]
        options.sizes = [size for size in options.sizes if size <= 5_000]
    return options


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(CONTENDERS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return [name for name in CONTENDERS if name in names]


def measure(options: argparse.Namespace, folder: Path) -> run.Results:
    """Set the bench up in ``folder`` and do what the options ask for."""
    install.system(nchan="nchan" in options.only)
    packaged = {"seed", "greenlet", "starlette"} & set(options.only)
    peers = install.peers(options.venv) if packaged else None
    programs = generator.build(folder)
    server_cores, generator_cores = cores(pin=not options.no_pin)
    os.sched_setaffinity(0, generator_cores)  # the harness, too, keeps off the server's processor
    bench = Bench(folder, programs, peers, server_cores, generator_cores, options.per_address)
    rows = {**CONTENDERS, **PRIVATE}
    if options.before:
        rows[BEFORE] = before(options.before, folder / BEFORE)
    todo = run.Run(bench, [rows[name] for name in options.only])
    try:
        if options.idle:
            todo.idle()
        elif options.storm:
            todo.storm(options.rounds)
        else:
            if not options.no_fanout:
                todo.fanout(options.sizes, options.rounds, options.messages)
            if not options.no_publish:
                todo.publishing(options.rounds, options.seconds)
    except KeyboardInterrupt:
        todo.results.stopped = True
        print("stopped: these are the figures so far", file=sys.stderr)
    return todo.results


def setting(options: argparse.Namespace) -> list[str]:
    """The lines that say what the figures are worth."""
    pinned = "server and its threads on one processor, generator and harness on another"
    return [
        f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "not pinned" if options.no_pin else pinned,
    ]


def main() -> int:
    """Run; 0, 1 with ``--strict`` and a missed target, 2 without a compiler, 130 if stopped."""
    options = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both clean up the same way
    lines = setting(options)
    with tempfile.TemporaryDirectory(prefix="chat-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            results = measure(options, folder)
        except Missing as error:
            print(f"cannot measure: {error}", file=sys.stderr)
            return 2
    verdicts = target.judge(results)
    print(report.whole(results, verdicts, options.only, lines))
    if options.json:
        whole = {"setting": lines, **run.as_json(results)}
        whole["targets"] = [{**vars(row), "kept": row.kept} for row in verdicts]
        options.json.write_text(json.dumps(whole, indent=1) + "\n")
    if results.stopped:
        return 130
    return int(options.strict and not all(row.kept for row in verdicts))


if __name__ == "__main__":
    sys.exit(main())

"""The tables that a person reads."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from typing import Any

from tests.bench.fanout import Fanout
from tests.bench.run import PUBLISH, STORM, Results
from tests.bench.storm import Storm
from tests.bench.target import Verdict

BUSY = 0.9  # above this share the generator is marked


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Columns as wide as they need to be: the first to the left, the others to the right."""
    lines = [head, *rows]
    full = [line for line in lines if len(line) == len(head)]
    widths = [max(len(line[i]) for line in full) for i in range(len(head))]
    widths[0] = max(len(line[0]) for line in lines)
    texts = []
    for line in lines:
        if len(line) < len(head):  # a sentence in place of figures
            texts.append(f"{line[0]:<{widths[0]}}  {line[1]}")
            continue
        cells = [f"{line[0]:<{widths[0]}}"]
        cells += [f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True)]
        texts.append("  ".join(cells))
    return "\n".join(texts)


def whole(results: Results, verdicts: list[Verdict], names: list[str], setting: list[str]) -> str:
    """Everything, in the order of the figures."""
    parts = ["\n".join(setting)]
    sizes = {row.clients for row in results.fanout}
    sizes |= {figure for _, figure in results.reasons if isinstance(figure, int)}
    parts += [_fanout(results, names, clients) for clients in sorted(sizes)]
    if sizes:
        parts.append(FANOUT_NOTE)
    if results.publishing:
        parts.append(_publishing(results, names))
    if results.idle:
        parts.append(_idle(results))
    if results.storm:
        parts += [_storm(results, names), STORM_NOTE]
    if verdicts:
        parts.append(_verdicts(verdicts))
    return "\n\n".join(parts)


FANOUT_NOTE = f"""\
Medians over the rounds; 'worst' is the slowest message of all. CPU and bytes are the server's,
in user space; 'later' is memory after the messages. 'gen' is the generator's CPU time / wall
time during fan-out, * above {BUSY:.0%}; it re-polls only while no answer is waiting to be read,
so its own part in the time to all is 'read', the share in which it took answers.
'noise' is how many processors anything else kept busy meanwhile."""


def _middle(rows: list[Any], figure: Callable[[Any], float]) -> float:
    return statistics.median(figure(row) for row in rows)


def _fanout(results: Results, names: list[str], clients: int) -> str:
    head = [f"{clients:,} parked", "to all", "worst", "first", "CPU/delivery", "bytes/client"]
    head += ["later", "answer", "gen", "read", "noise", "messages"]
    rows = []
    for name in names:
        found = [r for r in results.fanout if r.contender == name and r.clients == clients]
        if found:
            rows.append([name, *_fanout_cells(found)])
        elif reason := results.reasons.get((name, clients)):
            rows.append([name, reason])
    return table(head, rows)


def _fanout_cells(rows: list[Fanout]) -> list[str]:
    share = _middle(rows, lambda r: r.generator_share)
    return [
        f"{_middle(rows, lambda r: r.median_ms):.1f} ms",
        f"{max(max(row.all_ms) for row in rows):.1f} ms",
        f"{_middle(rows, lambda r: statistics.median(r.first_ms)):.1f} ms",
        f"{_middle(rows, lambda r: r.cpu_us):.1f} µs",
        f"{_middle(rows, lambda r: r.memory):,.0f}",
        f"{_middle(rows, lambda r: r.memory_after):,.0f}",
        f"{rows[-1].answer_bytes} B",
        f"{share:.0%}{'*' if share > BUSY else ''}",
        f"{_middle(rows, lambda r: r.reading_share):.0%}",
        f"{_middle(rows, lambda r: r.other_cores):.2f}",
        str(sum(row.messages for row in rows)),
    ]


def _publishing(results: Results, names: list[str]) -> str:
    rows = []
    for name in names:
        found = [row for row in results.publishing if row.contender == name]
        if found:
            share = _middle(found, lambda r: r.generator_share)
            rows.append(
                [
                    name,
                    f"{_middle(found, lambda r: r.rate):,.0f}/s",
                    f"{min(row.rate for row in found):,.0f}-{max(row.rate for row in found):,.0f}",
                    f"{_middle(found, lambda r: r.p50_ms):.2f} ms",
                    f"{_middle(found, lambda r: r.p99_ms):.2f} ms",
                    f"{_middle(found, lambda r: r.cpu_us):.1f} µs",
                    f"{share:.0%}{'*' if share > BUSY else ''}",
                ]
            )
        elif reason := results.reasons.get((name, PUBLISH)):
            rows.append([name, reason])
    return table(["publishing", "rate", "span", "p50", "p99", "CPU/message", "gen"], rows)


def _idle(results: Results) -> str:
    head = ["idle", "poll", "parked", "seconds", "CPU", "switches", "CPU, none", "switches, none"]
    return table(
        head,
        (
            [
                row.contender,
                row.poll,
                f"{row.clients:,}",
                f"{row.seconds:.0f}",
                f"{row.cpu_s:.3f} s",
                f"{row.switches:,}",
                f"{row.cpu_base_s:.3f} s",
                f"{row.switches_base:,}",
            ]
            for row in results.idle
        ),
    )


STORM_NOTE = """\
Medians over the rounds, from the moment at which the server that was killed listens again, with
all clients dialling at once: until the kernel has made the last connection, the server has
accepted all, all polls are held ('parked'); 'delivery' is one message then, 'to all' the sum of
these two. 'again' are clients that had to send something twice, since the server's queue of new
connections was full. CPU is the server's, until all are parked."""


def _storm(results: Results, names: list[str]) -> str:
    head = ["storm", "to all", "span", "connected", "accepted", "parked", "delivery"]
    head += ["CPU/client", "again"]
    rows = []
    for name in names:
        found = [row for row in results.storm if row.contender == name]
        if found:
            rows.append([name, *_storm_cells(found)])
        elif reason := results.reasons.get((name, STORM)):
            rows.append([name, reason])
    return table(head, rows)


def _storm_cells(rows: list[Storm]) -> list[str]:
    wholes = [row.whole_ms for row in rows]
    return [
        f"{statistics.median(wholes):.0f} ms",
        f"{min(wholes):.0f}-{max(wholes):.0f}",
        f"{_middle(rows, lambda r: r.connected_ms):.0f} ms",
        f"{_middle(rows, lambda r: r.accepted_ms):.0f} ms",
        f"{_middle(rows, lambda r: r.parked_ms):.0f} ms",
        f"{_middle(rows, lambda r: r.delivery_ms):.0f} ms",
        f"{_middle(rows, lambda r: r.cpu_us):.0f} µs",
        f"{_middle(rows, lambda r: r.again):.0f}",
    ]


def _verdicts(verdicts: list[Verdict]) -> str:
    return table(
        ["target", "median", "min", "max", "limit", ""],
        (
            [
                row.target,
                f"{row.value:.2f}",
                f"{row.low:.2f}",
                f"{row.high:.2f}",
                f"{'≤' if row.at_most else '≥'} {row.limit:.2f}",
                "pass" if row.kept else "MISS",
            ]
            for row in verdicts
        ),
    )

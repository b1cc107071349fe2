"""What is measured, for `GET /metrics` in Prometheus' text form.

The hot paths count in plain integers; they are turned into metrics when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import falcon
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.process_collector import ProcessCollector

from appliance.feed.contract import Feed
from appliance.feed.scope import PUBLIC
from appliance.web.polls.lot import ParkingLot
from appliance.web.server.server import Server

_BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The resource; `server` is told once it listens, `announced` whether others can find it.

    That one is a metric and no part of `/healthz`: a chat that is not found is reached by its
    address all the same, and to start it again would help nobody.
    """

    def __init__(self, feed: Feed, lot: ParkingLot) -> None:
        self._feed = feed
        self._lot = lot
        self.server: Server | None = None
        self.announced: Callable[[], bool] = lambda: False
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)
        wakeups = Histogram(
            "chat_wakeup_seconds",
            "Time from a new entry's announcement until every parked poll was answered.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        lot.counts.on_wake = wakeups.observe

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.content_type = CONTENT_TYPE_PLAIN_0_0_4
        resp.data = generate_latest(self._registry)

    on_head = on_get

    def collect(self) -> Iterator[Metric]:
        """Called by the registry."""
        feed, lot = self._feed, self._lot
        yield GaugeMetricFamily("chat_polls_parked", "Polls held now.", value=len(lot))
        polls = CounterMetricFamily(
            "chat_polls", "Polls admitted, by their remembered head or parsed.", labels=["head"]
        )
        polls.add_metric(["remembered"], lot.counts.remembered)
        polls.add_metric(["parsed"], lot.counts.parsed)
        yield polls
        rooms = feed.rooms(PUBLIC)  # whoever asks here may be anybody
        messages = sum(room.messages for room in rooms)
        yield CounterMetricFamily("chat_messages", "Messages in public rooms.", value=messages)
        yield GaugeMetricFamily("chat_rooms", "Public rooms with an entry.", value=len(rooms))
        yield GaugeMetricFamily("chat_last_id", "The newest entry's number.", value=feed.last)
        yield GaugeMetricFamily(
            "chat_entries_spoilt", "Entries met that cannot be read.", value=feed.spoilt
        )
        yield GaugeMetricFamily(
            "chat_announced", "1 while others find it by mDNS.", value=int(self.announced())
        )
        if self.server is not None:
            yield from self._connections(self.server)

    def _connections(self, server: Server) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "chat_connections", "Connections open now.", value=len(server.connections)
        )
        counts = server.counts
        yield CounterMetricFamily("chat_accepted", "Connections accepted.", value=counts.accepted)
        yield CounterMetricFamily(
            "chat_refused", "Requests that were no valid HTTP.", value=counts.refused
        )
        yield CounterMetricFamily(
            "chat_throttled", "Requests and connections over a limit.", value=counts.throttled
        )

"""Counts and times in Prometheus' text format.

The format is a few lines of text, and what is counted a dozen numbers: a client library would be
one more dependency of a service that reads people's messages, and bring no more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

PREFIX = "wechat_policy_"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """What the service itself counts; one thread writes it, the one of the event loop."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.refused: Counter[str] = Counter()
        self.reloads: Counter[str] = Counter()
        self.is_current = True
        self._seconds: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self.requests[route, status] += 1
        buckets = self._seconds.setdefault(route, [0] * (len(_SECONDS) + 1))
        buckets[bisect_left(_SECONDS, seconds)] += 1
        self._sums[route] = self._sums.get(route, 0.0) + seconds

    def text(
        self,
        stats: Mapping[str, int],
        refusals: Mapping[str, int],
        gauges: Mapping[str, float],
    ) -> str:
        """All of it; `stats` are the engine's, `refusals` the records refused, by reason."""
        lines: list[str] = []
        requests = (
            ({"route": route, "status": str(status)}, count)
            for (route, status), count in self.requests.items()
        )
        lines += _series("requests_total", "counter", "Requests answered.", requests)
        lines += _counted("requests_refused_total", "Requests not let in.", "reason", self.refused)
        lines += _counted("records_refused_total", "Records without event.", "reason", refusals)
        lines += _counted("policy_reloads_total", "Policies read anew.", "outcome", self.reloads)
        lines += _counted("engine_total", "Counts of the engine's state.", "what", stats)
        for name, value in {"policy_current": int(self.is_current), **gauges}.items():
            lines += _series(name, "gauge", f"{name.replace('_', ' ')}.", [({}, value)])
        lines += self._histogram()
        return "\n".join([*lines, ""])

    def _histogram(self) -> Iterator[str]:
        name = f"{PREFIX}request_seconds"
        yield f"# HELP {name} Time until a request was answered."
        yield f"# TYPE {name} histogram"
        for route, buckets in self._seconds.items():
            count = 0
            for bound, number in zip((*_SECONDS, "+Inf"), buckets, strict=True):
                count += number
                yield f"{name}_bucket{_labels({'route': route, 'le': str(bound)})} {count}"
            yield f"{name}_sum{_labels({'route': route})} {self._sums[route]:.6f}"
            yield f"{name}_count{_labels({'route': route})} {count}"


def _counted(name: str, about: str, label: str, counts: Mapping[str, int]) -> Iterator[str]:
    return _series(name, "counter", about, [({label: key}, n) for key, n in dict(counts).items()])


def _series(
    name: str, kind: str, about: str, values: Iterable[tuple[Mapping[str, str], float]]
) -> Iterator[str]:
    yield f"# HELP {PREFIX}{name} {about}"
    yield f"# TYPE {PREFIX}{name} {kind}"
    for labels, value in values:
        yield f"{PREFIX}{name}{_labels(labels)} {value}"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    told = (
        (name, value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n"))
        for name, value in labels.items()
    )
    return "{" + ",".join(f'{name}="{value}"' for name, value in told) + "}"

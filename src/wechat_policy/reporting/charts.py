"""Charts as SVG that a style sheet colours; a table beside each says the same."""

from __future__ import annotations

import math
from collections.abc import Iterator

from wechat_policy.hypertext import escaped
from wechat_policy.reporting.pages import Chart

_HEIGHT = 100.0
_STEPS = (1, 2, 2.5, 5, 10)


def drawn(chart: Chart) -> Iterator[str]:
    """The picture of a chart with its scale.

    Words stand beside the picture, so that it may be as wide as the screen is.
    """
    top = _top(chart)
    yield '<div class="wp-chart">'
    yield '<p class="wp-scale" aria-hidden="true">'
    yield "".join(f"<span>{_number(top * part / 2)}</span>" for part in (2, 1, 0))
    yield "</p>"
    size = max(1, len(chart.places) - (chart.kind == "lines"))
    yield (
        f'<svg viewBox="0 0 {size} {_HEIGHT:g}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escaped(_said(chart))}">'
    )
    for level in (0, 50):
        yield f'<line class="wp-grid" x1="0" x2="{size}" y1="{level}" y2="{level}"/>'
    yield from _bars(chart, top) if chart.kind == "bars" else _lines(chart, top)
    yield "</svg>"
    yield '<p class="wp-axis" aria-hidden="true">'
    yield "".join(f"<span>{escaped(place)}</span>" for place in _named(chart))
    yield "</p></div>"
    yield '<p class="wp-legend" aria-hidden="true">'
    for one in chart.series:
        yield f'<span><i class="wp-key wp-{one.tone or "plain"}"></i>{escaped(one.label)}</span>'
    yield "</p>"


def _bars(chart: Chart, top: float) -> Iterator[str]:
    for number, place in enumerate(chart.places):
        told = "; ".join(f"{one.label} {_number(one.values[number])}" for one in chart.series)
        yield f"<g><title>{escaped(f'{place}: {told}')}</title>"
        below = 0.0
        for one in chart.series:
            height = _HEIGHT * one.values[number] / top
            below += height
            if height:
                yield (
                    f'<rect class="wp-{one.tone or "plain"}" x="{number + 0.1:g}" '
                    f'y="{_HEIGHT - below:.2f}" width=".8" height="{height:.2f}"/>'
                )
        yield "</g>"


def _lines(chart: Chart, top: float) -> Iterator[str]:
    for one in chart.series:
        points = " ".join(
            f"{number},{_HEIGHT * (1 - value / top):.2f}" for number, value in enumerate(one.values)
        )
        yield f'<polyline class="wp-{one.tone or "plain"}" points="{points}"/>'


def _top(chart: Chart) -> float:
    """The end of the scale: a round number that nothing exceeds."""
    if chart.top is not None:
        return chart.top
    if chart.kind == "bars":
        sums = (sum(values) for values in zip(*(one.values for one in chart.series), strict=True))
        most = max(sums, default=0.0)
    else:
        most = max((max(one.values, default=0.0) for one in chart.series), default=0.0)
    if most <= 2:
        return 2.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in _STEPS if step * power >= most)


def _named(chart: Chart) -> list[str]:
    """The places that are told below the picture: both ends and the middle."""
    places = chart.places
    if len(places) < 3:
        return list(places)
    return [places[0], places[len(places) // 2], places[-1]]


def _said(chart: Chart) -> str:
    ends = "–".join(dict.fromkeys((chart.places[0], chart.places[-1]))) if chart.places else ""
    sums = ", ".join(one.label for one in chart.series)
    return f"{chart.title} ({ends}): {sums}" if ends else chart.title


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"

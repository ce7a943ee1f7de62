"""What a backtest found, as pictures: by clause and by day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wechat_policy.errors import Language
from wechat_policy.plotting.axes import (
    CERTAIN,
    QUIET,
    SUSPECTED,
    drawn_into,
    say_nothing_was_found,
    word,
)
from wechat_policy.plotting.fonts import lettered
from wechat_policy.source import cells, visible
from wechat_policy.tuning import Backtest, ClauseHits

_LONGEST = 28  # cells of a clause's name


def plot_clauses(
    backtest: Backtest, axes: Any = None, *, most: int = 20, language: Language = "zh"
) -> Any:
    """Bars of the clauses that found most, certain and suspected; gives the axes.

    What is left out beyond `most` clauses is counted below them. Raises ImportError without
    matplotlib (the extra `plots`).
    """
    found = sorted(
        (one for one in backtest.clauses if one.hits.flagged),
        key=lambda one: (-one.hits.flagged, one.policy, one.clause),
    )
    shown, rest = found[:most], found[most:]
    with lettered(language):
        axes = drawn_into(axes, 8, 1.4 + 0.32 * max(3, len(shown)))
        axes.set_title(word("by_clause", language), loc="left")
        if not shown:
            say_nothing_was_found(axes, language)
            return axes
        policies = len({one.policy for one in shown})
        names = [_name(one, policies > 1) for one in shown]
        places = range(len(shown))
        certain = [one.hits.certain for one in shown]
        suspected = [one.hits.suspected for one in shown]
        axes.barh(places, certain, color=CERTAIN, label=word("certain", language))
        axes.barh(places, suspected, left=certain, color=SUSPECTED, hatch="///",
                  edgecolor="white", linewidth=0, label=word("suspected", language))  # fmt: skip
        for place, one in enumerate(shown):
            axes.annotate(f"{one.hits.flagged:,}", (one.hits.flagged, place), (4, 0),
                          textcoords="offset points", va="center", color=QUIET)  # fmt: skip
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.set_xlabel(word("violations", language))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.margins(x=0.1, y=0.02)
        if rest:
            hits = sum(one.hits.flagged for one in rest)
            told = word("more", language, count=len(rest), hits=hits)
            axes.annotate(told, (1, 0), (0, 4), xycoords="axes fraction", ha="right",
                          textcoords="offset points", color=QUIET)  # fmt: skip
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)
    return axes


def _name(clause: ClauseHits, with_policy: bool) -> str:
    name = visible(clause.title or clause.clause)
    while cells(name) > _LONGEST:
        name = name.rstrip("…")[:-1] + "…"
    # A dollar sign would begin a formula.
    return (f"{clause.policy} {name}" if with_policy else name).replace("$", r"\$")


def plot_days(backtest: Backtest, axes: Any = None, *, language: Language = "zh") -> Any:
    """Bars of the days from the first to the last with a hit, weekends shaded; gives the axes.

    Raises ImportError without matplotlib (the extra `plots`).
    """
    with lettered(language):
        axes = drawn_into(axes, 9, 3.2)
        axes.set_title(word("by_day", language), loc="left")
        if not backtest.days:
            say_nothing_was_found(axes, language)
            return axes
        import matplotlib.dates as dates

        first, last = min(backtest.days), max(backtest.days)
        days = [first + timedelta(number) for number in range((last - first).days + 1)]
        hits = [backtest.days.get(day) for day in days]
        certain = [one.certain if one else 0 for one in hits]
        suspected = [one.suspected if one else 0 for one in hits]
        for day in days:
            if day.weekday() >= 5:
                middle = dates.date2num(day)
                axes.axvspan(middle - 0.5, middle + 0.5, color=QUIET, alpha=0.12, linewidth=0)
        axes.bar(days, certain, color=CERTAIN, label=word("certain", language))
        axes.bar(days, suspected, bottom=certain, color=SUSPECTED, hatch="///",
                 edgecolor="white", linewidth=0, label=word("suspected", language))  # fmt: skip
        locator = dates.AutoDateLocator(minticks=3, maxticks=9)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            dates.ConciseDateFormatter(locator, formats=_FORMATS, zero_formats=_FORMATS,
                                       offset_formats=_OFFSETS)
        )  # fmt: skip
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_ylabel(word("violations", language))
        axes.margins(x=0.01)
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)
    return axes


_FORMATS = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
_OFFSETS = ["", "", "%Y", "%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d"]
"""No names of months: they would be in the machine's language."""

"""How quality moves with a parameter, a threshold, or the size of a lexicon, as pictures."""

from __future__ import annotations

from typing import Any

from wechat_policy.errors import Language
from wechat_policy.plotting.axes import (
    CERTAIN,
    QUIET,
    SUSPECTED,
    THIRD,
    drawn_into,
    say_nothing_was_found,
    word,
)
from wechat_policy.plotting.fonts import lettered
from wechat_policy.tuning import Estimate, LearnedLexicon, Sweep


def plot_curve(learned: LearnedLexicon, axes: Any = None, *, language: Language = "zh") -> Any:
    """F1 against the number of entries, from the worst to the best part; gives the axes.

    Raises ImportError without matplotlib (the extra `plots`).
    """
    with lettered(language):
        axes = drawn_into(axes, 6.4, 3.6)
        axes.set_title(word("by_size", language), loc="left")
        if not learned.curve:
            say_nothing_was_found(axes, language)
            return axes
        sizes = [one.size for one in learned.curve]
        axes.fill_between(
            sizes,
            [one.lowest for one in learned.curve],
            [one.highest for one in learned.curve],
            color=CERTAIN,
            alpha=0.15,
            linewidth=0,
            label=word("parts", language),
        )
        values = [_value(one.quality.f1) for one in learned.curve]
        axes.plot(sizes, values, color=CERTAIN, marker="o", label="F1")
        axes.annotate(f"{values[-1]:.3f}", (sizes[-1], values[-1]), (0, 7), ha="center",
                      textcoords="offset points", color=QUIET)  # fmt: skip
        axes.set_xlabel(word("entries", language))
        axes.set_ylabel("F1")
        axes.set_xlim(left=0)
        axes.legend(loc="lower right", frameon=False)
    return axes


_MEASURES = (("precision", CERTAIN, "o"), ("recall", SUSPECTED, "s"), ("f1", THIRD, "^"))
"""Each with a colour and a mark of its own: the marks tell them apart in print."""


def plot_sweep(sweep: Sweep, axes: Any = None, *, language: Language = "zh") -> Any:
    """What each value finds: precision, recall and F1 in their intervals of 95%; gives the axes.

    Without labels it is the number of flagged events. Values that are no numbers stand in their
    order. Raises ImportError without matplotlib (the extra `plots`).
    """
    with lettered(language):
        axes = drawn_into(axes, 6.4, 3.6)
        axes.set_title(word("by_value", language, name=sweep.turned), loc="left")
        values = [one.value for one in sweep.rows]
        numbers = all(isinstance(one, int | float) for one in values)
        places = values if numbers else list(range(len(values)))
        if not numbers:
            axes.set_xticks(places, [str(one) for one in values])
        axes.set_xlabel(sweep.turned)
        if all(one.quality is None for one in sweep.rows):
            axes.plot(places, [one.events for one in sweep.rows], color=CERTAIN, marker="o")
            axes.set_ylabel(word("flagged", language))
            axes.set_ylim(bottom=0)
            return axes
        for name, colour, mark in _MEASURES:
            found = [getattr(one.quality, name) for one in sweep.rows]
            axes.plot(places, [_value(one) for one in found], color=colour, marker=mark,
                      label=word(name, language))  # fmt: skip
            axes.fill_between(
                places,
                [float("nan") if one is None else one.low for one in found],
                [float("nan") if one is None else one.high for one in found],
                color=colour,
                alpha=0.12,
                linewidth=0,
            )
        axes.set_ylim(0, 1.02)
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False)
    return axes


def _value(estimate: Estimate | None) -> float:
    """The value; of what cannot be measured none, which breaks the line."""
    return float("nan") if estimate is None else estimate.value

"""How quality moves with a parameter, a threshold, or the size of a lexicon, as pictures."""

from __future__ import annotations

from typing import Any

from wechat_policy.errors import Language
from wechat_policy.plotting.axes import CERTAIN, QUIET, drawn_into, say_nothing_was_found, word
from wechat_policy.plotting.fonts import lettered
from wechat_policy.tuning import LearnedLexicon


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
        # Nothing found and nothing to find has no F1: the line is broken there.
        values = [float("nan") if (f1 := one.quality.f1) is None else f1.value
                  for one in learned.curve]  # fmt: skip
        axes.plot(sizes, values, color=CERTAIN, marker="o", label="F1")
        axes.annotate(f"{values[-1]:.3f}", (sizes[-1], values[-1]), (0, 7), ha="center",
                      textcoords="offset points", color=QUIET)  # fmt: skip
        axes.set_xlabel(word("entries", language))
        axes.set_ylabel("F1")
        axes.set_xlim(left=0)
        axes.legend(loc="lower right", frameon=False)
    return axes

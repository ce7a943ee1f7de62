"""What all pictures share: axes to draw into, colours that are told apart by everyone, words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wechat_policy.errors import Language

CERTAIN, SUSPECTED, THIRD = "#0072b2", "#e69f00", "#009e73"
"""Of the palette of Okabe and Ito (2008), which colour-blind readers tell apart."""

QUIET = "#6b7075"

WORDS: Mapping[str, tuple[str, str]] = {
    "certain": ("certain", "违规"),
    "suspected": ("suspected", "疑似"),
    "violations": ("violations", "次数"),
    "by_clause": ("Violations by clause", "各条款的违规次数"),
    "by_day": ("Violations by day", "每日违规次数"),
    "more": ("{count} more clauses, {hits} violations", "另有 {count} 条，共 {hits} 次"),
    "none": ("nothing was found", "没有发现"),
    "weekend": ("weekend", "周末"),
    "precision": ("precision", "准确率"),
    "recall": ("recall", "召回率"),
    "f1": ("F1", "F1"),
    "flagged": ("flagged events", "被标出的事件"),
    "by_value": ("{name}: what each value finds", "{name} 取各值的效果"),
    "by_size": ("Entries of a learned lexicon and F1", "学习词库的词数与 F1"),
    "entries": ("entries", "词数"),
    "interval": ("interval of 95%", "95% 区间"),
    "parts": ("worst to best part of the texts", "各份文本中最差到最好"),
}


def word(key: str, language: Language, **facts: object) -> str:
    """A fixed phrase of a picture."""
    return WORDS[key][language == "zh"].format(**facts)


def drawn_into(axes: Any, width: float, height: float) -> Any:
    """The axes given, or those of a figure of their own of so many inches.

    The figure belongs to no window, so that a long run of pictures keeps nothing open; a notebook
    shows it as the value of a cell (`axes.figure`).
    """
    if axes is None:
        from matplotlib.figure import Figure

        axes = Figure(figsize=(width, height), layout="constrained").add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return axes


def say_nothing_was_found(axes: Any, language: Language) -> None:
    """Writes so in the middle, where there is nothing to draw."""
    told = word("none", language)
    axes.text(0.5, 0.5, told, ha="center", va="center", transform=axes.transAxes, color=QUIET)
    axes.set_xticks([])
    axes.set_yticks([])

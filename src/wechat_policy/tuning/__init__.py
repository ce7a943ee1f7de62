"""Tuning of policies on history: what they find, what a change changes, words and weights."""

from wechat_policy.tuning.backtested import (
    Backtest,
    ClauseHits,
    FalseAlarm,
    Hits,
    Labelled,
    Missed,
    Overlap,
    PenaltyHits,
    Tested,
    Unread,
)
from wechat_policy.tuning.backtesting import backtest
from wechat_policy.tuning.differing import (
    Change,
    ClauseChange,
    Difference,
    Reason,
    Side,
    Turn,
)
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.tuning.intervals import Estimate, Quality
from wechat_policy.tuning.labels import WrongLabels, read_labels
from wechat_policy.tuning.learning import LearnedLexicon, learn_lexicon

__all__ = [
    "Backtest",
    "Change",
    "ClauseChange",
    "ClauseHits",
    "Difference",
    "Estimate",
    "Excerpt",
    "FalseAlarm",
    "Hits",
    "Labelled",
    "LearnedLexicon",
    "Missed",
    "Overlap",
    "PenaltyHits",
    "Quality",
    "Reason",
    "Side",
    "Tested",
    "Turn",
    "Unread",
    "WrongLabels",
    "backtest",
    "learn_lexicon",
    "read_labels",
]

"""Tuning of policies on history: what they find, what a change changes, words and weights."""

from wechat_policy.tuning.agreeing import Agreement, Disagreement, agreement
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
from wechat_policy.tuning.comparing import diff
from wechat_policy.tuning.differing import Change, ClauseChange, Difference, Reason, Side, Turn
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.tuning.intervals import Estimate, Quality
from wechat_policy.tuning.labels import WrongLabels, read_labels
from wechat_policy.tuning.learned import LearnedEntry, LearnedLexicon, Size
from wechat_policy.tuning.learning import learn_lexicon
from wechat_policy.tuning.samples import Chosen, Estimated, Sample, Stratum
from wechat_policy.tuning.sampling import sample
from wechat_policy.tuning.suggesting import suggest
from wechat_policy.tuning.suggestions import Place, Suggestion, Suggestions
from wechat_policy.tuning.sweeping import Sweep, SweepRow, sweep

__all__ = [
    "Agreement",
    "Backtest",
    "Change",
    "Chosen",
    "ClauseChange",
    "ClauseHits",
    "Difference",
    "Disagreement",
    "Estimate",
    "Estimated",
    "Excerpt",
    "FalseAlarm",
    "Hits",
    "Labelled",
    "LearnedEntry",
    "LearnedLexicon",
    "Missed",
    "Overlap",
    "PenaltyHits",
    "Place",
    "Quality",
    "Reason",
    "Sample",
    "Side",
    "Size",
    "Stratum",
    "Suggestion",
    "Suggestions",
    "Sweep",
    "SweepRow",
    "Tested",
    "Turn",
    "Unread",
    "WrongLabels",
    "agreement",
    "backtest",
    "diff",
    "learn_lexicon",
    "read_labels",
    "sample",
    "suggest",
    "sweep",
]

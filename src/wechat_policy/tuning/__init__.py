"""Tuning of policies on history: words and weights from labelled texts."""

from wechat_policy.tuning.agreement import Agreement, Disagreement
from wechat_policy.tuning.learned import LearnedEntry, LearnedLexicon, Size
from wechat_policy.tuning.learning import learn_lexicon
from wechat_policy.tuning.samples import Chosen, Estimate, Sample, Stratum
from wechat_policy.tuning.suggestions import Place, Suggestion, Suggestions

__all__ = [
    "Agreement",
    "Chosen",
    "Disagreement",
    "Estimate",
    "LearnedEntry",
    "LearnedLexicon",
    "Place",
    "Sample",
    "Size",
    "Stratum",
    "Suggestion",
    "Suggestions",
    "learn_lexicon",
]

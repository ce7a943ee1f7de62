"""Tuning of policies on history: words and weights from labelled texts."""

from wechat_policy.tuning.learning import LearnedLexicon, learn_lexicon

__all__ = ["LearnedLexicon", "learn_lexicon"]

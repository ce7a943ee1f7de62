"""Changes a policy in one place after the other, and asks whether its trials notice."""

from __future__ import annotations

from wechat_policy.mutation.scores import (
    WORDS_EACH,
    Further,
    Mutation,
    Survivor,
    Tally,
    mutation_in,
    mutation_of,
    percent,
)

__all__ = [
    "WORDS_EACH",
    "Further",
    "Mutation",
    "Survivor",
    "Tally",
    "mutation_in",
    "mutation_of",
    "percent",
]

"""The words that clauses and records share: event types, attributes, report categories and facts.

The table itself is `vocabulary.json`; every word in it has one Chinese alias.
"""

from __future__ import annotations

from wechat_policy.vocabulary.lookup import (
    Attribute,
    Category,
    EventType,
    FactKind,
    Family,
    Vocabulary,
)
from wechat_policy.vocabulary.table import vocabulary

__all__ = [
    "Attribute",
    "Category",
    "EventType",
    "FactKind",
    "Family",
    "Vocabulary",
    "vocabulary",
]

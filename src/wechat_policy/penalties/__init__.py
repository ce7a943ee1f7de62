"""What violations lead to: rows, tiers and repeats, and the ledger as a function of the violations.

Nothing here remembers anything: `derive` computes every penalty of a subject under a policy from
the confirmed violations, so that an overturned one re-derives what followed.
"""

from __future__ import annotations

from wechat_policy.penalties.accounts import Account, Breach, Entry, Penalty, Taken
from wechat_policy.penalties.derivation import derive, impose, merged
from wechat_policy.penalties.tables import PenaltyTable, Repeat, Row, RowKind, Sanction, Tier
from wechat_policy.penalties.windows import PERIODS, Window, period_key

__all__ = [
    "PERIODS",
    "Account",
    "Breach",
    "Entry",
    "Penalty",
    "PenaltyTable",
    "Repeat",
    "Row",
    "RowKind",
    "Sanction",
    "Taken",
    "Tier",
    "Window",
    "derive",
    "impose",
    "merged",
    "period_key",
]

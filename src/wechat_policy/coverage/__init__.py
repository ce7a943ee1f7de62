"""What a policy text covers of the policy that was written, and what its examples show of it."""

from __future__ import annotations

from wechat_policy.coverage.inventory import (
    Inventory,
    InventoryFault,
    Statement,
    read_inventory,
)
from wechat_policy.coverage.norms import ClauseShown, NormShown
from wechat_policy.coverage.reach import SIDES, Further, Reach, Reached, reach_in, reach_of
from wechat_policy.coverage.references import Citation, Gap, Reference, References
from wechat_policy.coverage.whole import Coverage, coverage_of

__all__ = [
    "SIDES",
    "Citation",
    "ClauseShown",
    "Coverage",
    "Further",
    "Gap",
    "Inventory",
    "InventoryFault",
    "NormShown",
    "Reach",
    "Reached",
    "Reference",
    "References",
    "Statement",
    "coverage_of",
    "reach_in",
    "reach_of",
    "read_inventory",
]

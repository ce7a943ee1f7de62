"""What a policy text covers of the policy that was written, and what its examples show of it."""

from __future__ import annotations

from wechat_policy.coverage.inventory import (
    Inventory,
    InventoryFault,
    Statement,
    read_inventory,
)
from wechat_policy.coverage.norms import ClauseShown, NormShown
from wechat_policy.coverage.references import Citation, Gap, Reference, References
from wechat_policy.coverage.whole import Coverage, coverage_of

__all__ = [
    "Citation",
    "ClauseShown",
    "Coverage",
    "Gap",
    "Inventory",
    "InventoryFault",
    "NormShown",
    "Reference",
    "References",
    "Statement",
    "coverage_of",
    "read_inventory",
]

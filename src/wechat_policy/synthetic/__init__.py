"""Made-up companies with labelled traffic, to try a policy on before there is an archive."""

from __future__ import annotations

from wechat_policy.synthetic.company import Company, company
from wechat_policy.synthetic.rates import Label, Rates

__all__ = ["Company", "Label", "Rates", "company"]

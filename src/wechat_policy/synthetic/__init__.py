"""Made-up companies with labelled traffic, to try a policy on before there is an archive."""

from __future__ import annotations

from wechat_policy.synthetic.company import Company, company
from wechat_policy.synthetic.rates import Label, RateError, Rates
from wechat_policy.synthetic.writing import Form, files_of, write

__all__ = ["Company", "Form", "Label", "RateError", "Rates", "company", "files_of", "write"]

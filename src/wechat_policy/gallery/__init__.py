"""The gallery: policies as pages and tables for people who have never seen the language."""

from __future__ import annotations

from wechat_policy.gallery.fragment import policy_html, sheet_html
from wechat_policy.gallery.html import sign_off
from wechat_policy.gallery.labels import Languages
from wechat_policy.gallery.markdown import counts_of, open_terms, overview, page, terms_of
from wechat_policy.gallery.sheet import Sheet, sheet_of

__all__ = [
    "Languages",
    "Sheet",
    "counts_of",
    "open_terms",
    "overview",
    "page",
    "policy_html",
    "sheet_html",
    "sheet_of",
    "sign_off",
    "terms_of",
]

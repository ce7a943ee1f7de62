"""What the library shows as HTML: escaped pieces under one style sheet, for light and dark."""

from wechat_policy.hypertext.diagnostics import fault_html, faults_html
from wechat_policy.hypertext.fragments import Fragment, escaped, marked
from wechat_policy.hypertext.style import STYLE
from wechat_policy.hypertext.verdicts import html, to_html

__all__ = [
    "STYLE",
    "Fragment",
    "escaped",
    "fault_html",
    "faults_html",
    "html",
    "marked",
    "to_html",
]

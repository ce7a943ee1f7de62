"""The text of a page as the formatter writes it."""

from __future__ import annotations

from wechat_policy.errors import InvalidPolicy
from wechat_policy.formatting import format_text
from wechat_policy.language_server.pages import Page


def layout(page: Page) -> str | None:
    """The whole text in the language's layout; None for one that cannot be read, which stays."""
    try:
        return format_text(page.source)
    except InvalidPolicy:
        return None

"""Drafts a policy from a written one: statement by statement, with every guess marked."""

from __future__ import annotations

from wechat_policy.drafting.composing import compose
from wechat_policy.drafting.drafted import Drafted, Written, drafted
from wechat_policy.drafting.paragraphs import Line
from wechat_policy.drafting.reading import Unreadable, read_document, read_text
from wechat_policy.drafting.soundness import sound_text
from wechat_policy.drafting.telling import to_dict
from wechat_policy.lexical import Skin

__all__ = [
    "Drafted",
    "Line",
    "Unreadable",
    "Written",
    "draft",
    "policy_text",
    "read_document",
    "read_text",
    "to_dict",
]

draft = drafted


def policy_text(written: Written, name: str, skin: Skin = "zh") -> str:
    """The text of the draft, which checks without errors; `name` is that of the document."""
    return sound_text(compose(written, name, skin), skin)

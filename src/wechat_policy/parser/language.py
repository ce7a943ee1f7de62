"""The grammar of one section as lark takes it: policy.lark with a terminal for each keyword.

The sections of a policy and those of a file of cases are two languages with common parts: a parser
of both at once would take the keywords of one for such in the other.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wechat_policy.grammar import read_text
from wechat_policy.lexical import DocumentKind, Keyword, keywords, spelling

if TYPE_CHECKING:
    from lark import Lark

_NAMELESS = r"(?!(?:and|or|when|unless|且|并|并且|或|或者|当|除非)(?!\w))"
_FOLLOWED = {
    **dict.fromkeys(("count", "had", "last", "share"), r"(?=\s*\()"),
    **dict.fromkeys(("any", "all"), rf"(?=\s+{_NAMELESS}\w[\w.]*\s*\()"),
    **dict.fromkeys(("sum", "distinct"), r"(?=\s+\w[\w.]*\s*(?:of|之)(?!\w))"),
}
"""What has to follow a keyword that is else an ordinary word: `last` may be a fact."""

_EVERY = r"每(?=(?:[日天周月季年]|季度)(?!\w)|\d+(?:\.\d+)?(?:秒|分钟|小时|天|周|个?工作日))"
"""每 joins a period or a length of time as it does in speech: 每月, 每30分钟."""


START: Mapping[DocumentKind, str] = {"policy": "section", "cases": "piece"}
"""The rule of a section by the kind of document."""


@functools.cache
def grammar(kind: DocumentKind = "policy") -> Lark:
    """The parser of one section of a kind of document, built on first use."""
    from lark import Lark

    return Lark(
        definition(),
        parser="lalr",
        start=START[kind],
        propagate_positions=True,
        maybe_placeholders=True,
    )


def definition() -> str:
    """The whole grammar of a section in lark's notation, keywords included."""
    return read_text("policy.lark") + "\n" + "\n".join(_terminals()) + "\n"


def _terminals() -> list[str]:
    """One terminal for each keyword, with the spellings of both skins."""
    return [
        f"_{keyword.key.upper()}.4: /{standing(keyword, (*keyword.en, *keyword.zh))}/"
        for keyword in keywords().values()
    ]


def standing(keyword: Keyword, spellings: Sequence[str]) -> str:
    """A regular expression for some spellings of a keyword where they can stand for it.

    The look-ahead keeps a keyword from ending inside a name.
    """
    followed = _FOLLOWED.get(keyword.key, "")
    glued = f"|{_EVERY}" if keyword.key == "per" and "每" in spellings else ""
    return rf"(?:{spelling(spellings)})(?!\w)(?!\.\w){followed}{glued}"

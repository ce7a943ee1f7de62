"""Makes sure that a draft checks without errors: what is at fault takes a safer form."""

from __future__ import annotations

from wechat_policy.assembly import assemble
from wechat_policy.checker import check
from wechat_policy.drafting.composing import Block, text_of
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import Skin
from wechat_policy.loading import checked, find_library
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source

_ROUNDS = 12


def sound_text(blocks: list[Block], skin: Skin) -> str:
    """The draft in a skin, laid out as the formatter does, without errors."""
    for _ in range(_ROUNDS):
        text = text_of(blocks)
        errors = _errors(text)
        if not errors:
            # The formatter's text reads as the same tree.
            return _printed(text, skin)
        if not _stepped_back(blocks, errors):
            break
    return _plainest(blocks, skin)


def _plainest(blocks: list[Block], skin: Skin) -> str:
    """The draft with notes in place of all clauses."""
    kept = [one for one in blocks if one.part in ("head", "clause", "note")]
    for one in kept:
        if one.part != "head":
            one.form = len(one.forms) - 2
    for _ in range(2):
        text = _printed(text_of(kept), skin)
        if not _errors(text):
            return text
        kept[0].step_back()
    return _printed(kept[0].forms[-1], skin)


def _stepped_back(blocks: list[Block], errors: list[Diagnostic]) -> bool:
    """Takes safer forms of the blocks that the errors stand in; false if none could be found."""
    ends = []
    line = 1
    shown = [one for one in blocks if one.text]
    for one in shown:
        line += one.text.count("\n") + 1
        ends.append(line)
    hit = set()
    for error in errors:
        at = error.source.position(error.span.start)[0]
        hit.add(next((number for number, end in enumerate(ends) if at < end), len(ends) - 1))
    stepped = [shown[number].step_back() for number in hit]
    return any(stepped)


def _errors(text: str) -> list[Diagnostic]:
    source = Source("draft.policy", text)
    if "通用." in text:
        found = checked(source)[1]
    else:
        # Where no shipped word is named, the thousands of them need not be read.
        document, faults = parse(source)
        assembly, missing = assemble(document, find_library)
        found = (*faults, *missing, *check(assembly))
    return [one for one in found if one.level == "error"]


def _printed(text: str, skin: Skin) -> str:
    document, _ = parse(Source("draft.policy", text))
    return print_policy(document, skin)

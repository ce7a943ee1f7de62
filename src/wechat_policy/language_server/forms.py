"""How a condition word is written with its arguments, in either skin."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType

from wechat_policy.rules.base import Condition

ARGUMENTS: Mapping[str, tuple[str, str]] = {
    "str": ('"…"', "“…”"),
    "int": ("NUMBER", "数字"),
    "float": ("NUMBER", "数字"),
    "Words": ("LEXICON", "词库"),
    "Recognizer": ("RECOGNIZER", "识别项"),
    "Pattern": ("/…/", "/…/"),
    "Characters": ("20chars", "20字"),
    "Sequence": ('{"…", …}', "{“…”、…}"),
}
"""How an argument of a condition is written in each skin, by the name of its type."""


def form(condition: Condition, skin: str) -> str:
    """How a condition is written on a text; what may be left out is bracketed."""
    told = ["text" if skin == "en" else "正文"]
    told.append(condition.name if skin == "en" else condition.alias)
    for one in condition.parameters:
        kind = written(one.type, skin)
        word = one.name if skin == "en" else one.alias or one.name
        part = f"{word} {kind}" if one.named else kind
        told.append(part if one.required else f"[{part}]")
    return " ".join(told)


def written(annotation: object, skin: str) -> str:
    """How an argument of a type is written in a skin."""
    for kind in (*getattr(annotation, "__args__", ()), annotation):
        name = getattr(kind, "__name__", "")
        if name in ARGUMENTS and (kind is annotation or annotation.__class__ is UnionType):
            return ARGUMENTS[name][skin == "zh"]
    return str(annotation)

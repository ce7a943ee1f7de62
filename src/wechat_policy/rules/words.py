"""The condition words that come with the library, and the canonical spelling of theirs."""

from __future__ import annotations

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules import content, values
from wechat_policy.rules.base import CONDITIONS, Recognizer

BUILT_IN = (content, values)
"""The modules whose functions are registered by importing them."""


def canonical_condition(word: str) -> str:
    """The name of a condition word; one that is not known comes back as it is."""
    found = CONDITIONS.get(word)
    return found.name if found else word


def canonical_argument(condition: str, word: str) -> str:
    """The canonical spelling of a bare word among the arguments of a condition."""
    found = CONDITIONS.get(condition)
    if found is None:
        return word
    for parameter in found.parameters:
        if parameter.named and word in (parameter.name, parameter.alias):
            return parameter.name
    if any(parameter.type is Recognizer for parameter in found.parameters):
        for recognizer in RECOGNIZERS.values():
            if word == recognizer.zh:
                return recognizer.name
    return word


def spell_condition(name: str, skin: str) -> str:
    """A condition word as a skin writes it."""
    found = CONDITIONS.get(name)
    return found.alias if found and skin == "zh" else name


def spell_argument(condition: str, word: str, skin: str) -> str:
    """A bare word among the arguments of a condition as a skin writes it."""
    found = CONDITIONS.get(condition)
    if found is None or skin == "en":
        return word
    for parameter in found.parameters:
        if parameter.named and word == parameter.name:
            return parameter.alias or word
    if word in RECOGNIZERS and any(one.type is Recognizer for one in found.parameters):
        return RECOGNIZERS[word].zh
    return word

"""What a word of the language is, as Markdown: both names, its type, what it means."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Mapping

from wechat_policy.errors import Language
from wechat_policy.language_server.forms import form
from wechat_policy.language_server.meanings import Slot
from wechat_policy.lexical import keywords
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.resolution import Environment, Resolved, pattern_types
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.words import (
    DAYS,
    LEVELS,
    PERIODS,
    POPULATIONS,
    READINGS,
    ROWS,
    SANCTIONS,
    VARIABLES,
    canonical,
    canonical_list,
    canonical_path,
    canonical_value,
    spell,
    spell_value,
)

_TYPES: Mapping[str, str] = {
    "string": "文字", "bool": "是或否", "int": "整数", "number": "数", "date": "日期",
    "datetime": "时间", "enum": "固定的值", "object": "一组内容", "ref": "事件编号",
    "category": "报告类别", "person": "人员", "group": "群", "account": "账号", "device": "设备",
    "any": "任何值",
}  # fmt: skip
_KINDS: Mapping[str, tuple[str, str]] = {
    "event": ("event", "事件"), "category": ("report category", "报告类别"),
    "fact": ("fact", "事实"), "value": ("value", "取值"), "word": ("condition word", "条件词"),
    "recognizer": ("recognizer", "识别项"), "sanction": ("sanction", "处理"),
    "keyword": ("keyword", "关键字"), "day": ("days", "日子"), "reading": ("reading", "读法"),
    "period": ("calendar period", "日历周期"), "population": ("all of a kind", "全部"),
    "row": ("row of the directory", "通讯录一行"), "variable": ("beginning of a path", "路径开头"),
}  # fmt: skip
_FEW = 12


@functools.cache
def _keyword_texts() -> Mapping[str, Mapping[Language, str]]:
    import tomllib
    from importlib.resources import files

    table = files("wechat_policy.language_server").joinpath("keywords.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))


@functools.cache
def _keyword_keys() -> Mapping[str, str]:
    """The keyword of every spelling; of several with one spelling the first."""
    found: dict[str, str] = {}
    for key, one in keywords().items():
        for word in (*one.en, *one.zh):
            found.setdefault(word, key)
    return found


def keyword(word: str, language: Language) -> str:
    """What a keyword is for, by any of its spellings; empty for any other word."""
    key = _keyword_keys().get(word)
    return "" if key is None else keyword_key(key, language)


def keyword_key(key: str, language: Language) -> str:
    """The same by the key of the keyword."""
    one = keywords()[key]
    spelt = " ".join(f"`{word}`" for word in (*one.en[:1], *one.zh))
    return _entry(spelt, "keyword", language, _keyword_texts()[key][language])


def word_at(word: str, slot: Slot, language: Language) -> str:
    """What a word is at a place where such a slot is; empty where it is no word of the language."""
    match slot.kind:
        case "event":
            return event(canonical("event", word), language)
        case "category":
            return category(canonical("category", word), language)
        case "fact" | "list" | "fact_name":
            return fact(word, slot.scope, language)
        case "value":
            return value(word, slot, language) or fact(word, slot.scope, language)
        case "word":
            return condition(word, language)
        case "argument":
            return recognizer(word, language) or fact(word, slot.scope, language)
        case "sanction" | "head":
            return fixed("sanction", word, language)
        case "day" | "reading" | "row" | "period":
            return fixed(slot.kind, word, language)
        case "bound":
            return fact(word, slot.scope, language)
    return ""


def event(name: str, language: Language) -> str:
    """An event type, or a family of them."""
    words = vocabulary()
    found = words.event(name)
    if found is None:
        if not pattern_types(name) or name.startswith("x."):
            return ""
        return _entry(_both(name, spell("event", name, "zh")), "event", language, "")
    subject = ""
    if found.subject is not None:
        who = _both(found.subject, words.words[found.subject])
        subject = f"{who} answers." if language == "en" else f"由{who}负责。"
    own = [one for at, one in found.attributes.items() if at not in ("type", "id", "at")]
    shown = ", ".join(_both(one.name, one.zh) for one in own[:_FEW])
    more = " …" if len(own) > _FEW else ""
    lead = "Says: " if language == "en" else "可以写："
    return _entry(
        _both(found.name, found.zh), "event", language, f"{found.meaning}. {subject}",
        f"{lead}{shown}{more}" if own else "",
    )  # fmt: skip


def category(name: str, language: Language) -> str:
    """A report category."""
    found = vocabulary().categories.get(name)
    if found is None:
        return ""
    return _entry(_both(found.name, found.zh), "category", language, f"{found.meaning}.")


def fact(path: str, scope: Environment, language: Language) -> str:
    """A fact by its path, in the light of what it may be of."""
    name = canonical_path(path)
    if (found := canonical_list(path)) in POPULATIONS:
        return fixed("population", found, language)
    if name in VARIABLES and "." not in name:
        return fixed("variable", name, language)
    resolved = scope.resolve(name)
    if isinstance(resolved, Resolved) and resolved.attribute.name:
        return attribute(resolved.attribute, language, name)
    return ""


def attribute(one: Attribute, language: Language, path: str = "") -> str:
    """An attribute or a fact of the directory with its type and values."""
    told = f"{one.meaning}." if one.meaning else ""
    shown = one.values or one.known
    values = ", ".join(_both(word, spell_value(one.name, word, "zh")) for word in shown[:_FEW]) + (
        " …" if len(shown) > _FEW else ""
    )
    lead = "Values: " if language == "en" else "取值："
    name = path or one.name
    return _entry(
        _both(name, spell("path", name, "zh")), "fact", language, told,
        lead + values if shown else "", of_type=_type(one, language),
    )  # fmt: skip


def _type(one: Attribute, language: Language) -> str:
    unit = f" ({one.unit})" if one.unit else ""
    if language == "en":
        return one.type + unit
    told = _TYPES.get(one.element, one.element)
    return (f"多个{told}" if one.is_list else told) + unit


def value(word: str, slot: Slot, language: Language) -> str:
    """A value of a fact."""
    resolved = slot.scope.resolve(slot.path)
    owner = resolved.attribute if isinstance(resolved, Resolved) else None
    if owner is None:
        return ""
    if owner.element == "category":
        return category(canonical("category", word), language)
    name = canonical_value(owner.name, word)
    if name not in (*owner.values, *owner.known) and vocabulary().value(owner.name, word) is None:
        return ""
    of = _both(owner.name, owner.zh)
    told = f"A value of {of}." if language == "en" else f"{of} 的取值。"
    return _entry(_both(name, spell_value(owner.name, name, "zh")), "value", language, told)


def condition(word: str, language: Language) -> str:
    """A condition word with its form."""
    found = CONDITIONS.get(word)
    if found is None:
        return ""
    forms = f"`{form(found, 'en')}`  \n`{form(found, 'zh')}`"
    return _entry(
        _both(found.name, found.alias), "word", language, forms, inspect.cleandoc(found.doc)
    )


def recognizer(word: str, language: Language) -> str:
    """A recognizer."""
    for one in RECOGNIZERS.values():
        if word in (one.name, one.zh):
            return _entry(_both(one.name, one.zh), "recognizer", language, one.meaning)
    return ""


_FIXED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sanction": SANCTIONS, "day": DAYS, "reading": READINGS, "row": ROWS, "period": PERIODS,
    "population": POPULATIONS, "variable": VARIABLES,
}  # fmt: skip


def fixed(kind: str, word: str, language: Language) -> str:
    """A word of one of the fixed tables."""
    for name, aliases in _FIXED[kind].items():
        if word == name or word in aliases:
            told = ""
            if kind == "reading" and name in LEVELS:
                told = ", ".join(_both(one, READINGS[one][0]) for one in LEVELS[name])
            return _entry(_both(name, *aliases), kind, language, told)
    return ""


def _both(*names: str) -> str:
    """The names of one thing, each once."""
    return " ".join(f"`{name}`" for name in dict.fromkeys(names) if name)


def _entry(names: str, kind: str, language: Language, *more: str, of_type: str = "") -> str:
    label = _KINDS[kind][language == "zh"]
    if of_type:
        label += (", " if language == "en" else "，") + of_type
    head = f"**{names}** — {label}"
    return _paragraphs([head, *more])


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())

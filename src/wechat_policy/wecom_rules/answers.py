"""Rules as WeCom gives them: what was asked for, and what get_intercept_rule and others answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from wechat_policy.adapters import fields
from wechat_policy.adapters.directories.told import each
from wechat_policy.adapters.records import Refused, described
from wechat_policy.wecom_rules.limits import LIMITS, WARN, Kind
from wechat_policy.wecom_rules.losses import Loss

_INTERCEPT = frozenset(
    {"rule_id", "rule_name", "word_list", "semantics_list", "extra_rule", "intercept_type"}
    | {"applicable_range", "errcode", "errmsg", "create_time"}
)
_KEYWORD = frozenset(
    {"rule_id", "name", "keyword", "semantics", "applicable_range", "errcode", "errmsg"}
    | {"create_time"}
)
_RANGE = frozenset({"target_type", "chat_type", "department", "user", "external_contact", "chat"})
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_EXCLUDED = ("exclude_mobile", "exclude_email", "exclude_bank_card")


@attrs.frozen
class Rule:
    """One rule, of either kind; None and () where it sets no bound."""

    kind: Kind
    name: str
    words: tuple[str, ...] = ()
    recognized: tuple[str, ...] = ()
    exact: bool = False
    warns: bool = False
    users: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    targets: tuple[int, ...] = ()
    chats: tuple[int, ...] = ()
    losses: tuple[Loss, ...] = ()


def rules_in(record: Mapping[str, Any]) -> Iterator[Rule | Refused]:
    """The rules of an answer or a request, each damaged one as a `Refused`."""
    for key in ("rule", "rule_list", "rules"):
        if key in record:
            if record[key] is None:
                yield Refused("missing", key)
                return
            for path, item in each(record, key):
                if isinstance(item, Mapping):
                    yield from _one(item, path)
                else:
                    yield Refused("wrong", path, "an object", described(item))
            return
    yield from _one(record, "")


def is_rule(record: Mapping[str, Any]) -> bool:
    """Whether an object is a rule, or holds some."""
    inner = record.get("rule", record.get("rule_list", record.get("rules")))
    if isinstance(inner, list) and inner:
        inner = inner[0]
    found = inner if isinstance(inner, Mapping) else record
    return "rule_name" in found or (
        "name" in found and {"keyword", "semantics"} & found.keys() != set()
    )


def _one(item: Mapping[str, Any], path: str) -> Iterator[Rule | Refused]:
    try:
        if "rule_name" in item or "intercept_type" in item or "word_list" in item:
            yield _intercept(item, path)
        elif "keyword" in item or "semantics" in item:
            yield _keyword(item, path)
        else:
            yield Refused("missing", fields.joined(path, "rule_name"))
    except Refused as refused:
        yield refused


def _intercept(item: Mapping[str, Any], path: str) -> Rule:
    name = fields.text(item, "rule_name", path) or str(item.get("rule_id") or "rule")
    words, losses = _words(item, "word_list", path, name)
    extra = item.get("extra_rule")
    holder = extra if isinstance(extra, Mapping) and "semantics_list" in extra else item
    recognized, unknown = _semantics(holder, path, "intercept", name)
    within = _object(item, "applicable_range", path)
    where = fields.joined(path, "applicable_range")
    return Rule(
        kind="intercept",
        name=name,
        words=words,
        recognized=recognized,
        warns=fields.whole(item, "intercept_type", path) == WARN,
        users=_ids(within, "user_list", where),
        departments=tuple(one for one in _ids(within, "department_list", where) if one != "1"),
        losses=(*losses, *unknown, *_left(item, _INTERCEPT, name)),
    )


def _keyword(item: Mapping[str, Any], path: str) -> Rule:
    name = fields.text(item, "name", path) or str(item.get("rule_id") or "rule")
    keyword = _object(item, "keyword", path)
    place = fields.joined(path, "keyword")
    words, losses = _words(keyword, "word_list", place, name)
    found = list(losses)
    if _is_set(keyword, "is_case_sensitive", place):
        found.append(Loss(name, "case", "wider"))
    exact = fields.whole(keyword, "match_rule", place) == 1
    if exact and _is_set(keyword, "is_trim_msg", place):
        found.append(Loss(name, "trim", "narrower"))
    semantics = _object(item, "semantics", path)
    recognized, unknown = _semantics(semantics, fields.joined(path, "semantics"), "keyword", name)
    within = _object(item, "applicable_range", path)
    where = fields.joined(path, "applicable_range")
    lists: dict[str, tuple[str, ...]] = {}
    for key in sorted(_RANGE):
        part = _object(within, key, where)
        inner = "type_list" if key.endswith("_type") else "id_list"
        lists[key] = _ids(part, inner, fields.joined(where, key))
    for key in _EXCLUDED:
        if count := sum(len(value) for value in _object(within, key, where).values()):
            found.append(Loss(name, "exclude", "wider", f"{key}: {count}"))
    for value in _object(within, "session_type", where).values():
        found.append(Loss(name, "session", "wider", ", ".join(map(str, value))))
    found += _left(within, {*_RANGE, *_EXCLUDED, "session_type"}, name)
    return Rule(
        kind="keyword",
        name=name,
        words=words,
        recognized=recognized,
        exact=exact,
        warns=True,
        users=(*lists["user"], *lists["external_contact"]),
        departments=tuple(one for one in lists["department"] if one != "1"),
        groups=lists["chat"],
        targets=tuple(int(one) for one in lists["target_type"] if one.isdigit()),
        chats=tuple(int(one) for one in lists["chat_type"] if one.isdigit()),
        losses=(*found, *unknown, *_left(item, _KEYWORD, name)),
    )


def _words(
    item: Mapping[str, Any], key: str, path: str, name: str
) -> tuple[tuple[str, ...], list[Loss]]:
    told = item.get(key)
    if told is None:
        return (), []
    if isinstance(told, str):
        told = [told]
    if not isinstance(told, list | tuple):
        raise Refused("wrong", fields.joined(path, key), "a list", described(told))
    good: dict[str, None] = {}
    losses = []
    for place, word in enumerate(told):
        # A word that is blank would be found in every message.
        if isinstance(word, str) and word.strip() and not _UNWRITABLE.search(word):
            good[word.strip()] = None
        else:
            losses.append(Loss(name, "bad_word", "left_out", str(place)))
    return tuple(good), losses


def _semantics(
    item: Mapping[str, Any], path: str, kind: Kind, name: str
) -> tuple[tuple[str, ...], list[Loss]]:
    numbers = {str(number): one for one, number in LIMITS[kind].semantics.items()}
    told = _ids(item, "semantics_list", path)
    losses = [Loss(name, "semantics", "left_out", one) for one in told if one not in numbers]
    return tuple(dict.fromkeys(numbers[one] for one in told if one in numbers)), losses


def _object(item: Mapping[str, Any], key: str, path: str) -> Mapping[str, Any]:
    found = item.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise Refused("wrong", fields.joined(path, key), "an object", described(found))
    return found


def _ids(item: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
    found = item.get(key)
    if found is None:
        return ()
    if type(found) is int:
        found = [found]
    return tuple(dict.fromkeys(fields.identities(found, fields.joined(path, key))))


def _is_set(item: Mapping[str, Any], key: str, path: str) -> bool:
    value = item.get(key)
    return value is True or (value not in (None, False) and fields.whole(item, key, path) == 1)


def _left(
    item: Mapping[str, Any], known: Sequence[str] | frozenset[str] | set[str], name: str
) -> list[Loss]:
    return [
        Loss(name, "field", "noted", str(key)[:40])
        for key in item
        if key not in known and item[key] not in (None, "", [], {})
    ]

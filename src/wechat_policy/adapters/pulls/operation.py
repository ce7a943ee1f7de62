"""What members and administrators did with their accounts: the two operation logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.details import Details, details
from wechat_policy.adapters.pulls.page import Item, Kind, mark, pulled
from wechat_policy.adapters.records import Refused

MEMBER_OPERATIONS: Mapping[int, str] = MappingProxyType(
    {
        1: "添加外部联系人",
        2: "删除外部联系人",
        3: "标记企业客户",
        4: "新设备登录",
        5: "更换手机号",
        6: "绑定微信号",
        7: "换绑微信号",
        8: "邀请成员",
        9: "封禁登录",
        11: "修改昵称",
        12: "修改姓名",
        13: "副设备登录",
        15: "确认高级功能订单",
        16: "应用变更",
        17: "确认会话内容存档订单",
        20: "封禁互通",
        21: "锁定设备",
    }
)
"""What the types of the log of members stand for, by the names that WeCom gives them."""

ADMIN_OPERATIONS: Mapping[int, str] = MappingProxyType(
    {
        2: "权限管理变更",
        3: "成员与部门变更",
        7: "其它",
        8: "应用变更",
        11: "通讯录与聊天管理",
        12: "企业信息管理",
        13: "外部联系人管理",
    }
)
"""What the types of the log of administrators stand for."""

ADMIN_DETAILS: Mapping[int, str] = MappingProxyType(
    {1: "绑定手机", 14: "新增成员", 23: "登录后台", 161: "重置Secret"}
)
"""What the finer types of the log of administrators stand for, as far as they are known."""

_NEW_DEVICE, _SECOND_DEVICE, _LOCKED = 4, 13, 21
_CHANGED = {5: "phone", 6: "wechat", 7: "wechat", 11: "nickname", 12: "name"}
_NEW_VALUE = {
    "phone": ("新手机号", "修改后", "手机号"),
    "wechat": ("新微信号", "修改后", "微信号"),
    "nickname": ("新昵称", "修改后", "昵称"),
    "name": ("新姓名", "修改后", "姓名"),
}
_RENAMED = frozenset({11, 12})
_RESTRICTED: Mapping[int, Mapping[str, Any]] = {
    9: {"measure": "suspend"},
    20: {"measure": "restrict", "functions": ["interconnection"]},
}
_ADDED_CONTACT = 1
_SETTINGS = frozenset({2, 8, 12})
_ADMIN_LOGIN = 23
_UNTOLD = "changed"


def _operation(item: Item) -> Iterator[Native | Refused]:
    at = item.moment("time")
    actor = item.identity("userid")
    kind = item.code("oper_type")
    detail = item.whole("detail_type")
    told = details(item.text("detail_info"))
    log = "member_oper" if detail is None else "admin_oper"
    number = f"{kind}" if detail is None else f"{kind}.{detail}"
    shown = mark(told.text, item.text("ip"))
    event: Native = {"id": f"{log}/{actor}/{int(at.timestamp())}/{number}/{shown}", "at": at}
    rest = item.rest("time", "userid", "detail_info")
    if told.text:
        rest["x_detail_info"] = told.text
    if detail is None:
        yield from _of_member(event, actor, kind, told, rest)
    else:
        yield _of_admin(event, actor, kind, detail, told) | rest


def _of_member(
    event: Native, actor: str, kind: int, told: Details, rest: Native
) -> Iterator[Native]:
    account = {**event, "account": actor}
    if kind in (_NEW_DEVICE, _SECOND_DEVICE):
        yield {**account, "type": "login", "actor": actor, **rest}
    if kind in (_NEW_DEVICE, _SECOND_DEVICE, _LOCKED):
        own = {"id": f"{event['id']}/anomaly"} if kind != _LOCKED else {}
        stated = {"actor": actor, "kind": "device", "noticed_by": "system"}
        yield {**account, **own, "type": "account.anomaly", **stated, **rest}
    elif kind in _CHANGED:
        field = _CHANGED[kind]
        names = _NEW_VALUE[field]
        # A text that tells the new value as such tells the old one under the plain name.
        value = told.only(*names[:2]) or told.only(names[2])
        changes = {field: value or _UNTOLD}
        yield {**account, "type": "account.update", "actor": actor, "changes": changes, **rest}
        if kind in _RENAMED and value:
            own = {"id": f"{event['id']}/rename", "name": value}
            yield {**account, **own, "type": "account.rename", "actor": actor, **rest}
    elif kind in _RESTRICTED:
        # The log does not say who restricted it: a member does not do it to himself.
        stated = {"holder": actor, **_RESTRICTED[kind]}
        yield {**account, "type": "account.restrict", **stated, **rest}
    elif kind == _ADDED_CONTACT and (name := told.only("姓名", "昵称")):
        stated = {"actor": actor, "contact": outsider(name), "state": "added"}
        yield {**event, "type": "contact.add", **stated, **rest}
    else:
        yield _operated(event, actor, MEMBER_OPERATIONS.get(kind, f"oper_type {kind}"), told) | rest


def _of_admin(event: Native, actor: str, kind: int, detail: int, told: Details) -> Native:
    name = ADMIN_DETAILS.get(detail) or ADMIN_OPERATIONS.get(kind) or f"oper_type {kind}"
    if detail == _ADMIN_LOGIN:
        return {**event, "type": "login", "actor": actor, "account": actor, "client": "web"}
    if kind in _SETTINGS:
        stated = {"scope": "platform", "operation": "change", "key": name}
        return {**event, "type": "setting.change", "actor": actor, **stated}
    return _operated(event, actor, name, told)


def _operated(event: Native, actor: str, name: str, told: Details) -> Native:
    done = {**event, "type": "admin.operate", "actor": actor, "operation": name}
    target = told.only("姓名", "成员", "名称")
    return done if target is None else {**done, "target": target}


def outsider(name: str) -> str:
    """The id of somebody outside whom a record tells by name only; no member can have it."""
    return f"external:{name}"


def _is_operation(value: Mapping[str, Any]) -> bool:
    return "oper_type" in value and ("time" in value or "userid" in value)


OPERATION = pulled(
    "operation",
    {
        "en": "WeCom operation logs of members and administrators",
        "zh": "企业微信成员与管理端操作日志",
    },
    Kind("record_list", _is_operation, _operation),
)

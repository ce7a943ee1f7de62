"""What was done with files: uploads, downloads, sharing, and all else as a type of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.operation import outsider
from wechat_policy.adapters.pulls.page import Item, Kind, mark, pulled
from wechat_policy.adapters.records import Refused

OTHER_USE = "x.file.use"
"""The type of what the vocabulary has no event for: `operation` names it."""

FILE_OPERATIONS: Mapping[int, str] = MappingProxyType(
    {
        101: "上传",
        102: "新建文件夹",
        103: "下载",
        104: "更新",
        105: "星标",
        106: "移动",
        107: "复制",
        108: "重命名",
        109: "删除",
        110: "恢复",
        111: "彻底删除",
        112: "转发到企业微信",
        113: "通过链接下载",
        114: "获取分享链接",
        115: "修改分享链接",
        116: "关闭分享链接",
        117: "收藏",
        118: "新建文档",
        119: "新建表格",
        121: "打开",
        124: "导出文件",
        127: "添加文件成员",
        128: "修改文件成员权限",
        129: "移除文件成员",
        130: "设置水印",
        131: "修改企业内权限",
        132: "修改企业外权限",
        133: "添加快捷入口",
        134: "转发到微信",
        135: "预览",
        136: "权限管理",
        139: "安全设置",
        140: "邮件分享",
        142: "离职转交",
        10001: "通过下载申请",
        10002: "拒绝",
    }
)
"""What the types of operation stand for, by the names that WeCom gives them."""

_UPLOADS = frozenset({101, 104})
_DOWNLOADS = frozenset({103, 113, 10001})
_SHARES = {
    112: "other",
    114: "link",
    124: "other",
    127: "drive",
    128: "drive",
    134: "wechat",
    140: "email",
}
_DRIVE = 404
_BY_LINK = re.compile(r"通过(.{1,60}?)的链接下载了(.+)", re.DOTALL)


def _operation(item: Item) -> Iterator[Native | Refused]:
    at = item.moment("time")
    operation = item.inner("operation")
    kind = operation.code("type")
    source = operation.whole("source")
    actor = _actor(item)
    name = item.text("file_info")
    event: Native = {
        "id": f"file_oper/{actor}/{int(at.timestamp())}/{kind}/{mark(name, item.text('file_md5'))}",
        "at": at,
        "actor": actor,
        "file": _file(item, name),
    }
    told = ["time", "userid", "operation", "file_info", "file_size", "file_md5"]
    if kind in _UPLOADS:
        event["type"] = "file.upload"
        event["destination"] = "company_drive" if source == _DRIVE else "platform"
    elif kind in _DOWNLOADS:
        event["type"] = "file.download"
    elif kind in _SHARES:
        event["type"] = "file.share"
        event["channel"] = _SHARES[kind]
    else:
        event["type"] = OTHER_USE
        event["operation"] = FILE_OPERATIONS.get(kind, f"type {kind}")
    if event["type"] in ("file.upload", "file.download") and item.has("device_code"):
        event["device"] = item.identity("device_code")
        told.append("device_code")
    if found := _BY_LINK.fullmatch(name):
        event["x_link_owner"] = found[1]
    event["x_operation_type"] = kind
    if source is not None:
        event["x_operation_source"] = source
    yield event | item.rest(*told)


def _actor(item: Item) -> str:
    """Who did it: a member by id, somebody outside by the name that the record has."""
    if item.has("external_user") and not item.has("userid"):
        return outsider(item.inner("external_user").identity("name"))
    return item.identity("userid")


def _file(item: Item, name: str) -> Native:
    found = _BY_LINK.fullmatch(name)
    file: Native = {"name": found[2] if found else name} if name else {}
    size = item.whole("file_size")
    if size is not None:
        file["size"] = size
    if item.has("file_md5"):
        file["md5"] = item.text("file_md5")
    return file


def _is_operation(value: Mapping[str, Any]) -> bool:
    operation = value.get("operation")
    if isinstance(operation, Mapping):
        return "type" in operation and "time" in value
    return "file_info" in value and "time" in value


FILE_RECORD = pulled(
    "file_record",
    {"en": "WeCom file operations", "zh": "企业微信文件防泄漏操作记录"},
    Kind("record_list", _is_operation, _operation),
)

"""What the message types of WeChat are called, and which kind of content each is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SYSTEM, CALL, SHARE = 10000, 50, 49
"""Message types that are told in a way of their own: lines of the program, calls, shared things."""

QUOTE, FORWARD, NOTICE, TRANSFER, REDPACKET = 57, 19, 87, 2000, 2001
"""Subtypes of a shared thing that say more than their kind."""

_TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "text",
        3: "image",
        34: "voice",
        42: "card",
        43: "video",
        47: "sticker",
        48: "location",
        62: "video",
        66: "card",
    }
)

_SHARES: Mapping[int, str] = MappingProxyType(
    {
        1: "text",
        3: "link",
        4: "link",
        5: "link",
        6: "file",
        8: "sticker",
        17: "location",
        FORWARD: "forward",
        24: "note",
        33: "miniprogram",
        36: "miniprogram",
        40: "forward",
        51: "channel_video",
        53: "chain",
        QUOTE: "text",
        63: "channel_video",
        74: "file",
        92: "link",
        TRANSFER: "transfer",
        REDPACKET: "redpacket",
    }
)

# Android has numbers of its own for some shared things.
_ANDROID: Mapping[int, int] = MappingProxyType(
    {436207665: REDPACKET, 419430449: TRANSFER, 822083633: QUOTE, 1090519089: 6, 16777265: 5}
)

LABELS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "文本": (1, 0),
        "图片": (3, 0),
        "语音": (34, 0),
        "名片": (42, 0),
        "推荐公众号": (42, 0),
        "个人/公众号名片": (42, 0),
        "视频": (43, 0),
        "表情": (47, 0),
        "动画表情": (47, 0),
        "表情包": (47, 0),
        "位置": (48, 0),
        "地理位置": (48, 0),
        "位置共享": (SHARE, 17),
        "分享": (SHARE, 0),
        "链接": (SHARE, 5),
        "卡片式链接": (SHARE, 5),
        "图文": (SHARE, 5),
        "音乐": (SHARE, 3),
        "文件": (SHARE, 6),
        "合并转发": (SHARE, FORWARD),
        "合并转发的聊天记录": (SHARE, FORWARD),
        "聊天记录": (SHARE, FORWARD),
        "用户上传的GIF表情": (SHARE, 8),
        "笔记": (SHARE, 24),
        "收藏": (SHARE, 24),
        "小程序": (SHARE, 33),
        "分享的小程序": (SHARE, 33),
        "视频号": (SHARE, 51),
        "视频号直播": (SHARE, 63),
        "直播": (SHARE, 63),
        "接龙": (SHARE, 53),
        "引用": (SHARE, QUOTE),
        "引用回复": (SHARE, QUOTE),
        "带有引用的文本": (SHARE, QUOTE),
        "拍一拍": (SHARE, 62),
        "群公告": (SHARE, NOTICE),
        "转账": (SHARE, TRANSFER),
        "红包": (SHARE, REDPACKET),
        "红包封面": (SHARE, 2003),
        "通话": (CALL, 0),
        "语音通话": (CALL, 0),
        "语音/视频通话": (CALL, 0),
        "系统": (SYSTEM, 0),
        "系统通知": (SYSTEM, 0),
        "撤回": (SYSTEM, 0),
    }
)
"""The Chinese names that exports give to message types, without 消息 at the end."""

CHATLAB: Mapping[int, tuple[int, int]] = MappingProxyType(
    {
        0: (1, 0),
        1: (3, 0),
        2: (34, 0),
        3: (43, 0),
        4: (SHARE, 6),
        5: (47, 0),
        7: (SHARE, 5),
        8: (48, 0),
        20: (SHARE, REDPACKET),
        21: (SHARE, TRANSFER),
        22: (SHARE, 62),
        23: (CALL, 0),
        24: (SHARE, 0),
        25: (SHARE, QUOTE),
        26: (SHARE, FORWARD),
        27: (42, 0),
        80: (SYSTEM, 0),
        81: (SYSTEM, 0),
    }
)
"""The message types of ChatLab by those of WeChat."""

RECALL = 81
"""The message type of ChatLab for a message that was taken back."""


def split(message_type: int, subtype: int | None) -> tuple[int, int]:
    """The type and the subtype that numbers of any version of the program stand for."""
    if message_type in _ANDROID:
        return SHARE, _ANDROID[message_type]
    if message_type >= 2**32:  # Newer versions keep both in one number.
        return message_type & 0xFFFFFFFF, message_type >> 32
    if message_type == 10002:
        return SYSTEM, subtype or 0
    return message_type, subtype or 0


def labelled(label: str) -> tuple[int, int] | None:
    """The type and the subtype of a Chinese name, None if it is not known."""
    name = label.strip()
    return LABELS.get(name) or LABELS.get(name.removesuffix("消息"))


def kind_of(message_type: int, subtype: int) -> str:
    """The kind of content that a type is; "other" for types that say nothing of it."""
    if message_type == SHARE:
        return _SHARES.get(subtype, "link" if subtype == 0 else "other")
    return "call" if message_type == CALL else _TYPES.get(message_type, "other")

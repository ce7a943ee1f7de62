"""Personal exports: what each kind of record becomes, what is refused, and damaged files."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_adapters_fuzz import checked, mutants
from wechat_policy.adapters import FORMATS, Record, detect, read

ROOM = "5501@chatroom"
SHARED = os.environ.get("WECHAT_POLICY_SHARED", "")


def told(source: Any, **options: Any) -> list[dict[str, Any]]:
    """The events of a source, each without type and channel where these are the usual ones."""
    return [event(record) for record in read(source, **options) if record.event]


def event(record: Record) -> dict[str, Any]:
    assert record.event is not None, str(record.refusal)
    facts = record.event.to_dict()
    usual = {"type": "message", "channel": "wechat"}
    return {key: one for key, one in facts.items() if usual.get(key, usual) != one}


def refusals(source: Any, **options: Any) -> list[tuple[int, str, str]]:
    return [
        (one.line, one.refusal.code, one.refusal.field)
        for one in read(source, **options)
        if one.refusal
    ]


def written(rows: Iterable[Mapping[str, Any]], sign: str = ",", end: str = "\r\n") -> str:
    rows = list(rows)
    out = io.StringIO()
    table = csv.writer(out, delimiter=sign, lineterminator=end)
    table.writerow(rows[0])
    table.writerows(row.values() for row in rows)
    return out.getvalue()


CHATLOG = {
    "seq": 1767232800001,
    "time": "2026-01-01T10:00:00+08:00",
    "talker": ROOM,
    "talkerName": "渔具交流",
    "isChatRoom": True,
    "sender": "wxid_qiao",
    "senderName": "乔木",
    "isSelf": False,
    "type": 1,
    "subType": 0,
    "content": "鱼竿到了",
}
CHATLOG_ROW = {
    "Time": "2026-01-01 10:00:00",
    "SenderName": "乔木",
    "Sender": "wxid_qiao",
    "TalkerName": "渔具交流",
    "Talker": ROOM,
    "Content": "鱼竿到了",
}
WECHATMSG = {
    "localId": "31",
    "TalkerId": "7",
    "Type": "1",
    "SubType": "0",
    "IsSender": "0",
    "CreateTime": "1767232800",
    "Status": "",
    "StrContent": "鱼竿到了",
    "StrTime": "2026-01-01 10:00:00",
    "Remark": "",
    "NickName": "乔木",
    "Sender": "wxid_qiao",
}
PYWXDUMP = {
    "id": 4,
    "MsgSvrID": "660011",
    "type_name": "文本",
    "is_sender": 0,
    "talker": "wxid_qiao",
    "room_name": ROOM,
    "msg": "鱼竿到了",
    "src": "",
    "extra": {},
    "CreateTime": "2026-01-01 10:00:00",
}
SESSION = {
    "wxid": ROOM,
    "nickname": "渔具交流",
    "remark": "",
    "displayName": "渔具交流",
    "type": "群聊",
    "lastTimestamp": 1767232800,
    "messageCount": 1,
}
WEFLOW = {
    "localId": 9,
    "createTime": 1767232800,
    "formattedTime": "2026-01-01 10:00:00",
    "type": "文本消息",
    "localType": 1,
    "content": "鱼竿到了",
    "isSend": 0,
    "senderUsername": "wxid_qiao",
    "senderDisplayName": "乔木",
    "source": "",
}
META = {"name": "渔具交流", "platform": "wechat", "type": "group", "groupId": "5501"}
CHATLAB = {
    "platformMessageId": "k1",
    "sender": "qiao",
    "accountName": "乔木",
    "timestamp": 1767232800,
    "type": 0,
    "content": "鱼竿到了",
}
AIBOT = {
    "cmd": "aibot_msg_callback",
    "headers": {"req_id": "r7"},
    "received_at": "2026-01-01T10:00:00+08:00",
    "body": {
        "msgid": "b1",
        "aibotid": "bot-3",
        "chatid": "c8",
        "chattype": "group",
        "from": {"userid": "qiaomu"},
        "msgtype": "text",
        "text": {"content": "@小助 鱼竿到了"},
    },
}
WXMSG = {
    "id": 660011,
    "type": 1,
    "ts": 1767232800,
    "sender": "wxid_qiao",
    "roomid": ROOM,
    "content": "鱼竿到了",
    "xml": "<msgsource/>",
    "thumb": "",
    "extra": "",
}
RECORDS: dict[str, list[dict[str, Any]]] = {
    "chatlog": [CHATLOG, CHATLOG_ROW, {"items": [CHATLOG], "total": 1}],
    "wechatmsg": [WECHATMSG],
    "pywxdump": [PYWXDUMP],
    "weflow": [{"session": SESSION, "messages": [WEFLOW]}, WEFLOW, SESSION],
    "chatlab": [
        {"chatlab": {"version": "0.0.2"}, "meta": META, "members": [], "messages": [CHATLAB]},
        {"_type": "message", **CHATLAB},
        {"_type": "member", "platformId": "qiao", "accountName": "乔木", "groupNickname": "乔"},
        {"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": META},
    ],
    "aibot": [AIBOT, AIBOT["body"]],
    "wxmsg": [WXMSG],
}
AT = "2026-01-01T10:00:00+08:00"
PLAIN = {"at": AT, "sender": "wxid_qiao", "group": ROOM, "kind": "text", "text": "鱼竿到了"}
PLAIN |= {"mentions": []}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            [CHATLOG],
            PLAIN
            | {"id": f"{ROOM}:1767232800001", "x_talkerName": "渔具交流", "x_senderName": "乔木"},
        ),
        ([PYWXDUMP], PLAIN | {"id": "660011"}),
        (
            [{"session": SESSION, "messages": [WEFLOW]}],
            PLAIN | {"id": f"{ROOM}:9:1767232800", "x_senderDisplayName": "乔木"},
        ),
        (
            [{"chatlab": {}, "meta": META, "messages": [CHATLAB]}],
            PLAIN | {"id": "5501:k1", "sender": "qiao", "group": "5501", "x_accountName": "乔木"},
        ),
        ([WXMSG], PLAIN | {"id": "660011"}),
        (
            [AIBOT],
            PLAIN
            | {"id": "b1", "sender": "qiaomu", "group": "c8", "text": "@小助 鱼竿到了"}
            | {"channel": "wecom", "x_aibotid": "bot-3"},
        ),
    ],
)
def test_a_plain_text(source: list[Any], expected: dict[str, Any]) -> None:
    """A text of each export becomes the same message, with the id that the export gives."""
    if expected["id"] == "b1":
        expected = {key: one for key, one in expected.items() if key != "mentions"}

    assert [expected] == told(source)


def test_a_plain_row_of_chatlog() -> None:
    """A row of chatlog, which has no number, gets an id of what it says."""
    (found,) = told(io.StringIO(written([CHATLOG_ROW])))

    assert found.pop("id").startswith(f"{ROOM}:")
    assert PLAIN | {"x_SenderName": "乔木", "x_TalkerName": "渔具交流"} == found


def test_a_plain_row_of_wechatmsg() -> None:
    """A row of WeChatMsg says who wrote, but not in which conversation."""
    (found,) = told(io.StringIO(written([WECHATMSG])))

    assert "7:31:1767232800" == found["id"]
    assert "group" not in found and "recipients" not in found
    assert ("wxid_qiao", "text", "鱼竿到了", "7") == tuple(
        found[key] for key in ("sender", "kind", "text", "x_TalkerId")
    )


KINDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": 3, "content": "![图片](http://127.0.0.1/image/1)"}, {"kind": "image"}),
    ({"type": 34, "content": "[语音]"}, {"kind": "voice"}),
    ({"type": 43}, {"kind": "video"}),
    ({"type": 47}, {"kind": "sticker"}),
    ({"type": 42}, {"kind": "card"}),
    ({"type": 48}, {"kind": "location"}),
    (
        {
            "type": 49,
            "subType": 5,
            "content": "",
            "contents": {"title": "钓场", "url": "http://a.cn"},
        },
        {"kind": "link", "title": "钓场", "url": "http://a.cn", "text": "钓场"},
    ),
    (
        {"type": 49, "subType": 6, "content": "", "contents": {"title": "鱼饵.xlsx", "md5": "ab"}},
        {"kind": "file", "file": {"name": "鱼饵.xlsx", "md5": "ab"}},
    ),
    ({"type": 49, "subType": 8, "content": ""}, {"kind": "sticker"}),
    ({"type": 49, "subType": 24, "content": "装备"}, {"kind": "note", "text": "装备"}),
    ({"type": 49, "subType": 33, "content": "[小程序]"}, {"kind": "miniprogram"}),
    ({"type": 49, "subType": 36, "content": "[小程序]"}, {"kind": "miniprogram"}),
    ({"type": 49, "subType": 51, "content": "钓鱼"}, {"kind": "channel_video", "text": "钓鱼"}),
    ({"type": 49, "subType": 53, "content": "1. 乔木"}, {"kind": "chain", "text": "1. 乔木"}),
    ({"type": 49, "subType": 19, "content": "甲: 好"}, {"kind": "forward", "text": "甲: 好"}),
    ({"type": (19 << 32) + 49, "content": "甲: 好"}, {"kind": "forward", "text": "甲: 好"}),
    (
        {"type": 49, "subType": 57, "content": "好", "contents": {"refer": {"seq": 5}}},
        {"kind": "text", "text": "好", "reply_to": f"{ROOM}:5"},
    ),
    ({"type": 49, "subType": 62, "content": "拍了拍"}, {"kind": "other", "x_type": "49/62"}),
    (
        {"type": 49, "subType": 2000, "content": "[转账|发送 ￥1,280.50](定金)"},
        {"kind": "transfer", "amount": "1280.50"},
    ),
    ({"type": 436207665, "content": "[红包]"}, {"kind": "redpacket", "text": "[红包]"}),
    ({"type": 49, "subType": 2001, "content": "[红包]"}, {"kind": "redpacket"}),
    (
        {"type": 49, "subType": 87, "content": "周六集合"},
        {"type": "announcement.publish", "level": "group", "text": "周六集合"},
    ),
    ({"type": 50, "content": "语音通话 通话时长 01:05"}, {"kind": "call", "duration": 65}),
    ({"content": "@所有人 集合"}, {"mentions": ["all"], "text": "@所有人 集合"}),
    ({"content": "问 @乔木"}, {"text": "问 @乔木"}),
    ({"content": "𠮷😀"}, {"text": "𠮷😀"}),
    ({"type": "1", "subType": "", "isSelf": "0", "seq": "1767232800001"}, {"kind": "text"}),
]


@pytest.mark.parametrize(("differs", "expected"), KINDS)
def test_kinds_of_messages(differs: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each type of message becomes its kind of content, with what it says in particular."""
    (found,) = told([CHATLOG | differs])

    found["amount"] = str(found.get("amount"))
    assert expected == {key: found.get(key) for key in expected}
    is_one = "kind" not in expected or expected["kind"] == "text"
    assert is_one or "mentions" not in found


MARKS = [
    ("[图片]", "image"),
    ("[动画表情]", "sticker"),
    ("[文件|鱼饵.xlsx](http://a.cn/f)", "file"),
    ("[链接|钓场](http://a.cn)", "link"),
    ("[转账|发送 ￥3.00](谢)", "transfer"),
    ("[合并转发|群聊]\n甲: 好", "forward"),
    ("他说 [图片] 没发出来", "text"),
]


@pytest.mark.parametrize(("words", "kind"), MARKS)
def test_marks_in_rows_of_chatlog(words: str, kind: str) -> None:
    """What is no text shows in the CSV of chatlog by a mark that is all of the cell."""
    (found,) = told(io.StringIO(written([CHATLOG_ROW | {"Content": words}])))

    assert kind == found["kind"]
    assert {"file": {"name": "鱼饵.xlsx"}}.get(kind) == found.get("file")
    assert {"transfer": 3}.get(kind) == found.get("amount")


APP = "<msg><appmsg appid=''><title>{title}</title><type>{type}</type>{more}</appmsg></msg>"
PAY = "<wcpayinfo><feedesc>￥66.00</feedesc><pay_memo>饵钱</pay_memo></wcpayinfo>"
REFER = "<refermsg><type>1</type><svrid>660011</svrid><content>好</content></refermsg>"
ITEMS = (
    "<recorditem><![CDATA[<recordinfo><datalist count='2'>"
    "<dataitem datatype='1'><datadesc>几点走</datadesc><sourcename>甲</sourcename></dataitem>"
    "<dataitem datatype='8'><datatitle>路线.pdf</datatitle></dataitem>"
    "</datalist></recordinfo>]]></recorditem>"
)
CONTENTS = [
    (
        ("转账", APP.format(title="微信转账", type=2000, more=PAY)),
        {"kind": "transfer", "amount": "66.00", "text": "饵钱"},
    ),
    (
        ("引用回复", APP.format(title="同意", type=57, more=REFER)),
        {"kind": "text", "text": "同意", "reply_to": "660011", "mentions": []},
    ),
    (
        (
            "文件",
            APP.format(
                title="鱼饵.xlsx", type=6, more="<appattach><totallen>12</totallen></appattach>"
            ),
        ),
        {"kind": "file", "file": {"name": "鱼饵.xlsx", "size": 12}, "text": "鱼饵.xlsx"},
    ),
    (
        ("合并转发", APP.format(title="群聊", type=19, more=ITEMS)),
        {
            "kind": "forward",
            "title": "群聊",
            "text": "几点走\n路线.pdf",
            "items": [
                {"kind": "text", "text": "几点走", "x_sourcename": "甲"},
                {"kind": "file", "text": "路线.pdf", "file": {"name": "路线.pdf"}},
            ],
        },
    ),
    (("文本", "wxid_qiao:\n好"), {"kind": "text", "text": "好"}),
    (("文本", "<msg>不是 XML"), {"kind": "text", "text": "<msg>不是 XML"}),
    (("文本", "<!DOCTYPE a><msg/>"), {"kind": "text", "text": "<!DOCTYPE a><msg/>"}),
]


@pytest.mark.parametrize(("content", "expected"), CONTENTS)
def test_contents_in_xml(content: tuple[str, str], expected: dict[str, Any]) -> None:
    """What the program keeps of a shared thing says what was shared."""
    label, words = content
    (found,) = told([PYWXDUMP | {"type_name": label, "msg": words}])

    found["amount"] = str(found.get("amount"))
    assert expected == {key: found.get(key) for key in expected}


def test_quotations_refer_by_the_ids_of_the_server() -> None:
    """Where events have ids of another sort, what a quotation refers to is only kept."""
    words = APP.format(title="同意", type=57, more=REFER)
    row = WECHATMSG | {"Type": "49", "SubType": "57", "StrContent": words}
    (found,) = told([row])

    assert "reply_to" not in found
    assert ("同意", "660011") == (found["text"], found["x_svrid"])


PRIVATE = CHATLOG | {"talker": "wxid_qiao", "isChatRoom": False}


@pytest.mark.parametrize(
    ("record", "owner", "sender", "recipients"),
    [
        (PRIVATE, None, "wxid_qiao", ["me"]),
        (PRIVATE, "tan", "wxid_qiao", ["tan"]),
        (PRIVATE | {"isSelf": True, "sender": "wxid_own"}, None, "me", ["wxid_qiao"]),
        (PRIVATE | {"isSelf": True, "sender": ""}, "tan", "tan", ["wxid_qiao"]),
        (CHATLOG | {"isSelf": True, "sender": "wxid_own"}, "tan", "tan", None),
        (PYWXDUMP | {"room_name": "wxid_qiao"}, "tan", "wxid_qiao", ["tan"]),
        (
            PYWXDUMP | {"room_name": "wxid_qiao", "talker": "我", "is_sender": 1},
            "tan",
            "tan",
            ["wxid_qiao"],
        ),
        (WXMSG | {"roomid": ""}, "tan", "wxid_qiao", ["tan"]),
        (
            WXMSG | {"roomid": "wxid_qiao", "is_self": True, "sender": "x"},
            "tan",
            "tan",
            ["wxid_qiao"],
        ),
        (
            {"session": SESSION | {"wxid": "wxid_qiao", "type": "私聊"}, "messages": [WEFLOW]},
            "tan",
            "wxid_qiao",
            ["tan"],
        ),
        (
            {"session": SESSION, "messages": [WEFLOW | {"isSend": None, "senderUsername": "tan"}]},
            "tan",
            "tan",
            None,
        ),
        (AIBOT | {"body": AIBOT["body"] | {"chattype": "single"}}, None, "qiaomu", ["bot-3"]),
    ],
)
def test_who_writes_to_whom(
    record: dict[str, Any], owner: str | None, sender: str, recipients: list[str] | None
) -> None:
    """A private chat has two sides, of which the owner of the account is one."""
    (found,) = told([record], owner=owner)

    assert (sender, recipients) == (found["sender"], found.get("recipients"))
    assert found["group"] is None or recipients is None


def test_a_call_in_a_private_chat() -> None:
    """A call is a native one where the other side and the medium are known."""
    (found,) = told([PRIVATE | {"type": 50, "content": "视频通话 通话时长 1:00:05"}])

    assert "call.start" == found["type"]
    assert ("wxid_qiao", ["me"], "video", 3605) == tuple(
        found[key] for key in ("actor", "participants", "medium", "duration")
    )
    (found,) = told([PRIVATE | {"type": 50, "content": "已取消"}])
    assert ("call", "已取消") == (found["kind"], found["text"])


def line(words: str, seq: int = 9, **differs: Any) -> dict[str, Any]:
    return CHATLOG | {"type": 10000, "content": words, "seq": seq, "sender": ""} | differs


BOTH = [CHATLOG, CHATLOG | {"seq": 2, "sender": "wxid_ye", "senderName": "叶子"}]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "你撤回了一条消息",
            {
                "type": "message.recall",
                "actor": "me",
                "message": f"{ROOM}:9",
                "id": f"{ROOM}:9:recall",
            },
        ),
        (
            "“乔木”撤回了一条消息",
            {"type": "message.recall", "actor": "wxid_qiao", "message": f"{ROOM}:9"},
        ),
        (
            '"乔木" 撤回了成员"叶子"的一条消息',
            {"type": "message.recall", "actor": "wxid_qiao", "on_behalf": True},
        ),
        (
            '你邀请"乔木、叶子"加入了群聊',
            {"type": "group.add", "actor": "me", "members": ["wxid_qiao", "wxid_ye"]},
        ),
        (
            '"叶子"通过扫描"乔木"分享的二维码加入群聊',
            {"type": "group.join", "actor": "wxid_ye", "via": "scan", "inviter": "wxid_qiao"},
        ),
        ('你将"叶子"移出了群聊', {"type": "group.remove", "actor": "me", "members": ["wxid_ye"]}),
        (
            '"乔木"修改群名为“夜钓”',
            {"type": "group.rename", "actor": "wxid_qiao", "name": "夜钓", "group": ROOM},
        ),
        (
            '"叶子"已成为新群主',
            {"type": "group.role.change", "member": "wxid_ye", "role": "owner", "actor": None},
        ),
    ],
)
def test_lines_of_the_program(words: str, expected: dict[str, Any]) -> None:
    """A line of the program tells of conduct where its names belong to one person each."""
    *_, found = told([*BOTH, line(words)])

    assert expected == {key: found.get(key) for key in expected}
    assert (f"{ROOM}:9" in found["id"], AT) == (True, found["at"])


@pytest.mark.parametrize(
    "words",
    [
        '"陌生人"撤回了一条消息',
        '"乔木"邀请"陌生人"加入了群聊',
        "乔木领取了你的红包",
        "以上是打招呼的内容",
        "",
        '"重名"撤回了一条消息',
    ],
)
def test_uncertain_lines_of_the_program(words: str) -> None:
    """A line about people whose ids are not known for certain is no conduct, and no damage."""
    twins = [CHATLOG | {"seq": n, "sender": f"wxid_{n}", "senderName": "重名"} for n in (3, 4)]
    *_, last = read([*BOTH, *twins, line(words)])

    assert last.refusal is not None
    assert ("no_conduct", False) == (last.refusal.code, last.refusal.damaged)


def test_lines_of_the_program_in_a_private_chat() -> None:
    """With two sides only, names need not be known; a new contact is told by a line."""
    private = {"talker": "wxid_qiao", "isChatRoom": False}
    added, recall = told(
        [
            line("你已添加了乔木，现在可以开始聊天了。", **private),
            line('"老乔" 撤回了一条消息', seq=10, **private),
        ]
    )

    assert ("contact.add", "me", "wxid_qiao") == tuple(
        added[k] for k in ("type", "actor", "contact")
    )
    assert "wxid_qiao" == recall["actor"]


def test_a_recall_in_a_row_without_a_place() -> None:
    """A row of chatlog has no number, so nothing says which message was taken back."""
    row = CHATLOG_ROW | {
        "Sender": "系统消息",
        "SenderName": "系统消息",
        "Content": "你撤回了一条消息",
    }

    assert [(2, "no_conduct", "")] == refusals(io.StringIO(written([row])))


def test_a_recall_in_xml() -> None:
    """The XML of a recall names the message by the id of the server."""
    words = (
        "<sysmsg type='revokemsg'><revokemsg><newmsgid>77</newmsgid>"
        "<replacemsg>你撤回了一条消息</replacemsg></revokemsg></sysmsg>"
    )
    (found,) = told([PYWXDUMP | {"type_name": "系统通知", "msg": words}])

    assert ("message.recall", "77") == (found["type"], found["message"])


def test_chatlab_lines() -> None:
    """The head and the members of JSON lines count for the messages behind them."""
    lines = [
        {"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": META | {"type": "private"}},
        {"_type": "member", "platformId": "qiao", "accountName": "乔木"},
        {"_type": "member", "platformId": "ye", "accountName": "叶子"},
        {"_type": "message", **CHATLAB},
        {
            "_type": "message",
            **CHATLAB,
            "platformMessageId": "k2",
            "replyToMessageId": "k1",
            "type": 25,
        },
        {"_type": "message", **CHATLAB, "platformMessageId": "k1", "type": 81, "content": None},
        {"_type": "message", **CHATLAB, "platformMessageId": "k4", "type": 99, "content": "?"},
    ]
    records = list(read([json.dumps(one) for one in lines]))

    assert ["no_conduct"] * 3 == [one.refusal.code for one in records[:3] if one.refusal]
    first, reply, recall, other = (event(one) for one in records[3:])
    assert (["ye"], None, "5501:k1") == (first["recipients"], first["group"], first["id"])
    assert "5501:k1" == reply["reply_to"]
    assert ("message.recall", "5501:k1", "qiao") == tuple(
        recall[key] for key in ("type", "message", "actor")
    )
    assert "other" == other["kind"]


def test_wechatmsg_training_data_is_refused() -> None:
    """The pairs for language models are refused with the reason, one for each."""
    pair = {
        "conversations": [
            {"role": "user", "content": "在吗"},
            {"role": "assistant", "content": "在"},
        ]
    }

    turn = {"role": "user", "content": "在吗"}

    assert [(1, "no_conversation", ""), (2, "no_conversation", "")] == refusals([pair, turn])
    assert "训练语料" in next(read([pair])).refusal.reason("zh")  # type: ignore[union-attr]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (CHATLOG | {"time": "昨天"}, "wrong", "time"),
    (CHATLOG | {"time": None}, "missing", "time"),
    (CHATLOG | {"talker": ""}, "missing", "talker"),
    (CHATLOG | {"type": "文本"}, "wrong", "type"),
    (CHATLOG | {"type": None}, "missing", "type"),
    (CHATLOG | {"isSelf": "maybe"}, "wrong", "isSelf"),
    (CHATLOG | {"content": 5}, "wrong", "content"),
    (CHATLOG | {"contents": "no"}, "wrong", "contents"),
    (CHATLOG | {"sender": []}, "wrong", "sender"),
    (CHATLOG | {"sender": ""}, "missing", "sender"),
    (CHATLOG | {"subType": "x"}, "wrong", "subType"),
    (WECHATMSG | {"CreateTime": "", "StrTime": ""}, "missing", "StrTime"),
    (WECHATMSG | {"Type": ""}, "missing", "Type"),
    (WECHATMSG | {"localId": ""}, "missing", "localId"),
    (WECHATMSG | {"IsSender": "2"}, "wrong", "IsSender"),
    (PYWXDUMP | {"CreateTime": "2026-13-01 00:00:00"}, "wrong", "CreateTime"),
    (PYWXDUMP | {"MsgSvrID": [], "id": 1}, "wrong", "MsgSvrID"),
    (PYWXDUMP | {"talker": 5}, "wrong", "talker"),
    (PYWXDUMP | {"extra": 5}, "wrong", "extra"),
    ({"session": SESSION, "messages": None}, "missing", "messages"),
    ({"session": SESSION, "messages": 5}, "wrong", "messages"),
    ({"session": SESSION, "messages": [5]}, "wrong", "messages[0]"),
    (
        {"session": SESSION, "messages": [WEFLOW | {"createTime": "soon"}]},
        "wrong",
        "messages[0].createTime",
    ),
    (WEFLOW | {"localId": None}, "missing", "localId"),
    ({"chatlab": {}, "meta": META, "messages": [{}]}, "missing", "messages[0].sender"),
    ({"chatlab": {}, "members": 5}, "wrong", "members"),
    ({"_type": "message", **CHATLAB, "timestamp": 0}, "wrong", "timestamp"),
    ({"_type": "message", **CHATLAB, "platformMessageId": {}}, "wrong", "platformMessageId"),
    (
        {key: one for key, one in AIBOT.items() if key != "received_at"},
        "missing",
        "body.create_time",
    ),
    (AIBOT | {"body": None}, "missing", "body"),
    (AIBOT | {"cmd": "aibot_event_callback"}, "no_conduct", "cmd"),
    (AIBOT | {"body": AIBOT["body"] | {"msgtype": "event"}}, "no_conduct", "body.msgtype"),
    (AIBOT | {"body": AIBOT["body"] | {"msgtype": "dance"}}, "unknown_type", "body.msgtype"),
    (AIBOT | {"body": AIBOT["body"] | {"from": {}}}, "missing", "body.from.userid"),
    (AIBOT | {"body": AIBOT["body"] | {"text": "x"}}, "wrong", "body.text"),
    (
        AIBOT | {"body": AIBOT["body"] | {"msgtype": "mixed", "mixed": {"msg_item": [5]}}},
        "wrong",
        "body.mixed.msg_item[0]",
    ),
    (WXMSG | {"ts": 0}, "wrong", "ts"),
    (WXMSG | {"id": None}, "missing", "id"),
]


@pytest.mark.parametrize(("record", "code", "field"), REFUSED)
def test_refused_records(record: dict[str, Any], code: str, field: str) -> None:
    """What is wrong is named by its path, and the messages around it come through."""
    name = next(name for name, found in FORMATS.items() if found.sign(record))
    whole = RECORDS[name][-1 if name in ("wxmsg", "pywxdump", "wechatmsg") else 0]
    found = list(read([whole, record, whole]))

    assert [(2, code, field)] == [
        (one.line, one.refusal.code, one.refusal.field) for one in found if one.refusal
    ]
    assert 2 == sum(one.event is not None for one in found)


def test_a_mixed_frame() -> None:
    """The parts of a mixed message to a robot are its items, their words its text."""
    items = [
        {"msgtype": "text", "text": {"content": "看图"}},
        {"msgtype": "image", "image": {"url": "http://a.cn/i"}},
    ]
    body = AIBOT["body"] | {"msgtype": "mixed", "mixed": {"msg_item": items}}
    (found,) = told([AIBOT | {"body": body}])

    assert ("mixed", "看图") == (found["kind"], found["text"])
    assert [{"kind": "text", "text": "看图"}, {"kind": "image", "url": "http://a.cn/i"}] == found[
        "items"
    ]


@pytest.mark.parametrize(
    ("name", "record"), [(n, r) for n, found in RECORDS.items() for r in found]
)
def test_the_format_shows(name: str, record: dict[str, Any]) -> None:
    """Each kind of record, whole or single, shows its own format and no other one's."""
    assert name == detect([record]).format
    assert detect([record]).reason("zh").startswith("第 1 条")
    signs = [each for each, found in FORMATS.items() if found.sign(record)]
    assert name == signs[0]
    assert {name} | ({"archive"} if name == "aibot" else set()) >= set(signs)


def test_an_event_is_the_same_again() -> None:
    """Records that come twice, or in another order, give the same events."""
    for name, records in RECORDS.items():
        once = {one["id"]: one for one in told(records)}
        again = told([*records, *reversed(records)])
        assert 2 * len(told(records)) == len(again), name
        assert once.keys() == {one["id"] for one in again}, name


class Message:
    """An object as a library drives the client with."""

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)
        self._is_self = True

    def from_self(self) -> bool:
        return self._is_self


def test_objects_of_libraries() -> None:
    """Objects are read by their attributes, by what they were parsed from, or by their dump."""
    expected = told([WXMSG])
    assert expected == told([SimpleNamespace(**WXMSG)])
    parsed = SimpleNamespace(_data=dict(WXMSG), id=5)
    assert expected == told([parsed])
    own = Message(**WXMSG)
    assert ["tan"] == [one["sender"] for one in told([own], owner="tan")]


class Trap:
    """An object whose attributes cannot be had."""

    thing = 1

    @property
    def _data(self) -> Any:
        raise RuntimeError


def test_objects_that_fail_are_refused() -> None:
    """An object that raises when it is looked at is refused, not raised."""
    assert [(2, "wrong", "")] == refusals([WXMSG, Trap(), WXMSG])


FILES = {
    "chatlog.csv": written([CHATLOG_ROW | {"Content": f"第{n}条𠮷😀"} for n in range(3)]),
    "wechatmsg.csv": written(
        [WECHATMSG | {"localId": n, "StrContent": f"第{n}条"} for n in range(3)]
    ),
    "pywxdump.csv": written(
        [
            {k: v for k, v in PYWXDUMP.items() if k != "extra"} | {"MsgSvrID": 5 + n}
            for n in range(3)
        ]
    ),
    "chatlog.json": json.dumps([CHATLOG | {"seq": n} for n in (1, 2, 3)], ensure_ascii=False),
    "weflow.json": json.dumps(
        {"session": SESSION, "messages": [WEFLOW | {"localId": n} for n in (1, 2, 3)]},
        ensure_ascii=False,
        indent=1,
    ),
    "chatlab.json": json.dumps(
        {
            "chatlab": {"version": "0.0.2"},
            "meta": META,
            "members": [{"platformId": "qiao", "accountName": "乔木"}],
            "messages": [CHATLAB | {"platformMessageId": f"k{n}"} for n in (1, 2, 3)],
        },
        ensure_ascii=False,
        indent=1,
    ),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_in_other_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    """A CSV is the same in any usual encoding; JSON that is not UTF-8 is refused as such."""
    path = tmp_path / name
    path.write_bytes(FILES[name].encode(encoding))
    found = list(read(path))

    if name.endswith(".csv") or encoding.startswith("utf-8"):
        assert [None] * 3 == [one.refusal for one in found]
        assert told(io.StringIO(FILES[name])) == told(path)
    else:
        # The head of an indented document is sound in any encoding.
        assert "encoding" in {one.refusal.code for one in found if one.refusal}
        assert not any(one.event for one in found)


@pytest.mark.parametrize("name", ["weflow.json", "chatlab.json"])
def test_a_broken_message_in_a_page(name: str) -> None:
    """The messages around one that is broken keep their conversation; the break is placed."""
    whole = told(io.StringIO(FILES[name]))
    key, value = ('"localId": 2', '"localId" 2') if name == "weflow.json" else ('"k2"', '"k2')
    broken = FILES[name].replace(key, value)
    found = list(read(io.StringIO(broken)))

    assert [whole[0], whole[2]] == [event(one) for one in found if one.event]
    assert "broken" in {one.refusal.code for one in found if one.refusal}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off(name: str) -> None:
    """A file that ends in the middle of its last record gives those before."""
    whole = told(io.StringIO(FILES[name]))
    cut = FILES[name].rstrip()
    found = list(
        read(io.StringIO(cut[: cut.rindex("10:00" if name == "chatlog.csv" else "1") + 1]))
    )

    assert whole[:2] == [event(one) for one in found if one.event][:2]
    assert any(one.refusal and one.refusal.damaged for one in found)


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=200)
@given(data=st.data())
def test_a_mutant_never_raises(name: str, data: st.DataObject) -> None:
    """A record changed at random gives events or refusals, and its neighbours are intact."""
    record = data.draw(mutants(RECORDS[name]))
    first = RECORDS[name][0]
    found = list(read([first, record, first], format=name))

    checked(found)
    for neighbour in (found[0], found[-1]):
        assert neighbour.event is not None and AT == neighbour.event.at.isoformat()


@settings(max_examples=200)
@given(
    st.text(
        st.sampled_from(
            '你"乔木、叶子撤回了一条消息邀请加入群聊修改名为“”移出 将通过扫描分享的二维码'
        ),
        max_size=40,
    )
)
def test_any_line_of_the_program_never_raises(words: str) -> None:
    """Lines that nearly say something are conduct or not, and never fail."""
    checked(list(read([*BOTH, line(words)])))


@pytest.mark.skipif(not SHARED, reason="WECHAT_POLICY_SHARED names no samples")
@pytest.mark.parametrize("folder", ["personal", "python"])
def test_shared_samples(folder: str) -> None:
    """Samples from elsewhere give an event for each message, if such are at hand."""
    for path in sorted((Path(SHARED) / "wecom" / "samples" / folder).iterdir()):
        found = list(read(path))
        assert found, path.name
        damage = [one.refusal for one in found if one.refusal and one.refusal.damaged]
        # Frames of robots have no time of their own.
        assert ["body.create_time"] * (folder == "python") == [one.field for one in damage]


def test_times_are_of_the_zone() -> None:
    """A time without offset is that of the zone which is asked for."""
    (found,) = read([PYWXDUMP], timezone="Asia/Tokyo")

    assert found.event is not None
    assert datetime.fromisoformat("2026-01-01T09:00:00+08:00") == found.event.at

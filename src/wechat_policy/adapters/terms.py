"""The Chinese of what the formats expect or find in a record, for refusals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TERMS: Mapping[str, str] = MappingProxyType(
    {
        # callbacks
        "1, 2, 4 or 5": "1、2、4 或 5",
        "0 or 1": "0 或 1",
        "0, 1, 2 or 3": "0、1、2 或 3",
        "a change of who may use an app": "应用可见范围的变更",
        "a notice that the archive has new messages": "会话存档有新消息的通知",
        "a notice that customer service has new messages": "微信客服有新消息的通知",
        "a change of a customer service account": "客服账号的变更",
        "a notice that keywords were hit": "命中关键词的通知",
        "a notice of a program in the data zone": "数据专区程序的通知",
        "a change in the list of customer tags": "企业客户标签库的变更",
        "a notice about a link for new customers": "获客链接的通知",
        "a change in the drive that names no person": "未指明人员的微盘变更",
        "a change of addresses of WeCom": "企业微信域名或 IP 的变更",
        "a change of a meeting": "会议的变更",
        "a change of a live broadcast": "直播状态的变更",
        "a change in a calendar": "日历或日程的变更",
        "a position that the client reported": "客户端上报的位置",
        "the result of a job of the company's program": "企业程序异步任务的结果",
        "a notice about the use of an app": "应用使用情况的通知",
        "a notice for the maker of an app": "给应用开发者的通知",
        "a notice about licences of an app": "应用许可的通知",
        "a change of a department": "部门的变更",
        "a change of a tag of the directory": "通讯录标签的变更",
        "an update that says nothing new": "没有变更内容的更新",
        "a contact that a member has deleted": "成员删除外部联系人",
        "a member whom a contact has deleted": "外部联系人删除成员",
        "a handover of a customer that failed": "客户接替失败",
        "a new group of which only the id is told": "只有编号的新建群",
        "a new owner of a group who is not named": "未指明新群主的群主变更",
        "a new name of a group that is not told": "未给出新群名的群名变更",
        "a departure that does not say whether somebody left or was removed": (
            "未说明自行退群或被移出的群成员减少"
        ),
        "a change of members who are not named": "未指明成员的群成员变更",
        # approvals
        "the withdrawal of an application": "审批单的撤销",
        "the withdrawal of an approved application": "审批通过后的撤销",
        "the deletion of an application": "审批单的删除",
        "a reminder of an application": "审批催办",
        "an application passed on without saying to whom": "未指明接手人的转审",
        "a remark of somebody who decides nothing": "非审批人的备注",
        "a list of numbers of applications": "审批单号列表",
        "a Parquet file": "Parquet 文件",
        "an Arrow file": "Arrow 文件",
        "an Arrow stream": "Arrow 数据流",
        "a workbook": "工作簿",
        "an old workbook, to be saved as .xlsx": "旧版工作簿（请另存为 .xlsx）",
        "a line of the program": "程序提示行",
        "a member of a chat": "聊天成员信息",
        "the head of an export": "导出文件头",
        "a list of people": "人员列表",
        "a frame without a message": "不含消息的帧",
        "a training pair for a language model": "大模型训练语料",
        "a time such as 2026-03-02 09:05:00, 2026/3/2 9:05 or a number of seconds": (
            "2026-03-02 09:05:00、2026/3/2 9:05 之类的时间或秒数"
        ),
        "a page without records": "没有记录的一页",
        "a clocking at a machine, which tells not whether in or out": (
            "考勤机打卡，未说明上班或下班"
        ),
        "the figures of a month, which name no day": "打卡月报数据，未说明是哪一天",
        "a day without a result": "没有考勤结果的一天",
        "a rule for clocking in": "打卡规则",
        "a report that was not handed in": "未提交的汇报",
        "a period without reports": "没有汇报的周期",
        "a list of report numbers, pull their details": "汇报单号列表，请再拉取详情",
        "a message of the system to a customer": "系统发给客户的消息",
        "a change of a conversation with a customer": "客服会话的状态变化",
        "a mass message that was not sent": "尚未发送的群发",
        "a mass message that did not arrive": "未能送达的群发",
        "a further recipient of a mass message": "同一次群发的另一接收方",
        "a request without the time of its sending": "没有时间的群发请求",
        "a post of the company, which names nobody": "以企业名义发表、未写明何人的朋友圈",
        "a state that tells of no time": "没有时间的状态",
        "a state without the time of its pull": "没有拉取时间的状态",
        "the state of a group without its id": "未写明群 ID 的群状态",
        "figures, which name no single act": "统计数据，不指明任何单个行为",
        "a list of those whose chats are kept": "会话存档成员列表",
        "the description of a robot": "机器人信息",
        "a hit of a keyword rule, which tells neither who nor when": (
            "关键词规则命中记录，未说明何人何时"
        ),
        "a rule that the platform applies": "平台所用的规则",
        "a whole number from 1 to 6": "1 至 6 的整数",
        "a weekday from 0 to 7": "0 至 7 的星期数",
        "seconds since midnight": "自零点起的秒数",
        "yes or no": "是或否",
        "a date such as 2026-03-31, 2026/3/31 or 2026年3月31日": (
            "日期，如 2026-03-31、2026/3/31 或 2026年3月31日"
        ),
        "nothing that a table can hold": "表格无法表示的内容",
        "an id beside the answer, or the file's name": "写在应答旁的群标识，或以其命名文件",
        "another key": "其他键",
        "something else": "其他内容",
        "a row of facts": "一行事实",
        "later than valid_from": "晚于 valid_from 的时间",
        "a date YYYY-MM-DD or ISO 8601 with offset": "日期 YYYY-MM-DD 或带偏移的 ISO 8601 时间",
    }
)

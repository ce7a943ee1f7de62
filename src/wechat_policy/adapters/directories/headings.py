"""Headings of tables, and what the cells below them say of a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.records import Refused, described
from wechat_policy.vocabulary import vocabulary

_SPELLINGS: Mapping[str, str] = {
    "id": "账号 帐号 工号 员工编号 员工号 人员编号 用户id 成员id 企业微信账号 企微账号 userid "
    "user_id account employee_id employee_no employeeid staff_id number external_userid",
    "name": "姓名 名字 员工姓名 成员姓名 真实姓名 full_name fullname real_name",
    "nickname": "别名 昵称 花名 英文名 alias nick english_name",
    "department": "部门 所属部门 所在部门 一级部门 主部门 departments dept",
    "position": "职务 岗位 职位 job title job_title post",
    "manager": "直属上级 上级 直接上级 汇报对象 上级主管 直属领导 supervisor direct_leader "
    "reports_to line_manager",
    "roles": "角色 role",
    "status": "状态 激活状态 在职状态 员工状态 账号状态 帐号状态 state",
    "employment": "用工性质 用工类型 员工类型 聘用形式 employment_type contract_type",
    "joined": "入职日期 入职时间 加入日期 hire_date hired start_date join_date entry_date",
    "left": "离职日期 离职时间 最后工作日 leave_date end_date termination_date last_day",
    "birth_date": "出生日期 生日 birthday",
    "email": "邮箱 企业邮箱 电子邮件 邮件 mail e-mail email_address",
    "phone": "手机 手机号 手机号码 电话 联系电话 mobile tel telephone",
    "branch": "分公司 机构 所属机构 分支机构 门店 unit office",
    "clearance": "密级 涉密等级",
    "permissions": "权限 权限列表 rights",
    "external": "外部 是否外部",
    "customer": "客户 是否客户",
    "partner": "合作伙伴 是否合作伙伴",
    "valid_from": "生效日期 生效时间 开始日期 effective_from effective_date",
    "valid_until": "失效日期 失效时间 截止日期 结束日期 effective_to effective_until expiry_date",
}
FACTS = frozenset({*vocabulary().facts["person"], "valid_from", "valid_until"})
"""What a column can be: the facts of a person, and from when to when a row holds."""

HEADINGS: Mapping[str, str] = MappingProxyType(
    {vocabulary().words[fact]: fact for fact in vocabulary().facts["person"]}
    | {fact: fact for fact in FACTS}
    | {one: fact for fact, spellings in _SPELLINGS.items() for one in spellings.split()}
)
"""The fact for each heading that is known, in small letters."""

_VALUES: Mapping[str, Mapping[str, str]] = {
    "status": {
        **dict.fromkeys(("在职", "正常", "已激活", "启用", "激活", "在岗", "normal"), "active"),
        **dict.fromkeys(("禁用", "已禁用", "停用", "冻结"), "disabled"),
        **dict.fromkeys(("未激活", "待激活"), "inactive"),
        **dict.fromkeys(("离职", "已离职", "退出企业", "已退出", "quit", "resigned"), "left"),
    },
    "employment": {
        **dict.fromkeys(("正式", "正式员工", "全职", "full-time"), "regular"),
        **dict.fromkeys(("临时", "临时工", "兼职"), "temporary"),
        **dict.fromkeys(("实习", "实习生"), "intern"),
        **dict.fromkeys(("合同", "合同制", "合同工"), "contract"),
        **dict.fromkeys(("外包", "派遣", "劳务派遣"), "outsourced"),
    },
}
_TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "真", "true", "yes", "y", "1", "√"), True),
    **dict.fromkeys(("否", "假", "false", "no", "n", "0", "×"), False),
}
_DAY = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d\d)(\d\d))")
_CLOCK = re.compile(r"[T\s]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_SEVERAL = re.compile(r"[,，、;；|\n]+")
_LEVELS = re.compile(r"[/\\>＞]+")
_DATE = "a date such as 2026-03-31, 2026/3/31 or 2026年3月31日"


def heading_of(cell: str, columns: Mapping[str, str]) -> str | None:
    """The fact that a heading stands for; what is said of columns goes first."""
    told = cell.strip().strip("*＊:：").strip()
    if told in columns:
        return columns[told]
    plain = re.sub(r"[（(\[【].*", "", told).strip() or told
    return HEADINGS.get(plain.lower()) or HEADINGS.get(plain.lower().replace(" ", "_"))


def stated(fact: str, value: Any, field: str, zone: tzinfo) -> dict[str, Any]:
    """What a cell states of a fact, in native form; nothing for an empty one.

    Raises:
        Refused: the cell says something else.
    """
    if isinstance(value, datetime | date):
        value = value.date() if isinstance(value, datetime) else value
        value = value.isoformat()
    written = _written(value, field)
    if not written:
        return {}
    kind = vocabulary().facts["person"].get(fact)
    if fact in ("valid_from", "valid_until") or (kind is not None and kind.type == "date"):
        return {fact: read_day(written, field)}
    if kind is None or kind.type in ("string", "person"):
        return {fact: written}
    if kind.type == "bool":
        if written.lower() not in _TRUTHS:
            raise Refused("wrong", field, "yes or no", "text")
        return {fact: _TRUTHS[written.lower()]}
    if kind.type == "enum":
        return {fact: _choice(fact, written, kind.values, field)}
    if fact == "department":
        return _departments(written)
    if kind.is_list:
        return {fact: [part.strip() for part in _SEVERAL.split(written) if part.strip()]}
    raise Refused("wrong", field, "nothing that a table can hold", "text")


def read_day(written: str, field: str) -> str:
    """A day as YYYY-MM-DD. Raises Refused for anything else; a time of day behind it is let go."""
    found = _DAY.match(written)
    if found is not None:
        behind = written[found.end() :]
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
        if not behind or _CLOCK.fullmatch(behind):
            try:
                return date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                pass
    raise Refused("wrong", field, _DATE, "text")


def _written(value: Any, field: str) -> str:
    """A cell as text: a whole number without the `.0` that a workbook gives it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return value.strip()
    raise Refused("wrong", field, "text", described(value))


def _choice(fact: str, written: str, values: tuple[str, ...], field: str) -> str:
    alias = vocabulary().value(fact, written)
    for found in (
        written.lower(),
        alias,
        _VALUES.get(fact, {}).get(written.lower()),
    ):
        if found in values:
            return found
    raise Refused("wrong", field, f"one of {', '.join(values)}", "text")


def _departments(written: str) -> dict[str, Any]:
    """The departments by their own names; where a cell gives whole paths, these as well."""
    paths = [part.strip() for part in _SEVERAL.split(written) if part.strip()]
    names = [_LEVELS.split(path.strip("/\\>＞ "))[-1].strip() for path in paths]
    row: dict[str, Any] = {"department": list(dict.fromkeys(name for name in names if name))}
    if names != paths:
        row["x_department_paths"] = paths
    return row

"""The printer: every tree as text in both skins and back, layout, spelling, brackets, comments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import strategies as made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wechat_policy import nodes
from wechat_policy.lexical import Skin
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source, cells
from wechat_policy.vocabulary import vocabulary

SKINS: tuple[Skin, ...] = ("en", "zh")
MESSAGE = (nodes.Pattern("message"),)


def document(*sections: nodes.Section) -> nodes.Document:
    return nodes.Document(sections, source=Source("made.policy", ""))


def clause(*items: nodes.ClauseItem) -> nodes.Document:
    return document(nodes.Clause("sample", items))


def read(text: str) -> nodes.Document:
    """The tree of a text that has no fault."""
    tree, faults = parse(Source("sample.policy", text))
    assert [fault.render() for fault in faults] == []
    return tree


def statement(text: str, skin: Skin) -> str:
    """One statement of a clause as a skin prints it."""
    printed = print_policy(read(f"clause sample\n  {text}\n"), skin)
    return printed.split("\n", 1)[1].strip()


def condition(text: str, skin: Skin) -> str:
    """A condition as a skin prints it."""
    lead = "forbid message when " if skin == "en" else "不得 消息 当 "
    return statement(f"forbid message when {text}", skin).removeprefix(lead)


def row(text: str, skin: Skin) -> str:
    """A row of the penalties as a skin prints it."""
    return print_policy(read(f"penalties\n  {text}\n"), skin).split("\n", 1)[1].strip()


def section(text: str, skin: Skin) -> str:
    """A section as a skin prints it."""
    return print_policy(read(text), skin).rstrip("\n")


# --------------------------------------------------------------------------- both ways

MADE: dict[str, st.SearchStrategy[nodes.Document]] = {
    "documents": made.documents,
    "conditions": made.conditions.map(
        lambda one: clause(nodes.Forbid("must", MESSAGE, when=one)),
    ),
    "demands": made.conditions.map(lambda one: clause(nodes.Require("should", one, MESSAGE))),
    "norms": made.norms.map(clause),
    "statements": st.lists(made.clause_items, min_size=2, max_size=2).map(
        lambda items: clause(*items)
    ),
    "rows": st.lists(made.rows, min_size=1, max_size=2).map(
        lambda rows: document(nodes.Penalties(tuple(rows)))
    ),
    "lexicons": made.lexicons().map(document),
}


@pytest.mark.parametrize("kind", MADE)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_printed_parses_to_the_same_tree(kind: str, data: st.DataObject) -> None:
    """Any tree, printed in either skin, parses without a fault to an equal tree."""
    tree = data.draw(MADE[kind])
    for skin in SKINS:
        text = print_policy(tree, skin)
        again, faults = parse(Source("printed.policy", text))
        assert [fault.render() for fault in faults] == []
        assert again.sections == tree.sections


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(made.documents)
def test_translation_there_and_back_is_stable(tree: nodes.Document) -> None:
    """Chinese to English to Chinese gives the same text, and so does printing once more."""
    chinese = print_policy(tree, "zh")
    english = print_policy(read(chinese), "en")

    assert chinese == print_policy(read(english), "zh")
    assert english == print_policy(read(english), "en")


@pytest.mark.parametrize("attribute", sorted(vocabulary().values))
def test_every_value_of_an_attribute_comes_back(attribute: str) -> None:
    """A comparison with each value of an enumeration survives the Chinese skin."""
    left = nodes.Name(attribute)
    for value in (*vocabulary().values[attribute], "sender", "busy_chat"):
        test = nodes.Compare(left, "=", nodes.Name(value))
        tree = clause(nodes.Forbid("must", MESSAGE, when=test))
        assert read(print_policy(tree, "zh")).sections == tree.sections, value


# -------------------------------------------------------------------------------- norms

NORMS = [
    ("forbid credential.disclose, account.share", "不得 凭据.泄露、账号.共用"),
    ("should not message when text has url", "不宜 消息 当 正文 含有 网址"),
    ("suspect login unless client given", "疑似 登录 除非 客户端 已知"),
    ("suspect login unless client told", "疑似 登录 除非 客户端 已填"),
    ("forbid message blame group.owner", "不得 消息 责任人 群.拥有者"),
    ('forbid message blame "HR"', "不得 消息 责任人 “HR”"),
    ("require title given on message", "凡 消息 须 标题 已知"),
    (
        "should title given on message when urgent unless kind = file",
        "凡 消息 当 紧急 时 宜 标题 已知 除非 类型 = 文件",
    ),
    ("should (not urgent) on message", "凡 消息 宜 非 紧急"),
    (
        "limit message to 20 per 30m by sender when kind = image",
        "限制 消息 按 发送人 每30分钟 至多 20 当 类型 = 图片",
    ),
    ("should limit sum amount of payment.make to 500 CNY per month", None),
    ("limit distinct recipients of message to cap per window", None),
    ("limit share (kind = file) of message to 0.5 per day", None),
    ("limit span gap 5m of message to 2h per week", "限制 持续 间断 5分钟 之 消息 每周 至多 2小时"),
    ("permit message lifts ads, 闲聊 when urgent", "允许 消息 不适用 ads、闲聊 当 紧急"),
    (
        "after approval.assign within 1h of work require approval.decide by request",
        "自 审批.待办 起 限 1小时 计 work 须 审批.办结 对应 单号",
    ),
    (
        "after violation ads for each p in recipients within 3 workdays should message",
        "自 违规 ads 起 每名 p 取自 接收人 限 3个工作日 内 宜 消息",
    ),
    (
        "before 10:00 since 08:00 on monday-friday for each p in people (urgent) require message",
        "于 周一至周五 自从 08:00 10:00 前 每名 p 取自 人员（紧急）须 消息",
    ),
    (
        "every 90d for each a in accounts require password.change by account = a",
        "每隔 90天 每个 a 取自 账号 须 密码.修改 对应 账号 = a",
    ),
]


@pytest.mark.parametrize(("english", "chinese"), NORMS)
def test_norms_in_both_skins(english: str, chinese: str | None) -> None:
    """A norm in the words and the order of each skin."""
    assert english == statement(english, "en")
    if chinese is not None:
        assert chinese == statement(english, "zh")
        assert english == statement(chinese, "en")


# --------------------------------------------------------------------------- conditions

CONDITIONS = [
    ("text contains insult", "正文 出现 insult"),
    ("text contains insult near boss 8 chars", "正文 出现 insult 近 boss 8字"),
    ("text matches /“a\\/b”/i", "正文 匹配 /“a\\/b”/i"),
    ("urgent and kind = file", "紧急 且 类型 = 文件"),
    ("kind in {file, link}", "类型 属于 {文件、链接}"),
    ("kind not in {file}", "类型 不属于 {文件}"),
    ("not urgent", "非 紧急"),
    ("group none", "群 为空"),
    ("mentions includes sender", "提及人 包括 发送人"),
    ("recipients subset of mentions", "接收人 不超出 提及人"),
    ('sender is {"总经办", hr}', "发送人 为 {“总经办”、hr}"),
    ("any recipients (urgent)", "任一 接收人（紧急）"),
    ("during work and outside 午休", "处于 work 且 不处于 午休"),
    ("on workdays 春节", "于 工作日 春节"),
    ("on monday-friday sunday", "于 周一至周五 周日"),
    ("on 春节-国庆", "于 春节 至 国庆"),
    ("had (message then message.recall) by sender within 1d", None),
    ("had (message) within 2h of work", "曾有（消息）限 2小时 计 work"),
    ("had (message) within week", "曾有（消息）限 周 内"),
    ("had (approval.decide when decision = approve) ago 3d", None),
    ("had (message) covering date", "曾有（消息）覆盖 日期"),
    ("last (login) by account = that.account (urgent)", None),
    ('approvers in order {"主管", boss}', "依次审批 {“主管”、boss}"),
    (
        "count (message, broadcast when urgent) by sender within 1d >= 3",
        "次数（消息、群发 当 紧急）按 发送人 限 1天 内 >= 3",
    ),
    ("sum amount of (payment.make) > 500 CNY", None),
    ("count (message) by sender = 3", None),
    ("date >= 2026-01-31", "日期 >= 2026-01-31"),
    ("encrypted = false", "已加密 = 假"),
    ("fact_check = false", "核查结果 = 不实"),
    ("duration > 1.50", "时长 > 1.50"),
]


@pytest.mark.parametrize(("english", "chinese"), CONDITIONS)
def test_conditions_in_both_skins(english: str, chinese: str | None) -> None:
    """A condition in the words of each skin, known values and paths in its own spelling."""
    assert english == condition(english, "en")
    if chinese is not None:
        assert chinese == condition(english, "zh")
        assert english == condition(chinese, "en")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("a1 and b1 or c1", "(a1 and b1) or c1"),
        ("a1 and (b1 or c1)", "a1 and (b1 or c1)"),
        ("a1 or (b1 or c1)", "a1 or (b1 or c1)"),
        ("(a1 and b1) and c1", "(a1 and b1) and c1"),
        ("not (a1 and b1)", "not (a1 and b1)"),
        ("not (a1)", "not a1"),
        ("not (not a1)", "not not a1"),
        ("(not a1) and b1", "not a1 and b1"),
        ("((a1))", "a1"),
        ("any recipients ((a1 or b1))", "any recipients (a1 or b1)"),
    ],
)
def test_brackets_stand_where_they_are_needed(written: str, printed: str) -> None:
    """Those that change the tree stay, and those between two words that join; others go."""
    assert printed == condition(written, "en")


def test_chinese_leaves_no_blank_beside_full_width_brackets() -> None:
    """A bracket is wide enough by itself."""
    text = "任一 接收人（紧急）且（紧急 或 已加密）"

    assert text == condition("any recipients (urgent) and (urgent or encrypted)", "zh")


# ------------------------------------------------------------------ statements and rows

STATEMENTS = [
    ('cites "第十条" ref P01-024, "附则"', "依据 “第十条” 条目 P01-024、“附则”"),
    ("cites ref P01-024", "依据 条目 P01-024"),
    ("title \"a 'b'\"", "名称 “a 'b'”"),
    ("tag leak, 泄密", "标签 leak、泄密"),
    ("formerly old.name", "原名 old.name"),
    ("graded minor..serious", "分级 minor..serious"),
    ("if unknown review", "不明时 复核"),
    ('remark "x"', "备注 “x”"),
    (
        'violates "你好" (sender = "li", kind = file)',
        "违规示例 “你好”（发送人 = “li”，类型 = 文件）",
    ),
    (
        'violates 3 times login (mode = none, list = [1, "a"]) apart 5m then advance 2d',
        "违规示例 3次 登录（方式 = 无，list = [1、“a”]）间隔 5分钟 此后 推进 2天",
    ),
    (
        'complies with person "li" (roles = ["hr"]) then "hi"',
        "合规示例 设 人员 “li”（角色 = [“hr”]）此后 “hi”",
    ),
    ("violates message (harm = none, loss = -5)", "违规示例 消息（损害 = 无损害，损失 = -5）"),
    ("violates message (file = (size = 3, tags = ()))", None),
]


@pytest.mark.parametrize(("english", "chinese"), STATEMENTS)
def test_statements_in_both_skins(english: str, chinese: str | None) -> None:
    """What stands in a clause beside its norms."""
    assert english == statement(english, "en")
    if chinese is not None:
        assert chinese == statement(english, "zh")
        assert english == statement(chinese, "en")


ROWS = [
    ("minor: oral_warning", "minor：口头警告"),
    ("any: warning", "凡违规：警告"),
    ("tag leak: refer_legal", "标签 leak：移交法务"),
    ("otherwise: may warning or other", "其余：可 警告 或 其他"),
    ("loss when loss > 0: dismissal", "loss 当 损失 > 0 时：辞退"),
    ("serious: fine 500..1000 CNY or dismissal", "serious：罚款 500..1000元 或 辞退"),
    (
        "delay: fine 50 CNY for first 3 per month, then fine 100 CNY",
        "delay：罚款 50元 每月 前 3次，此后 罚款 100元",
    ),
    (
        "x: (warning or demerit) and fine unstated or above lasting 7d",
        "x：（警告 或 记过）并 罚款 未定 以上 为期 7天",
    ),
    ('x: mute lasting unstated "停言"', "x：禁言 为期 未定 “停言”"),
    ("repeat 3 minor within 90d: as serious", "累计 3次 minor 限 90天 内：按照 serious"),
    ("repeat 2 any within year: dismissal", "累计 2次 凡违规 限 年 内：辞退"),
    ("cumulative", "并罚"),
    ("lapse after 365d", "记录消灭 365天"),
]


@pytest.mark.parametrize(("english", "chinese"), ROWS)
def test_rows_in_both_skins(english: str, chinese: str) -> None:
    """Heads, tiers, amounts and sanctions in the words and the order of each skin."""
    assert english == row(english, "en")
    assert chinese == row(english, "zh")
    assert english == row(chinese, "en")


SECTIONS = [
    ('policy "a" "b"\n  version "1"\n  effective from 2026-03-01', None),
    (
        'policy "a"\n  timezone "Asia/Shanghai"\n  effective from 2026-03-01',
        "制度 “a”\n  时区 “Asia/Shanghai”\n  生效 2026-03-01 起",
    ),
    ('use "common"', "引用 “common”"),
    ('extends "base"', "扩展 “base”"),
    ('calendar file "days.csv"', "工作日历 文件 “days.csv”"),
    (
        "days 年会 = {2026-01-31, 2026-02-01..2026-02-03}",
        "日期表 年会 = {2026-01-31、2026-02-01..2026-02-03}",
    ),
    ('days 校历 = file "d.csv"', "日期表 校历 = 文件 “d.csv”"),
    (
        "hours work = monday-friday 08:30-12:00, 13:30-17:30 and sunday 22:00-06:00"
        ' in "Asia/Tokyo"',
        "工时 work = 周一至周五 08:30-12:00、13:30-17:30 并 周日 22:00-06:00 时区 “Asia/Tokyo”",
    ),
    ('parameter busy = 4h of work remark "长时间"', "参数 busy = 4小时 计 work 备注 “长时间”"),
    ("parameter 词 = {1, a, true}", "参数 词 = {1、a、真}"),
    (
        'lexicon a = b.c + {"x" 2 (note = "y"), "w" -0.5} - file "f.txt" except {"z"}'
        " readings pinyin",
        "词库 a = b.c + {“x” 2（附注 = “y”）、“w” -0.5} - 文件 “f.txt” 不含 {“z”} 读法 拼音",
    ),
    (
        "condition shouting = urgent and (kind = text or kind = mixed)",
        "条件 shouting = 紧急 且（类型 = 文本 或 类型 = 图文混排）",
    ),
    ("severities minor < serious", "等级 minor < serious"),
    ("ladder warning < dismissal < 开除", "阶梯 警告 < 辞退 < 开除"),
    ('note cites "第一条" ref P01-001 "总则"', "说明 依据 “第一条” 条目 P01-001 “总则”"),
    ("penalties", "处理"),
]


@pytest.mark.parametrize(("english", "chinese"), SECTIONS)
def test_sections_in_both_skins(english: str, chinese: str | None) -> None:
    """Every section in the words of each skin."""
    assert english == section(english, "en")
    if chinese is not None:
        assert chinese == section(english, "zh")
        assert english == section(chinese, "en")


# ------------------------------------------------------------------------------- layout


@pytest.mark.parametrize("skin", SKINS)
def test_a_blank_line_parts_sections_and_two_blanks_indent_statements(skin: Skin) -> None:
    """The layout does not depend on that of the text."""
    text = print_policy(read('use "a"\nclause b title "c" severity d\nclause e'), skin)

    assert [len(line) - len(line.lstrip()) for line in text.split("\n")] == [
        0, 0, 0, 2, 2, 0, 0, 0,
    ]  # fmt: skip
    assert [at for at, line in enumerate(text.split("\n")) if not line] == [1, 5, 7]


@pytest.mark.parametrize("skin", SKINS)
def test_a_long_lexicon_is_written_over_several_lines(skin: Skin) -> None:
    """No line is wider than 100 cells, each holds as many words as it can."""
    words = tuple(nodes.Word(f"词语{number}", None, ()) for number in range(60))
    terms = (
        nodes.LexiconTerm("+", nodes.LexiconName("common.insult")),
        nodes.LexiconTerm("+", nodes.Words(words)),
    )
    tree = document(nodes.Lexicon("长词库", terms, nodes.Words(words[:2]), ("pinyin",)))
    text = print_policy(tree, skin)
    lines = text.splitlines()

    assert read(text).sections == tree.sections
    assert all(cells(line) <= 100 for line in lines)
    filled = [line for line in lines if line.startswith("  ")]
    assert all(cells(line) > 88 for line in filled[:-1])
    assert [line[0] for line in lines if line not in filled] == [lines[0][0], "}"]


BROKEN: dict[Skin, str] = {
    "en": """\
clause sample
  require kind = file and text contains insult and any recipients (status = active)
    on message, broadcast when urgent or importance = high or text contains something
    unless sender is {boss} and recipients includes sender and channel = wecom blame "办公室"
""",
    "zh": """\
条款 sample
  凡 消息、群发 当 紧急 或 重要程度 = 高 或 正文 出现 something 时 须 类型 = 文件
    且 正文 出现 insult 且 任一 接收人（状态 = 启用）除非 发送人 为 {boss} 且 接收人 包括 发送人
    且 渠道 = 企业微信 责任人 “办公室”
""",
}


@pytest.mark.parametrize("skin", SKINS)
def test_a_long_statement_is_broken_before_a_keyword(skin: Skin) -> None:
    """Lines of at most 100 cells, those after the first indented further."""
    for text in BROKEN.values():
        assert print_policy(read(text), skin) == BROKEN[skin]
    assert all(cells(line) <= 100 for line in BROKEN[skin].splitlines())


def test_steps_and_tiers_are_broken_before_then() -> None:
    """An example or a row that is too long has one step or tier a line where need be."""
    steps = " then ".join(f'message "第{at}步第{at}步第{at}步"' for at in range(4))
    tiers = ", then ".join(f"fine {at} CNY and public_criticism for first {at} per month"
                           for at in range(1, 4))  # fmt: skip
    text = print_policy(read(f"clause a\n  violates {steps}\npenalties\n  b: {tiers}"), "en")

    further = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    assert all(line.startswith("then ") for line in further)
    assert len(further) == 3
    assert ", \n" not in text
    assert ",\n    then fine" in text


def test_a_tree_without_sections_is_an_empty_text() -> None:
    """Nothing is printed for nothing."""
    assert print_policy(document(), "en") == ""


def test_amounts_of_different_units_keep_both() -> None:
    """A range states the unit once only if both ends share it."""
    amount = nodes.Amount(nodes.Quantity(Decimal(5), "%"), nodes.Quantity(Decimal(90), "CNY"))
    option = nodes.AllOf((nodes.Sanction("fine", amount=amount),))
    tiers = (nodes.Tier(nodes.OneOf((option,))),)
    tree = document(nodes.Penalties((nodes.Row(nodes.AnyBreach(), None, tiers),)))

    assert print_policy(tree, "en") == "penalties\n  any: fine 5%..90 CNY\n"


# ----------------------------------------------------------------------------- spelling


def test_names_and_texts_are_the_authors_own() -> None:
    """What the author named keeps its script in the other skin."""
    english = 'clause 闲聊\n  title "你好"\n  severity 轻微\n'

    assert print_policy(read(english), "zh") == "条款 闲聊\n  名称 “你好”\n  情节 轻微\n"


def test_an_alias_of_two_words_is_printed_only_where_it_is_read_back() -> None:
    """`account` and the list `accounts` share an alias; as a list it means the latter."""
    assert condition("any account (urgent)", "zh") == "任一 account（紧急）"
    assert condition("any accounts (urgent)", "zh") == "任一 账号（紧急）"
    assert condition("account given", "zh") == "账号 已知"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("他说“好”", '"他说“好”"'),
        ('a "b" c', '“a "b" c”'),
        ("a\\b\nc\td\re", "“a\\\\b\\nc\\td\\re”"),
        ("「好」", "“「好」”"),
    ],
)
def test_quotation_marks_of_the_chinese_skin(text: str, printed: str) -> None:
    """Chinese marks stand around a text unless it holds some itself."""
    tree = clause(nodes.Title(text))

    assert print_policy(tree, "zh") == f"条款 sample\n  名称 {printed}\n"
    assert read(print_policy(tree, "zh")).sections == tree.sections


# ----------------------------------------------------------------------------- comments

COMMENTED = """# 版权
policy "a"  # 甲
  version "1"
  # 乙

# 丙
# 丁
lexicon b = {  # 戊
  "x", # 己
  "y" } # 庚
  # 辛
clause c
  title "#1" # 壬
  # 癸
  severity d
# 末
"""

PLACED = """# 版权
policy "a"  # 甲
  version "1"
  # 乙

# 丙
# 丁
lexicon b = {  # 戊
  "x",  # 己
  "y"
}  # 庚
  # 辛

clause c
  title "#1"  # 壬
  # 癸
  severity d

# 末
"""


def test_comments_are_kept_where_they_belong() -> None:
    """A comment stays behind its statement or above the next one; none is lost."""
    assert print_policy(read(COMMENTED), "en") == PLACED


@pytest.mark.parametrize("skin", SKINS)
def test_comments_stay_when_printed_again(skin: Skin) -> None:
    """Printing what was printed moves no comment."""
    once = print_policy(read(COMMENTED), skin)

    assert print_policy(read(once), skin) == once
    assert sorted(once.replace('"#1"', "").split("#")[1:]) != []
    assert [word for word in "甲乙丙丁戊己庚辛壬癸末" if f"# {word}" not in once] == []


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(made.documents, st.data())
def test_no_comment_is_lost(tree: nodes.Document, data: st.DataObject) -> None:
    """Comments at the end of any lines come through a translation, each once."""
    lines = print_policy(tree, "en").split("\n")
    marked = [f"{line} # 批注{at}" for at, line in enumerate(lines)]
    chosen = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    text = "\n".join(
        mark if wanted else line for mark, line, wanted in zip(marked, lines, chosen, strict=True)
    )
    printed: Any = print_policy(read(text), "zh")

    for at, wanted in enumerate(chosen):
        assert printed.count(f"# 批注{at}\n") == wanted
    assert read(printed).sections == tree.sections


def test_a_node_of_no_statement_is_refused() -> None:
    """Whoever prints what cannot stand there learns which class it was."""
    with pytest.raises(TypeError, match="Word is no section"):
        print_policy(document(nodes.Word("a", None, ())), "en")  # type: ignore[arg-type]

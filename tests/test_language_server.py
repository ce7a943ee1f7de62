"""What an editor is told of a policy, by functions on a text and a place, without a server."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.language_server.actions import actions
from wechat_policy.language_server.buffers import Buffers
from wechat_policy.language_server.completion import complete, documentation
from wechat_policy.language_server.faults import doubts, faults, place
from wechat_policy.language_server.hover import hover
from wechat_policy.language_server.initials import typed_as
from wechat_policy.language_server.layout import layout
from wechat_policy.language_server.lines import Encoding, Lines
from wechat_policy.language_server.pages import Page, finding
from wechat_policy.language_server.playing import examples, play_at
from wechat_policy.language_server.references import definition, references
from wechat_policy.language_server.rename import Refused, rename, renameable, replaced
from wechat_policy.language_server.symbols import folds, symbols
from wechat_policy.lexical import keywords
from wechat_policy.loading import find_library
from wechat_policy.source import Source, Span

POLICY = """\
# 🙂 𠮷
制度 “office” “办公聊天”
引用 “common”

词库 粗话 = {“饭桶”、“𠮷🙂”} 不含 {“保温饭桶”}
工时 工作 = 工作日 09:00-12:00、13:00-18:00 并 周末 10:00-12:00
参数 上限 = 20 备注 “原文只说不得频繁。”
条件 吵闹 = 紧急 且 正文 匹配 /!/

等级 轻微 < 严重

条款 不说粗话
  原名 不骂人
  名称 “不说粗话”
  不得 消息 当 正文 出现 粗话 且 处于 工作 时
  标签 丢脸
  情节 轻微
  违规示例 “你这个饭桶🙂”
  合规示例 “保温饭桶洗好了”
  合规示例 “饭桶”

条款 不得频繁
  限制 消息 按 发送人 每日 至多 上限 当 吵闹
  自 公告.发布 起 每名 读者 取自 接收人 限 2小时 计 工作 内 须 消息.阅读 对应 操作人 = 读者
  情节 严重

条款 例外
  允许 消息 不适用 不说粗话 当 正文 出现 通用.侮辱 且 x_badge = “a”

处理
  轻微：口头警告
  不得频繁：书面警告
  标签 丢脸：罚款 50元
  累计 3次 轻微 限 90天 内：按照 严重
"""
ENGLISH = """\
policy "office" "Chat"
lexicon rude = {"a"}
hours work = workdays 09:00-18:00
severities minor < serious
clause polite
  forbid message when text contains rude
  severity minor
"""


COMMON = Source("common.policy", "词库 通用.侮辱 = {“蠢货”}\n")
"""What stands for the shipped library, which is long."""


def find(name: str, user: Source) -> Source | None:
    return COMMON if name == "common" else None


def page(text: str = POLICY) -> Page:
    return Page(Source("office.policy", text), find)


def spot(text: str, words: str) -> int:
    """A place in the first word of some words that stand in the text."""
    return text.index(words) + 1


# --------------------------------------------------------------------------------- places


@pytest.mark.parametrize(("encoding", "column"), [("utf-16", 5), ("utf-8", 11), ("utf-32", 3)])
def test_columns_are_counted_in_units_of_the_encoding(encoding: Encoding, column: int) -> None:
    """A character outside the basic plane takes two units of UTF-16 and four bytes of UTF-8."""
    lines = Lines("甲\n🙂𠮷甲乙", encoding)
    assert (1, column) == lines.position(lines.text.index("乙"))
    assert lines.text.index("乙") == lines.offset((1, column))


@given(
    st.text(alphabet="甲a🙂𠮷\n\r\u2028\x0b“”", max_size=30),
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
)
def test_places_come_back(text: str, encoding: Encoding) -> None:
    """Every place of a text has a position that leads back to it, but inside of a CR LF."""
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n" or offset == 0:
            assert offset == lines.offset(lines.position(offset))


@pytest.mark.parametrize(
    ("position", "offset"),
    [((0, 99), 2), ((1, 99), 5), ((9, 0), 5), ((-1, 3), 0), ((0, 1), 0), ((0, 2), 1)],
)
def test_places_outside_are_the_nearest_inside(position: tuple[int, int], offset: int) -> None:
    """A client that lags behind asks about places that are gone, or inside of a character."""
    assert offset == Lines("🙂a\r\n甲").offset(position)


def test_only_ends_of_lines_end_a_line() -> None:
    """A line separator from a word processor stays in its line, as editors have it."""
    assert (0, 4) == Lines("a\u2028\x0bb\nc").position(4)
    assert (1, 1) == Lines("a\u2028\x0bb\nc").position(6)


def test_changes_lead_to_the_text_of_the_editor() -> None:
    """Words typed before and behind characters of two units end up where they were typed."""
    buffers = Buffers()
    buffers.open("file:///a.policy", 1, "🙂甲\r\n𠮷乙")
    changed = buffers.change(
        "file:///a.policy", 2,
        [(((1, 2), (1, 3)), "丙🙂"), (((0, 2), (0, 2)), "x"), (((1, 3), (1, 5)), "")],
    )  # fmt: skip
    assert changed is not None
    assert ("🙂x甲\r\n𠮷丙", 2) == (changed.lines.text, changed.version)
    assert buffers.change("file:///b.policy", 1, [(None, "a")]) is None
    assert "a" == buffers.change("file:///a.policy", 3, [(None, "a")]).lines.text  # type: ignore[union-attr]


# ---------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("at", "kind", "places"),
    [
        ("粗话 且", "lexicon", 2),
        ("工作 时", "hours", 3),
        ("上限 当", "parameter", 2),
        ("吵闹\n", "condition", 2),
        ("轻微：", "severity", 4),
        ("严重\n\n条款 例", "severity", 3),
        ("不说粗话 当", "clause", 2),
        ("不得频繁：", "clause", 2),
        ("丢脸：", "tag", 2),
        ("读者\n", "variable", 2),
        ("x_badge", "own", 1),
        ("通用.侮", "lexicon", 1),
    ],
)
def test_names_are_found_wherever_they_stand(at: str, kind: str, places: int) -> None:
    """References have the giving of a name, its use in norms, and the heads of penalties."""
    one = page().occurrence_at(spot(POLICY, at))
    assert one is not None
    found = references(page(), one.span.start)
    assert (kind, places) == (one.kind, len(found))
    assert {one.name} == {POLICY[span.start : span.end] for span in found}


def test_a_name_is_found_in_statements_that_cannot_be_read() -> None:
    """While a clause is broken, the names in it are still the names."""
    text = POLICY.replace("当 正文 出现 粗话 且 处于", "当 正文 出现 粗话 且 且 处于")
    assert 2 == len(references(page(text), spot(text, "粗话 =")))


@pytest.mark.parametrize(
    ("at", "where"),
    [
        ("粗话 且", "粗话"),
        ("不骂人", "不说粗话"),
        ("不得频繁：", "不得频繁"),
        ("读者\n", "读者"),
        ("丢脸：", "丢脸"),
    ],
)
def test_definition_leads_to_where_a_name_is_given(at: str, where: str) -> None:
    """A former name leads to the clause that had it."""
    found = definition(page(), spot(POLICY, at))
    assert found is not None
    assert where == POLICY[found.span.start : found.span.end]
    assert found.span.start < spot(POLICY, at) or at == "丢脸：" or at == "不骂人"


def test_definition_leads_into_libraries(tmp_path: Path) -> None:
    """Also into one that the editor has open and nobody has saved, and into shipped ones."""
    name = str(tmp_path / "a.policy")
    text = "引用 “ours”\n条款 甲\n  不得 消息 当 正文 出现 我们的 或 正文 出现 通用.侮辱\n"
    library = Source(str(tmp_path / "ours.policy"), "# 🙂\n词库 我们的 = {“a”}\n")
    opened = Page(
        Source(name, text), finding(lambda path: library if str(path) == library.name else None)
    )
    found = definition(opened, spot(text, "我们的"))
    assert found is not None
    assert (library.name, "我们的") == (
        found.source.name,
        library.text[found.span.start : found.span.end],
    )
    shipped = definition(opened, spot(text, "通用.侮辱"))
    assert shipped is not None
    assert "common.policy" == Path(shipped.source.name).name
    named = definition(opened, spot(text, "ours"))
    assert named is not None
    assert library is named.source
    assert [] == [one.code for one in faults(opened) if one.code in ("E110", "E106")]


# ----------------------------------------------------------------------------- rename


@pytest.mark.parametrize(
    ("at", "places"),
    [
        ("粗话 且", 2),
        ("不得频繁：", 2),
        ("轻微：", 4),
        ("丢脸：", 2),
        ("工作 时", 3),
        ("读者\n", 2),
        ("x_badge", 1),
    ],
)
def test_rename_changes_every_place_and_nothing_else(at: str, places: int) -> None:
    """With the new name the policy has no new fault, and the old one can be had back."""
    new = "x_new" if at == "x_badge" else "新名字"
    spans = rename(page(), spot(POLICY, at), new)
    renamed = replaced(POLICY, spans, new)
    old = POLICY[spans[0].start : spans[0].end]
    assert places == len(spans)
    assert POLICY.count(new) + places == renamed.count(new)
    back = rename(page(renamed), spans[0].start, old)
    assert POLICY == replaced(renamed, back, old)


@pytest.mark.parametrize(
    ("at", "new", "why"),
    [
        ("粗话 且", "不得", "lsp.keyword"),
        ("粗话 且", "3词", "lsp.bad_name"),
        ("粗话 且", "两 个", "lsp.bad_name"),
        ("粗话 且", "", "lsp.bad_name"),
        ("粗话 且", "通用.侮辱", "lsp.taken"),
        ("不得频繁：", "不说粗话", "lsp.taken"),
        ("丢脸：", "丢脸", ""),
        ("上限 当", "正文", "lsp.new_fault"),
        ("不得频繁：", "轻微", "lsp.new_fault"),
        ("x_badge", "徽章", "lsp.own_name"),
        ("正文", "甲", "lsp.no_name"),
        ("不得 消息", "甲", "lsp.no_name"),
    ],
)
def test_rename_is_refused_with_the_reason(at: str, new: str, why: str) -> None:
    """Keywords and what is no name are refused, and a name that the policy would suffer by."""
    if not why:
        assert rename(page(), spot(POLICY, at), new)
        return
    with pytest.raises(Refused) as refused:
        rename(page(), spot(POLICY, at), new)
    assert why == refused.value.key
    assert (why == "lsp.new_fault") == (refused.value.fault is not None)


def test_names_of_libraries_are_renamed_in_the_library() -> None:
    """A rename here would leave the library as it is."""
    text = "条款 甲\n  不得 消息 当 正文 出现 通用.侮辱\n"
    with pytest.raises(Refused, match="of_library"):
        renameable(page(text), spot(text, "通用"))


# ------------------------------------------------------------------------------ hover


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("条款 不说", ["`clause` `条款`", "一条规则"]),
        ("不得 消息", ["`forbid` `不得`"]),
        ("消息 当 正文", ["`message` `消息`", "事件", "`sender`"]),
        ("正文 出现", ["`text` `正文`", "文字"]),
        ("出现 粗话", ["`contains` `出现`", "正文 出现 词库"]),
        ("粗话 且", ["词库", "2 个词：饭桶、𠮷🙂", "不含：保温饭桶"]),
        ("工作 时", ["| 日子 | 时间 |", "| 工作日 | 09:00–12:00、13:00–18:00 |", "10:00–12:00"]),
        ("上限 当", ["参数", "默认值：20", "原文只说不得频繁。"]),
        ("吵闹\n", ["条件", "紧急"]),
        ("不说粗话 当", ["条款", "不得", "粗话", "口头警告", "罚款50元"]),
        ("轻微：", ["情节", "口头警告"]),
        ("口头警告", ["`oral_warning` `口头警告`", "处理"]),
        ("工作日 09", ["`workdays` `工作日`"]),
        ("公告.发布", ["`announcement.publish` `公告.发布`"]),
        ("发送人 每日", ["`sender` `发送人`", "人员"]),
    ],
)
def test_hover_tells_words_and_names(at: str, told: Iterable[str]) -> None:
    """Words of the language in both names, names of the author's by what they stand for."""
    found = hover(page(), spot(POLICY, at), "zh")
    assert found is not None
    for words in told:
        assert words in found.text


def test_hover_speaks_english_too() -> None:
    """The same policy is told in the language of the client."""
    found = hover(page(ENGLISH), spot(ENGLISH, "polite"), "en")
    assert found is not None
    assert "Nobody may send a message" in found.text


@pytest.mark.parametrize("at", ["饭桶🙂”", "🙂 𠮷", "保温饭桶洗"])
def test_hover_is_silent_in_quotes_and_comments(at: str) -> None:
    """What stands in quotes is no word of the language."""
    assert hover(page(), spot(POLICY, at), "zh") is None


# ------------------------------------------------------------------------- completion


def offered(text: str) -> list[str]:
    """What is put in at the place of the bar, with what stays before it on the line."""
    offset = text.index("|")
    whole = text.replace("|", "", 1)
    found = complete(page(whole), offset)
    return [one.text for one in sorted(found, key=lambda one: one.sort)]


ZH = POLICY.partition("处理\n")[0]
AT_CLAUSE = ZH + "条款 新\n  "


@pytest.mark.parametrize(
    ("typed", "among", "never"),
    [
        (ZH + "条|", ["条款", "条件"], ["不得", "clause"]),
        (ZH + "|", ["条款", "词库", "处理"], ["clause"]),
        (AT_CLAUSE + "|", ["不得", "须", "依据", "违规示例"], ["消息", "条款"]),
        (AT_CLAUSE + "bd|", ["不得"], ["不宜"]),
        (AT_CLAUSE + "bude|", ["不得"], ["不宜"]),
        (AT_CLAUSE + "不得 |", ["消息", "朋友圈.发布", "内容"], ["正文", "message"]),
        (AT_CLAUSE + "不得消|", ["不得 消息"], []),
        (AT_CLAUSE + "不得 消息当正文出现粗|", ["消息 当 正文 出现 粗话"], []),
        (
            AT_CLAUSE + "不得消息当不处于工作且正文出现粗话除非紧|",
            ["不得 消息 当 不处于 工作 且 正文 出现 粗话 除非 紧急"],
            [],
        ),
        (
            AT_CLAUSE + "自审批.待办起限4小时计工作内须审批.办|",
            ["自 审批.待办 起 限 4小时 计 工作 内 须 审批.办结"],
            [],
        ),
        (AT_CLAUSE + "不得消\n  情节轻|", ["情节 轻微"], []),
        (AT_CLAUSE + "不得 消息 当 |", ["正文", "发送人", "吵闹", "曾有", "非"], ["粗话", "网络"]),
        (AT_CLAUSE + "不得 登录 当 |", ["网络", "账号"], ["正文"]),
        (AT_CLAUSE + "不得 消息 当 正文 |", ["出现", "含有", "超长"], ["粗话"]),
        (AT_CLAUSE + "不得 消息 当 正文 出现 |", ["粗话", "通用.侮辱"], ["手机号", "工作"]),
        (AT_CLAUSE + "不得 消息 当 正文 出现 通用.侮|", ["通用.侮辱"], ["粗话"]),
        (AT_CLAUSE + "不得 消息 当 正文 含有 |", ["手机号", "身份证号"], ["粗话"]),
        (AT_CLAUSE + "不得 消息 当 类型 = |", ["文本", "图片"], ["公共网络"]),
        (AT_CLAUSE + "不得 消息 当 类型 属于 {文本、|", ["图片"], []),
        (AT_CLAUSE + "不得 消息 当 发送人.部|", ["发送人.部门"], []),
        (AT_CLAUSE + "不得 消息 当 处于 |", ["工作"], ["粗话"]),
        (AT_CLAUSE + "不得 消息 当 于 |", ["工作日", "周一"], ["工作"]),
        (AT_CLAUSE + "不得 消息 当 任一 接收人（|", ["部门"], ["网络"]),
        (AT_CLAUSE + "允许 消息 不适用 |", ["不说粗话", "不得频繁"], ["轻微"]),
        (AT_CLAUSE + "情节 |", ["轻微", "严重"], ["不说粗话"]),
        (AT_CLAUSE + "标签 |", ["丢脸"], []),
        (AT_CLAUSE + "限制 消息 每日 至多 |", ["上限"], ["日"]),
        (AT_CLAUSE + "限制 消息 每 |", ["日", "月"], []),
        (AT_CLAUSE + "自 审批.待办 起 限 1小时 计 |", ["工作"], ["上限"]),
        (AT_CLAUSE + "自 审批.待办 起 限 1小时 内 须 |", ["审批.办结"], ["正文"]),
        (AT_CLAUSE + "自 公告.发布 起 每名 甲 取自 |", ["接收人", "人员"], ["正文"]),
        (
            AT_CLAUSE + "自 公告.发布 起 限 2天 内 须 消息.阅读 对应 |",
            ["原消息", "操作人"],
            ["接收人", "类别"],
        ),
        (
            AT_CLAUSE + "自 公告.发布 起 限 2天 内 须 消息.阅读 对应 原消息 = 前事.|",
            ["前事.编号", "前事.接收人"],
            ["前事.原消息"],
        ),
        (AT_CLAUSE + "不得 报告 关于 |", ["不诚信"], ["消息"]),
        (AT_CLAUSE + "不得 消息\n  违规示例 “a”（|", ["发送人", "时间"], ["网络"]),
        (AT_CLAUSE + "违规示例 登录（网络 = |", ["公共网络"], ["文本"]),
        (ZH + "处理\n  |", ["轻微", "不说粗话", "凡违规"], ["罚款"]),
        (ZH + "处理\n  轻微：|", ["罚款", "警告", "可"], ["轻微"]),
        (ZH + "处理\n  轻微：警告\n  严|", ["严重"], []),
        (ZH + "词库 新 = |", ["粗话", "通用.侮辱", "文件"], ["工作"]),
        (ZH + "词库 新 = {“a”} 读法 |", ["拼音", "全部"], []),
        (ZH + "工时 新 = |", ["工作日", "周一"], []),
        (ENGLISH + "clause new\n  |", ["forbid", "require", "severity"], ["不得"]),
        (ENGLISH + "clause new\n  forbid mess|", ["message", "message.read"], ["消息"]),
        (ENGLISH + "clause new\n  forbid message when text contains |", ["rude"], ["work"]),
        (ENGLISH + "clause new\n  forbid message when during |", ["work"], ["rude"]),
        ("|", ["policy", "制度"], []),
    ],
)  # fmt: skip
def test_completion_offers_what_may_stand_there(
    typed: str, among: list[str], never: list[str]
) -> None:
    """By the grammar and the meaning of the place, in the skin of the text."""
    found = offered(typed)
    assert set(among) <= set(found)
    assert not set(never) & set(found)


def test_completion_replaces_the_word_before_the_place() -> None:
    """The blank that Chinese leaves out is put in; what is compared is what was typed."""
    text = "🙂" + AT_CLAUSE + "不得消"
    (one,) = [one for one in complete(page(text), len(text)) if one.choice.word == "消息"]
    assert "不得消" == text[one.span.start : one.span.end]
    assert ("不得 消息", "不得消息") == (one.text, one.filter)


def test_letters_find_chinese_words() -> None:
    """By their initials or their pinyin, and the editor compares what it has with that."""
    text = AT_CLAUSE + "BD"
    (one,) = complete(page(text), len(text))
    assert ("不得", "bd") == (one.text, one.filter)


@pytest.mark.parametrize(
    ("word", "typed", "spelt"),
    [
        ("不得", "b", "bd"),
        ("不得", "bude", "bude"),
        ("IP地址", "ipd", "ipdz"),
        ("IP地址", "ipdizhi", "ipdizhi"),
        ("朋友圈.发布", "pyq.f", "pyq.fb"),
        ("不得", "x", None),
    ],
)
def test_chinese_is_spelt_as_it_is_typed(word: str, typed: str, spelt: str | None) -> None:
    """What is not Chinese in a word stays as it is."""
    assert spelt == typed_as(word, typed)


@pytest.mark.parametrize("typed", ["违规示例 “不|", "# 不|", "不得 消息 当 正文 匹配 /不|"])
def test_nothing_is_offered_in_quotes_and_comments(typed: str) -> None:
    """What stands there is the author's own."""
    assert [] == offered(AT_CLAUSE + typed)


def test_everything_offered_has_more_to_tell() -> None:
    """Keywords, words of the language and names have a page of their own."""
    for typed in (
        "",
        "不得 ",
        "不得 消息 当 ",
        "不得 消息 当 正文 ",
        "不得 消息 当 正文 出现 ",
        "情节 ",
    ):
        text = AT_CLAUSE + typed
        for one in complete(page(text), len(text)):
            assert documentation(page(text), one.choice.topic, "zh"), one.choice


def test_every_keyword_is_told_in_both_languages() -> None:
    """A new keyword without words for it would be offered and not explained."""
    table = files("wechat_policy.language_server").joinpath("keywords.toml")
    told = tomllib.loads(table.read_text(encoding="utf-8"))
    assert keywords().keys() == told.keys()
    assert all({"en", "zh"} == set(one) for one in told.values())


# --------------------------------------------------------- faults, symbols, layout, examples


def test_what_was_meant_is_put_in() -> None:
    """A misspelt word has the near one, a glued keyword its blank."""
    text = POLICY.replace("出现 粗话", "出现 粗活").replace("条款 例外", "条款例外")
    found = faults(page(text))
    told = list(actions(page(text), found, Span(0, len(text))))
    assert {"粗话", "条款 例外"} == {one.words for one in told}
    (edit,) = next(one.edits for one in told if one.words == "粗话")
    half = replaced(text, (edit.span,), edit.text)
    (again,) = actions(page(half), faults(page(half)), Span(0, len(half)))
    assert POLICY == replaced(half, (again.edits[0].span,), again.edits[0].text)


def test_lint_is_mended() -> None:
    """What lint would put right is an action with its edits."""
    text = ENGLISH.replace('{"a"}', '{"a", "b", "ab"}')
    one = next(one for one in actions(page(text), doubts(page(text)), Span(0, 60)) if one.edits)
    (edit,) = one.edits
    assert ("L411", '{"a", "b"}') == (
        one.fault.code, replaced(text, (edit.span,), edit.text).splitlines()[1].split("= ")[1],
    )  # fmt: skip


def test_faults_of_a_library_are_shown_where_it_is_named(tmp_path: Path) -> None:
    """The author sees that the library is broken, and where it comes in."""
    library = Source(str(tmp_path / "ours.policy"), "条款 甲\n  不得 消\n")
    text = "制度 “a” “b”\n引用 “ours”\n"
    opened = Page(
        Source(str(tmp_path / "a.policy"), text),
        finding(lambda path: library if str(path) == library.name else None),
    )
    of_library = [one for one in faults(opened) if one.source == library]
    assert of_library
    for one in of_library:
        span = place(opened, one)
        assert "引用 “ours”" == text[span.start : span.end]


def test_nothing_is_found_once_the_text_has_changed() -> None:
    """The check of a text that nobody waits for is given up, at any point of it."""
    assert faults(page("词库 甲 = 乙\n"))
    for asked in range(3):
        answers = iter([False] * asked + [True])
        assert () == faults(page("词库 甲 = 乙\n"), lambda answers=answers: next(answers))  # type: ignore[misc]


def test_lint_comes_on_top() -> None:
    """What is legal and doubtful is told with its code."""
    assert {one.code for one in faults(page(ENGLISH))} <= {
        one.code for one in doubts(page(ENGLISH))
    }


def test_sections_are_listed_and_folded() -> None:
    """A clause by its name and title, a library by its name; only long parts can be folded."""
    found = {(one.key, one.name, one.detail) for one in symbols(page())}
    assert {
        ("policy", "office", "办公聊天"),
        ("use", "common", "引用"),
        ("clause", "不说粗话", "不说粗话"),
        ("penalties", "处理", ""),
    } <= found
    starts = [POLICY[span.start : span.end].split()[1] for span in folds(page())]
    assert ["不说粗话", "不得频繁", "例外", "轻微：口头警告"] == starts


def test_a_text_that_cannot_be_read_is_not_laid_out() -> None:
    """Formatting keeps comments; a broken text stays as it is."""
    text = layout(page(POLICY.replace("  情节 轻微\n", "      情节   轻微 # 🙂\n", 1)))
    assert text is not None
    assert "  情节 轻微  # 🙂\n" in text
    assert layout(page(POLICY + "条款\n")) is None


def test_examples_are_played_where_they_stand() -> None:
    """The one at the place, with its conditions where it fails, and a message where it cannot."""
    spans = list(examples(page()))
    assert ["违规示例", "合规示例", "合规示例"] == [
        POLICY[one.start : one.start + 4] for one in spans
    ]
    passed = [play_at(page(), one.start, "zh") for one in spans]
    assert [True, True, False] == [one.passed for one in passed]
    assert "第 3 个示例" in passed[2].message
    assert "正文 出现 粗话" in passed[2].details
    assert passed[2] == play_at(page(), spans[2].start - 2, "zh")
    nowhere = play_at(page(), spot(POLICY, "处理"), "en")
    assert (None, "There is no example here that can be read.") == (nowhere.passed, nowhere.message)


def test_what_stood_in_the_way_of_a_violation_is_told() -> None:
    """An example that should break its clause and does not has the tests that were not met."""
    text = POLICY.replace("违规示例 “你这个饭桶🙂”", "违规示例 “你这个饭桶🙂”（时间 = 23:00）")
    outcome = play_at(page(text), next(examples(page(text))).start, "zh")
    assert outcome.passed is False
    assert "应当违反该条款，却没有发现" in outcome.message
    assert "✗ 处于 工作" in outcome.details


def test_a_faulty_policy_plays_no_examples() -> None:
    """The message says what is in the way and on which line."""
    text = POLICY.replace("情节 严重", "情节 严种")
    outcome = play_at(page(text), next(examples(page(text))).start, "zh")
    assert outcome.passed is None
    assert "第 25 行" in outcome.message
    assert "严种" in outcome.message


@pytest.mark.parametrize("cut", range(0, len(POLICY), 37))
def test_a_text_that_stops_anywhere_is_no_obstacle(cut: int) -> None:
    """An author types from left to right: most of the time everything is unfinished."""
    one = page(POLICY[:cut])
    complete(one, cut)
    hover(one, cut, "zh")
    definition(one, cut)
    list(symbols(one))
    list(folds(one))
    list(examples(one))
    assert all(one.outline.folded[at.span.start : at.span.end] == at.name for at in one.occurrences)


def test_libraries_are_those_of_loading_unless_open() -> None:
    """An editor that has nothing open changes nothing."""
    nothing = finding(lambda path: None)
    assert nothing("common", Source("a", "")) == find_library("common", Source("a", ""))

"""`draft`: what is made of a written policy, and that it always checks."""

from __future__ import annotations

import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invoking import run

from wechat_policy.assembly import assemble
from wechat_policy.checker import check
from wechat_policy.drafting import Unreadable, draft, policy_text, read_document, read_text
from wechat_policy.drafting import quantities as q
from wechat_policy.drafting.script import level, number
from wechat_policy.drafting.splitting import parts
from wechat_policy.drafting.statements import cut
from wechat_policy.drafting.tables import table
from wechat_policy.drafting.word import read_word
from wechat_policy.lexical import Skin
from wechat_policy.loading import check_text, find_library
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source

PLACE = r"\{(within|period|bound|length|characters|money|before)\}"
SAMPLES = Path(__file__).parent / "data" / "drafts"


def sample(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / f"{name}.toml").read_text("utf-8"))


def bare(text: str) -> str:
    return "".join(one for one in text if one.isalnum())


def errors(text: str) -> list[str]:
    """The errors of a policy; the shipped words are read only where it names some."""
    if "通用." in text:
        found = check_text(text)
    else:
        document, faults = parse(Source("draft", text))
        assembly, missing = assemble(document, find_library)
        found = (*faults, *missing, *check(assembly))
    return [one.render("en") for one in found if one.level == "error"]


# ---------------------------------------------------------------- whole policies


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.toml")))
def test_a_policy_of_each_style_is_drafted(name: str) -> None:
    """Nearly every statement has a draft of its own, of the right kind, with its numbers."""
    wanted = sample(name)
    written = draft(read_text(wanted["text"]))
    drafted = {bare(one.text): one.kind for one in written.statements}

    missing = [text for _, text in wanted["statements"] if bare(text) not in drafted]
    wrong = [
        (kind, drafted[bare(text)], text)
        for kind, text in wanted["statements"]
        if bare(text) in drafted and drafted[bare(text)] != kind
    ]
    count = len(wanted["statements"])
    assert len(missing) <= (1 - wanted["served"]) * count, missing
    assert len(missing) + len(wrong) <= (1 - wanted["right"]) * count + 1e-9, wrong

    text = policy_text(written, name)
    assert [] == [words for words in wanted["holds"] if words not in text]
    if name in ("bank", "taiwan"):  # reading the shipped words takes its time
        assert [] == errors(text)


def test_each_statement_stands_where_the_document_has_it() -> None:
    """The line and column of a statement are those of its first word in the document."""
    for name in ("bank", "taiwan", "property"):
        text = sample(name)["text"]
        document = text.splitlines()
        for one in draft(read_text(text)).statements:
            place = one.statement.place
            assert document[place.line - 1][place.column - 1 :].startswith(one.text[:3]), one.text


def test_both_skins_say_the_same() -> None:
    """A draft in English keywords is the same tree; its comments are English."""
    written = draft(read_text("第一条 密码应每30天更换一次。\n第二条 违反第一条的，罚款50元。\n"))
    chinese, english = (policy_text(written, "x", skin) for skin in ("zh", "en"))

    assert parse(Source("a", chinese))[0] == parse(Source("b", english))[0]
    assert "every 30d" in english and "# draft: kind require" in english
    assert "每隔 30天" in chinese and "# 草拟：规范 须" in chinese
    assert chinese == print_policy(parse(Source("a", chinese))[0], "zh")


def test_what_is_left_open_is_marked_and_becomes_a_parameter() -> None:
    """A word without a number becomes a parameter; a guess of low confidence says so."""
    text = policy_text(draft(read_text("第一条 密码应定期更换。\n")), "x")

    assert "# 待定：原文“定期”" in text
    assert "参数 定期_密码修改 = 90天" in text
    assert "每隔 定期_密码修改" in text
    assert "（把握低）" in text


def test_a_penalty_goes_to_the_article_that_it_names() -> None:
    """违反第八条 prices the clauses of article 8 and no others."""
    text = policy_text(
        draft(
            read_text(
                "第七条 不得借账号。\n第八条 不得借手机。\n第九条 违反第八条的，罚50-200元。\n"
            )
        ),
        "x",
    )

    rows = text.partition("\n处理\n")[2]
    assert "第八条_不得借手机：罚款 50..200元" in rows
    assert "第七条" not in rows


ARTICLES = """第三条 应实名。
第四条 工作群内：
（一）不得刷屏；
（二）不得发广告；
（三）不得骂人。
第五条 不得私建群。
"""


@pytest.mark.parametrize(
    ("words", "priced"),
    [
        ("违反第四条第3款的", ["不得骂人"]),
        ("违反第四条（一）、（三）项的", ["不得刷屏", "不得骂人"]),
        ("违反第四条第1、2项规定", ["不得刷屏", "不得发广告"]),
        ("违反第四条第（二）至（三）项的", ["不得发广告", "不得骂人"]),
        ("违反第四条第9项的", ["不得刷屏", "不得发广告", "不得骂人"]),
        ("违反第三条、第四条第二项的", ["应实名", "不得发广告"]),
        ("违反第三至五条的", ["应实名", "不得刷屏", "不得发广告", "不得骂人", "不得私建群"]),
    ],
)  # fmt: skip
def test_a_penalty_goes_to_the_items_that_it_names(words: str, priced: list[str]) -> None:
    """Items and ranges are told apart; an item that nobody finds means its article."""
    text = policy_text(draft(read_text(f"{ARTICLES}第六条 {words}，罚款50元。\n")), "x")

    rows = text.partition("\n处理\n")[2]
    assert priced == re.findall(r"_([^_]+)：罚款 50元", rows)


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("群内@本人的消息，工作时间要在15分钟之内回复。", "自 消息 其中（群 已知）起 限 15分钟 内"),
        ("晚上十点以后除紧急情况外，不要在群里发消息。", "当 处于 晚_2200_以后 除非 紧急"),
        ("晚上10点至次日7点不在群内布置工作。", "当 处于 晚_2200_至_0700"),
        ("每天发朋友圈宣传新品不超过两条。", "限制 朋友圈.发布 按 发送人 每日 至多 2"),
        ("原则上不发语音超过60秒。", "不宜 消息 其中（类型 = 语音）当 时长 > 60秒"),
        ("员工入职当天由店长拉入本店群。", "自 员工.入职 起 限 1天 内 须 群.加入"),
        ("密码三个月一换。", "每隔 90天"),
        ("客户的投诉，半小时内必须回复。", "限 30分钟 内 须 投诉.解决"),
    ],
)
def test_the_norm_says_what_the_words_say(text: str, norm: str) -> None:
    """Times, hours and events of a statement are in its norm."""
    written = policy_text(draft(read_text(f"办法\n第一条 {text}\n")), "x")
    assert norm in written, written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("工作时间（8:00—21:00）内的消息要在15分钟内回复。", "第一条_工作时间内的消息要在15分钟"),
        ("严禁发布与工作无关的链接、拼团砍价、投票。", "第一条_严禁发布与工作无关的链接"),
        ("所有员工不得外借手机。", "第一条_不得外借手机"),
        ("不得在“客户群”里争吵。", "第一条_不得在客户群里争吵"),
    ],
)
def test_clauses_have_readable_names(text: str, name: str) -> None:
    """A name ends where a word ends, and holds no time and no sign."""
    (one, *_) = draft(read_text(f"办法\n第一条 {text}\n")).statements
    assert name == one.clause


def test_steps_go_by_how_often_and_grades_by_how_grave() -> None:
    """第一次…第二次… are the steps of one row; 情节严重 is a row of its grade."""
    text = "第一条 违规的，首次警告，第二次罚款100元。\n第二条 情节严重的，可停职7天或者辞退。\n"
    rows = policy_text(draft(read_text(text)), "x").partition("\n处理\n")[2]

    assert "  凡违规：警告 每年 前 1次，此后 罚款 100元\n" in rows
    assert "  严重：可 停职 为期 7天 或 可 辞退\n" in rows


def test_what_does_not_check_takes_a_safer_form_and_the_rest_stays() -> None:
    """A day that no calendar has is left out of the header, and no clause is lost by it."""
    text = policy_text(draft(read_text("第一条 不得刷屏。\n自2026年2月31日起施行。\n")), "x")

    assert [] == errors(text)
    assert "生效 2026" not in text and "条款 第一条_不得刷屏" in text


def test_words_are_kept_as_they_stand() -> None:
    """Quotes, backslashes and signs of the language in the document end up in texts only."""
    said = r'不得发送“#”、"条款"、\n与{within}。'
    text = policy_text(draft(read_text(f"第一条 {said}")), "x")

    (clause,) = [one for one in parse(Source("x", text))[0].sections if hasattr(one, "norms")]
    assert [said] == [one.value for one in clause.items if type(one).__name__ == "Title"]


# ---------------------------------------------------------------- parts


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("第一章总则第一条为安全。第二条不得。", ["第一章", "第一章/第一条", "第一章/第二条"]),
        ("一、账号管理1. 不得出借。2. 不得转让。", ["一、", "一、/1.", "一、/2."]),
        ("第三条 违反第一条的，罚款。依照第二条执行。", ["第三条"]),
        ("第二条 依照第一条，应守时。", ["第二条"]),
        ("第三条 应做到:(一)守时;(二)守信。", ["第三条", "第三条/(一)", "第三条/(二)"]),
        ("1. 总则\n1.1 不得甲。\n1.2 不得乙。", ["1.", "1./1.1", "1./1.2"]),
        ("3. 注册3.1. 不得甲。\n3.2. 不得乙。", ["3.", "3./3.1.", "3./3.2."]),
        ("一、甲\n(一)应乙。\n①丙。\n②丁。", ["一、", "一、/(一)", "一、/(一)/①", "一、/(一)/②"]),
        ("要求\n- 不得甲。\n- 不得乙。", ["要求", "要求/-", "要求/-"]),
        ("Article 3 Staff must log out.", ["Article 3"]),
        ("第1条 版本1.0须在8:30前更新，不超过3.5小时。", ["第1条"]),
    ],
)  # fmt: skip
def test_marks_are_told_from_figures_and_references(text: str, paths: list[str]) -> None:
    """A mark opens a unit; an article that is only spoken of, or a figure, does not."""
    units = cut(read_text(f"管理办法\n{text}"))[1]

    told = [
        "/".join(one if isinstance(one, str) else one.label for one in unit.path) for unit in units
    ]
    assert paths == told


def test_broken_lines_are_joined_and_page_furniture_is_dropped() -> None:
    """A sentence goes on over the end of its line; numbers of pages are no statements."""
    text = "办法\n第一条 员工不得在任何公开场合谈论\n尚未公布的业绩。\n- 2 -\n第 3 页 共 9 页\n"
    text += "第二条 应守时。\n"

    assert ["员工不得在任何公开场合谈论尚未公布的业绩。", "应守时。"] == [
        one.text for one in draft(read_text(text)).statements
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("应妥善保管账号，不得外借。", ["应妥善保管账号", "不得外借。"]),
        ("如手机丢失，应立即报告，并修改密码。", ["如手机丢失，应立即报告", "并修改密码。"]),
        ("客户要求删除的，应删除并告知客户。", ["客户要求删除的，应删除", "并告知客户。"]),
        ("员工在群内发言时，应文明。", ["员工在群内发言时，应文明。"]),
        ("应加密传输，以确保安全。", ["应加密传输，以确保安全。"]),
        ("不得传播谣言、诽谤他人或泄露隐私。", ["不得传播谣言", "诽谤他人", "或泄露隐私。"]),
        ("不得私自更换、转让或出借。", ["不得私自更换、转让或出借。"]),
        ("为规范使用，提高效率，特制定本办法。", ["为规范使用，提高效率，特制定本办法。"]),
        ("晚上十点后除值班外，不要发消息。", ["晚上十点后除值班外，不要发消息。"]),
        ("手机遗失应立即报告，冻结账号。", ["手机遗失应立即报告", "冻结账号。"]),
        ("致损的，应赔偿，情节严重的予以辞退。", ["致损的，应赔偿", "情节严重的予以辞退。"]),
        ("对表现突出的药师，每季度奖励200元。", ["对表现突出的药师，每季度奖励200元。"]),
        ("不得外借；违者警告，严重的，予以辞退。", ["不得外借", "违者警告", "严重的，予以辞退。"]),
    ],
)  # fmt: skip
def test_a_sentence_is_split_into_its_duties(text: str, pieces: list[str]) -> None:
    """Duties part; a case, a reason, a purpose stays with the duty that it belongs to."""
    assert pieces == [text[start:end] for start, end in parts(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("严禁泄露客户资料。", "forbid"),
        ("避免在群内争论。", "forbid"),
        ("应采取加密措施，防止泄露。", "require"),
        ("仅限本人使用。", "require"),
        ("尽量避免在夜间打扰同事。", "forbid"),
        ("每日群发不得超过三次。", "limit"),
        ("不得频繁查看手机。", "limit"),
        ("违者罚款50元。", "penalty"),
        ("公司有权解除劳动合同。", "penalty"),
        ("群主应及时处理违规行为。", "require"),
        ("部门可以建立工作群。", "note"),
        ("本办法自发布之日起施行。", "note"),
        ("本办法所称素材，是指海报。", "note"),
        ("定期检查群成员。", "require"),
        ("原则上不加客户好友。", "forbid"),
        ("一般不在夜间发通知。", "forbid"),
        ("建议不要转发链接。", "forbid"),
        ("骑车时别看手机。", "forbid"),
        ("不骂客户。", "forbid"),
        ("新人由店长拉入本店群。", "require"),
        ("本规范由综合部负责解释。", "note"),
        ("本规范由综合部制定。", "note"),
        ("次日补办手续。", "require"),
        ("消息要在15分钟之内回复。", "require"),
        ("通话时长控制在15分钟以内。", "limit"),
        ("同一内容不得重复发送超过3次。", "limit"),
        ("实习结束后，由带教老师将其移出工作群。", "require"),
        ("发广告的，移出工作群。", "penalty"),
        ("能在群里发红包吗？", "note"),
    ],
)
def test_the_words_tell_the_kind(text: str, kind: str) -> None:
    """Each kind is told by the wording of regulations."""
    assert [kind] == [one.kind for one in draft(read_text(f"办法\n第一条 {text}\n")).statements]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("第一条 不得有下列行为：\n（一）辱骂；\n（二）炒股。", ["note", "forbid", "forbid"]),
        ("第一条 有下列情形之一的，给予警告：\n（一）迟到；\n（二）早退。", ["penalty"] * 3),
        ("一、禁止行为\n1. 出借账号\n2. 私建群聊", ["forbid", "forbid"]),
        ("一、群主职责\n1. 群成员的核对\n2. 群公告的发布", ["require", "require"]),
    ],
)  # fmt: skip
def test_items_take_the_kind_of_what_stands_above(text: str, kinds: list[str]) -> None:
    """The sentence that opens a list, or the heading, gives items their norm."""
    assert kinds == [one.kind for one in draft(read_text(f"办法\n{text}\n")).statements]


def test_times_numbers_and_sums_are_read() -> None:
    """Times, numbers and sums come out as the language writes them."""
    told = [
        q.within("须在24小时内"), q.within("三个工作日内"), q.within("当日"), q.within("无"),
        q.period("每月5日前"), q.period("每90天"), q.window("每人每日"), q.late("22点半以后"),
    ]  # fmt: skip
    assert ["24小时", "3个工作日", "1天", None, "月", "90天", "日", "22:30"] == [
        one and one.value for one in told
    ]
    assert ["08:30-12:00", "13:30-18:00"] == [
        one.value for one in q.spans("8:30-12:00、13点半至18点")
    ]
    assert ["50..200元", "100元"] == [one.value for _, one in q.sums("50-200元，再犯一百元")]
    assert (12, 305, 2026, None) == (
        number("十二"),
        number("三百零五"),
        number("２０２６"),
        number("十x"),
    )


def test_every_norm_in_the_table_is_sound() -> None:
    """Whatever a row of the table of guesses writes is a norm of the language, or a category."""
    usual = {
        "within": "1天", "period": "90天", "bound": "10次", "length": "30分钟",
        "characters": "200字", "money": "200元", "before": "09:00",
    }  # fmt: skip
    text = '制度 "a" "a"\n等级 轻 < 重\n'
    for row in table("guesses")["guess"]:
        forms = [
            form
            for key in ("forbid", "require", "limit", "periodic", "after", "before")
            for form in ([row[key]] if isinstance(row.get(key), str) else row.get(key, []))
        ]
        for form in [*forms, *(f"不得 报告 关于 {one}" for one in [row.get("report")] if one)]:
            norm = re.sub(PLACE, lambda one: usual[one[1]], form)
            text += f"条款 c{text.count('条款')}\n  {norm}\n  分级 轻..重\n"
    text += "处理\n  轻：" + " 或 ".join(row["name"] for row in table("sanctions")["sanction"])
    assert [] == errors(text)


# ---------------------------------------------------------------- whatever comes

_SCRAPS = [
    "第一章", "第八条", "违反第八条的", "(一)", "1.1", "一、", "•", "不得", "应当", "罚款50元",
    "第一次", "，", "。", "；", "：", "\n", "“", "”", '"', "#", "\\", "{within}", "员工", "密码",
    "定期", "22:00后", "8:30-12:00", "24小时内", "每月", "不超过3次", "如A、B等", "条款", "制度",
    "处理", "\x00", "\ud800", "\u202e", "🎲", "①", "|", "/", "责任自负", "警告", "99999999999天内",
    "罚款0-0元", "24:30前", "²", "Ⅷ", "Article 5", "must not", "no more than", "\x85", "\u2028",
    "违反第1至999999999条第（二）项",
    "序号 违规行为 处罚\n1 a 罚款5元\n", "🚫", "\n❌ ", "\nQ：", "晚上十二点后",
    "夜里2点至次日25点", "超过3次", "原则上不", "半小时内", "除值班外，", "移出工作群", "语音60秒",
    "第条", "3.2.1", "说“傻”", "工作时间", "自2026年2月31日起施行",
]  # fmt: skip
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_SCRAPS), max_size=30).map("".join),
    st.lists(st.one_of(st.sampled_from(_SCRAPS), st.text(max_size=8)), max_size=15).map("".join),
)


@settings(max_examples=80, deadline=None)
@given(_TEXTS, st.sampled_from(["zh", "en"]))
def test_a_draft_of_any_text_checks(text: str, skin: Skin) -> None:
    """Whatever the text, its draft has no errors."""
    assert [] == errors(policy_text(draft(read_text(text)), text[:9], skin))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_word_of_a_damaged_document_is_lost(data: st.DataObject) -> None:
    """With words cut out and moved, each is a statement's, a heading's or a mark's."""
    words = sample(data.draw(st.sampled_from(["bank", "school"])))["text"]
    for _ in range(3):
        start = data.draw(st.integers(0, len(words)))
        end = min(len(words), start + data.draw(st.integers(0, 30)))
        at = data.draw(st.integers(0, len(words)))
        words = words[:start] + words[end:at] + words[start:end] + words[max(at, end) :]
    title, units = cut(read_text(words))
    kept = title + "".join(
        unit.text + "".join(one if isinstance(one, str) else one.label for one in unit.path)
        for unit in units
    )
    assert set(bare(words)) - set(bare(kept)) <= set("0123456789")


# ---------------------------------------------------------------- documents


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_are_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    """A text from any usual editor is read."""
    path = tmp_path / "a.txt"
    path.write_bytes("办法\r\n第一条　不得外借。".encode(encoding))

    assert ["办法", "第一条　不得外借。"] == [line.text for line in read_document(path)]


def test_markdown_is_read_without_its_signs(tmp_path: Path) -> None:
    """Headings, emphasis, lists and tables of Markdown become statements."""
    path = tmp_path / "a.md"
    path.write_text(
        "# 群规\n\n## 要求\n\n- **不得**刷屏\n- 应实名\n\n"
        "| 违规行为 | 处罚 |\n| --- | --- |\n| 发广告 | 罚款50元 |\n",
        encoding="utf-8",
    )
    written = draft(read_document(path))

    assert "群规" == written.title
    assert [("forbid", 5), ("require", 6), ("forbid", 10), ("penalty", 10)] == [
        (one.kind, one.statement.place.line) for one in written.statements
    ]
    assert "违规行为_发广告：罚款 50元" in policy_text(written, "a.md")


def test_a_table_written_with_blanks_is_a_table() -> None:
    """Rows as they are pasted from a sheet are breaches and their measures."""
    text = "对照表\n序号 违规行为 处罚\n1 发广告 罚款50元\n2\t私建群\t口头警告\n以上由店长执行。\n"
    written = draft(read_text(text))

    assert [("forbid", 3), ("penalty", 3), ("forbid", 4), ("penalty", 4)] == [
        (one.kind, one.statement.place.line) for one in written.statements[:4]
    ]
    assert "违规行为_发广告：罚款 50元" in policy_text(written, "x")


def test_pictures_and_questions_are_marks() -> None:
    """A picture begins an item, or a heading of such items; Q: and A: begin items too."""
    text = "群规\n🚫 千万别\n❌ 发广告\n❌ 骂人\nQ：能发红包吗？\nA：不要发。\n"

    assert [
        ("forbid", "发广告"), ("forbid", "骂人"), ("note", "能发红包吗？"), ("forbid", "不要发。"),
    ] == [(one.kind, one.text) for one in draft(read_text(text)).statements]  # fmt: skip


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("群规", 0)
    document.add_heading("要求", 1)
    for text in ("不得出借账号。", "应实名入群。"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("严禁外传。", style="List Bullet")
    rows = (("违规行为", "处罚"), ("发广告", "罚款50元"))
    grid = document.add_table(rows=2, cols=2)
    for row, cells in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_file_is_read_with_the_numbers_that_word_shows() -> None:
    """Numbers of lists, which stand nowhere in the text, and tables come along."""
    assert [
        "群规", "要求", "1. 不得出借账号。", "2. 应实名入群。", "• 严禁外传。",
        "违规行为：发广告；处罚：罚款50元",
    ] == [line.text for line in read_word(word_file())]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=40))
def test_a_damaged_word_file_is_a_clear_fault(at: int, rubbish: bytes) -> None:
    """A Word file with bytes overwritten is read, or said to be damaged; nothing else happens."""
    data = word_file()
    at %= len(data)
    try:
        read_word(data[:at] + rubbish + data[at + len(rubbish) :])
    except Unreadable as fault:
        assert "broken" == fault.reason


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"no zip", "damaged"),
        ("a.docx", b"PK\x03\x04cut", "damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("a.pdf", b"%PDF-1.7", "is a PDF"),
        ("a.txt", b"%PDF-1.7", "is a PDF"),
        ("a.txt", b"\x00\x01\x02", "not a text"),
        ("a.txt", b"\xff\xff\xff", "neither in UTF-8"),
        ("a.txt", b" \n\n", "no words"),
        ("a.rtf", b"x", "no .txt"),
        ("none.txt", None, "there is no file"),
    ],
)
def test_what_cannot_be_read_is_wrong_use(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    """A document that cannot be read ends the command with what to do, in both languages."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for language in ("en", "zh"):
        result = run("draft", str(path), language=language)
        assert (2, "") == (result.exit_code, result.stdout)
        assert (said in result.stderr) is (language == "en")


# ---------------------------------------------------------------- the command


def test_the_command_writes_a_policy_and_sums_it_up(tmp_path: Path) -> None:
    """The draft goes to the file, the summary to the error output; a draft is not overwritten."""
    path, out = tmp_path / "规定.txt", tmp_path / "out.policy"
    path.write_text("规定\n第一条 不得外借手机。\n第二条 违者警告。\n", encoding="utf-8")

    result = run("draft", str(path), "-o", str(out), language="zh")
    assert (0, "") == (result.exit_code, result.stdout)
    assert "草拟 2 条：不得 1、处理 1" in result.stderr
    assert [] == errors(out.read_text("utf-8"))

    again = run("draft", str(path), "-o", str(out))
    assert 2 == again.exit_code and "--force" in again.stderr
    assert 0 == run("draft", str(path), "-o", str(out), "--force").exit_code


def test_the_command_tells_the_statements_as_json(tmp_path: Path) -> None:
    """Place, kind and guesses of each statement are data too."""
    path = tmp_path / "a.txt"
    path.write_text("规定\n第一条 密码应每30天更换一次。\n", encoding="utf-8")

    told = json.loads(run("draft", str(path), "--as", "json").stdout)
    assert {
        "statements": 1,
        "forbid": 0,
        "require": 1,
        "limit": 0,
        "penalty": 0,
        "note": 0,
        "low": 0,
    } == told["counts"]
    (one,) = told["statements"]
    assert (2, 5, "第一条", "require", "high") == (
        one["line"], one["column"], one["article"], one["kind"], one["guesses"][0]["confidence"]
    )  # fmt: skip
    assert ["每隔 30天 每个 某号 取自 账号（状态 = 启用） 须 密码.修改 对应 账号 = 某号"] == one[
        "norms"
    ]


def test_the_plain_form_keeps_every_place() -> None:
    """Script, width and words of Taiwan are made plain without a character more or less."""
    text = "帳號（Ａ）：嚴禁透過社群軟體散布①"
    assert len(text) == len(level(text))
    assert level(text).startswith("账号(a):严禁通过")


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("工作群每人每10分钟发言不得超过5条。", "10分钟"),
        ("每小时发言不得超过5条。", "1小时"),
        ("两小时内发言不得超过5条。", "2小时"),
        ("3天内群发不得超过2条。", "3天"),
        ("每季度群发不得超过4次。", "季度"),
        ("每日群发不得超过4次。", "日"),
    ],
)
def test_a_limit_counts_in_the_time_that_is_written(words: str, window: str) -> None:
    """Ten minutes are not an hour: the stretch of time is taken with its number."""
    text = policy_text(draft(read_text(f"第一条 {words}\n")), "x")

    assert f" 每{window} 至多 " in text
    assert f"计数时段 {window}，" in text


def test_the_document_is_never_written_over(tmp_path: Path) -> None:
    """Not even by --force: it is the one thing that cannot be drafted again."""
    path = tmp_path / "规定.txt"
    path.write_text("第一条 不得辱骂客户。\n", encoding="utf-8")
    link = tmp_path / "规定.policy"
    link.symlink_to(path)

    for output in (path, link):
        refused = run("draft", str(path), "-o", str(output), "--force", language="zh")
        assert 2 == refused.exit_code and "就是原文件" in refused.stderr
    assert "第一条 不得辱骂客户。\n" == path.read_text(encoding="utf-8")

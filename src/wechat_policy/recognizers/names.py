"""Full names of persons, suspected by how names are made and by what stands around them."""

from __future__ import annotations

from functools import cached_property

import attrs

from wechat_policy.recognizers.namesakes import (
    AMBIGUOUS,
    BRANDS,
    COMPOUND,
    FOREIGN,
    GIVEN,
    NO_GIVEN,
    PROSE,
    SURNAMES,
)
from wechat_policy.recognizers.patterns import Spans, compiled
from wechat_policy.segmenter import known, tokens

_HAN = "\u4e00-\u9fff"
_DOT = "[·•・‧∙．]"

_SIGN = "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"

_LABEL = rf"""
    (?: 姓名 | 名字 | [本真原大全]名 | 曾用名 | (?:开户|账户|帐户)?户名 | 署名 | 签[字名] | 抬头人
      | [收取][件货]人 | [寄发]件人 | 联系人 | 持卡人 | 申请人 | 经办人 | 负责人 | 被?保险?人
      | 投保人
      | 受益人 | 法人 (?:代表)? | 法定代表人 | [被原]告人? | 当事人 | 患者 | 监护人 | 乘[客车]人
      | 入住人 | 预[订定]人 | 购票人 | 承租人 | 出租人 | [借贷]款人 | 担保人 | 证人 | 受害人
      | 嫌疑人 | 候选人
      | (?: [我他她您俺爸妈爷奶哥姐弟妹] | 老[公婆] | 女儿 | 儿子 | 孩子? | 爱人 ) 叫 | 名叫
      | 叫做
      | [{_HAN}]{{2}}人 (?= \s?[:：] | \s ) )
    (?P<sure> (?: \s?[:：=]\s? | \s | 写?的?是 | 为 | 叫 | 写成? | 填
      | 印成 ){{0,3}} {_SIGN}{{0,2}} )
  | (?: 请 | 祝 | 找 | 问 | 跟 | 和 | 与 | 给 | 让 | 叫 | 由 | 是 | 被 | 同事 | 室友 | 同桌 | 邻居
      | 同学
      | 班长 | 组长 | 队长 | 校长 | 院长 | 局长 | 科长 | 处长 | 店长 | 班主任 | 主任 | 经理 | 总监
      | 董事长
      | 老师 | 导师 | 教授 | 医生 | 大夫 | 护士 | 律师 | 会计 | 出纳 | 秘书 | 助理 | 司机 | 师傅
      | 客户
      | 学[生员长姐弟妹] | 师[兄姐弟妹] | 朋友 | [表堂] [哥姐弟妹] | 老[公婆] | [男女]友 | 丈夫
      | 妻子 | 爱人
      | 新[郎娘] | 户主 | 顾客 | 买家 | 卖家 | 领导 | 书记 | 副总 | 实习生 | 辅导员 | 教练 | 选手
      | 车主 | 失主
      | 儿子 | 女儿 | 孩子 | 房东 | 租客 | 业主 | 会员 | 患者 | 病人 | 家长 | 新人 | 员工 | 工程师
      | 感谢 | 谢谢 | 恭喜 | 欢迎 | 联系 | 通知 | 任命 | 提拔 | 表扬 | 批评 | 记者 | 作者
      | 主[讲播持]人?
      | 股东 | 代表 | 本人 | 甲方 | 乙方 | 嫌犯 | 民警 | 演员 | 歌手 | @ )
    (?P<likely> (?: \s?[:：]\s? | \s | 是 | 叫 ){{0,2}} {_SIGN}{{0,2}} )"""
"""What a name follows: only a label says for sure that one does."""

_TITLE = rf"""
    {_SIGN}{{0,2}} (?: 先生 | 女士 | 小姐 | 同[学志] | 老师 | 医生 | 大夫 | 经理 | 主任 | 总监
      | 教授 | 律师 | 师傅
      | 院长 | 校长 | 局长 | 书记 | 阿姨 | 女孩 | 亲启 | 收 (?! [了到入费款据藏拾货起] ) | 生日快乐
      | 的 (?: 妈 | 爸 | 家长 | 老[公婆] | 身份 | 电话 | 手机 | 名字 | 账户 | 银行卡 | 简历 | 合同
      | 快递
        | 工[位牌资] | 户口 | 护照 | 病历 | 档案 ) | 名下 | 这个名字 | [，,（( ] \s? [男女]
      | [，,：:]? \s? (?: 身份证 | 手机号 | 电话 ) )"""
_DEED = rf"""
    {_SIGN}{{0,2}} (?: [说给跟和] | 请假 | 今[天早晚] | 昨[天晚] | 明天 | 上周 | 刚才? | 没来
      | 来了 | 来不了 | 迟到 | 旷工
      | 辞职 | 离职 | 入职 | 转正 | 升职 | 出差 | 负责 | 提交 | 申请 | 打[电卡] | 结婚 | 住院
      | 去世 | 要?调[岗休]
      | 发[来给的] | 让我 | 欠 | 借 | 告诉 | 问 | 觉得 | 认为 | 表示 | 已经 | 还没 | 又
      | [是到把被去来] | 过来 | 本人 | 参加 | 获 | 在 (?! [线] ) )"""
"""What is said behind the name of somebody."""

_PLACE = r"""
    (?: [路街巷桥店县市区镇乡村山湖河寺庙站堡屯庄牌酒峰岛塔阁楼馆] | 公司 | 集团 | 银行
      | 大[道厦学] | 广场
      | 花园 | 小区 | 医院 | 中学 | 机场 | 公园 | 品牌 | 旗舰 | 药业 | 食品 | [委局部厅] )"""
_STOP = frozenset(
    "的了是在有我你他她它们这那都也就还不没很要会能可到去来说着过吗呢吧啊和与跟给被把让从向对为以及或请找问等"
    "谁哪啥什么怎样几多少收寄送写填看上下里外前后总某氏姓叔姨哥嫂婶爷奶爸妈董局处科队校院工老家"
) - {"可", "为", "向", "以"}
"""Characters of which no given name is made."""

_JOINING = frozenset("、/／&＆")
"""Signs behind a name that may join another to it."""

_COURTESY = "[ ]? (?: 先生 | 女士 | 小姐 )"
"""Titles of none but persons."""

_BEGINNING = f"[{''.join(sorted(SURNAMES | {one[0] for one in COMPOUND}))}] (?= [{_HAN}] )"
_GAP = "[ \u3000]{1,2}"
_SPACED = (
    f"[{''.join(sorted(SURNAMES))}] {_GAP} [{_HAN}] (?: {_GAP} [{_HAN}] )? (?! {_GAP}? [{_HAN}] )"
)
_LETTERS = f"[{''.join(sorted(FOREIGN))}]"
_DOTTED = rf"""
    {_LETTERS}{{2,8}} (?: {_DOT} {_LETTERS}{{1,8}} ){{1,4}}
  | {_LETTERS}{{2,8}} {_DOT} [{_HAN}]{{2,4}} (?! [{_HAN}] )"""
_UNDOTTED = rf"{_LETTERS}{{3,8}} (?! [{_HAN}] )"

# What the end of a label can be, of one that is sure and of any.
_SURE_END = "名字人者表告叫:：=\\s是为写成填"
_LABEL_END = (
    f"{_SURE_END}请祝找问跟和与给让由被事桌居学长任理监师授生夫士计纳书机傅户客员姐弟妹哥公婆友妻子儿女孩东"
    "主家工郎娘顾买卖领导记总教练选手车失谢喜迎系知命拔扬评讲播持股方警演歌病@"
)
_FIRST = "".join(sorted(SURNAMES | {one[0] for one in COMPOUND}))
_GIVEN = "".join(sorted(GIVEN))

GATE = (
    f"[{_FIRST}][{_GIVEN}] (?: [{_GIVEN}] | {_TITLE} | {_DEED} )",
    f"[{_FIRST}][{_HAN}]{{1,2}} {_TITLE}",
    f"[{''.join(sorted({one[0] for one in COMPOUND}))}]"
    f"[{''.join(sorted({one[1] for one in COMPOUND}))}][{_HAN}]",
    f"[{_LABEL_END}]{_SIGN}{{0,2}}[{_FIRST}][{_GIVEN}]",
    f"[{_SURE_END}]{_SIGN}{{0,2}} (?: [{_FIRST}][ \u3000]{{0,2}}[{_HAN}] | {_LETTERS}{{3}} )",
    f"{_LETTERS}{_DOT}",
)
"""Patterns of which one finds something in every text that holds a name."""

_RARE, _COMMON, _EVERYDAY = 100, 300, 2_000
"""Times that a word occurs in the dictionary's corpus, up to which it may be a name as well."""

_TELLING = GIVEN - PROSE
"""Characters that stand in few words but names."""

_AROUND = 16
"""Characters around a name with which it is cut into words."""


def person_name(text: str) -> Spans:
    """The full name of a person, by its characters and by what stands around: 姓名, a title."""
    spans = [found.span() for found in compiled(_DOTTED).finditer(text)]
    labels: dict[int, bool] = {}
    for found in compiled(_LABEL).finditer(text):
        at, sure = found.end(), found["sure"] is not None
        labels[at] = sure
        other = sure and (compiled(_SPACED).match(text, at) or compiled(_UNDOTTED).match(text, at))
        if other:
            spans.append(other.span())
    for found in compiled(_BEGINNING).finditer(text):
        end = _end(text, found.start(), labels.get(found.start()))
        if end is not None:
            spans.append((found.start(), end))
            if text[end : end + 1] in _JOINING:
                labels.setdefault(end + 1, False)
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return tuple(apart)


def _end(text: str, start: int, sure: bool | None) -> int | None:
    """Where the name ends whose surname begins here; None if there is none."""
    size = 2 if text[start : start + 2] in COMPOUND else 1
    if size == 1 and text[start] not in SURNAMES:
        return None
    if size == 1 and sure is None and GIVEN.isdisjoint(text[start + 1 : start + 3]):
        return None
    if text.startswith(BRANDS, start):
        return None
    for length in (2, 1):
        name = _Name(text, start, start + size, start + size + length, sure)
        if name.end <= len(text) and name.looks_right() and name.is_meant() and name.stands_free():
            return name.end
    return None


@attrs.frozen(slots=False)
class _Name:
    """What could be a name: its surname reaches to `middle`.

    `sure` says whether a word before it certainly announces a name, or possibly; None if none does.
    """

    text: str
    start: int
    middle: int
    end: int
    sure: bool | None

    @cached_property
    def given(self) -> str:
        """The given name."""
        return self.text[self.middle : self.end]

    @property
    def whole(self) -> str:
        """Surname and given name."""
        return self.text[self.start : self.end]

    @cached_property
    def titled(self) -> bool:
        """Whether a title or the like stands behind it."""
        return compiled(_TITLE).match(self.text, self.end) is not None

    @cached_property
    def acts(self) -> bool:
        """Whether it is told what somebody did."""
        return compiled(_DEED).match(self.text, self.end) is not None

    def looks_right(self) -> bool:
        """Whether the given name is made of characters as given names are."""
        if not all("\u4e00" <= one <= "\u9fff" and one not in _STOP for one in self.given):
            return False
        if self.given in NO_GIVEN:
            return False
        chosen = sum(one in GIVEN for one in self.given)
        if chosen == len(self.given):
            return True
        ends = not "\u4e00" <= self.text[self.end : self.end + 1] <= "\u9fff" or self.titled
        if self.sure:
            return ends or (self.acts and len(self.given) == 2)
        compound = self.middle - self.start == 2
        return ends and (compound or (self.titled and not _TELLING.isdisjoint(self.given)))

    def is_meant(self) -> bool:
        """Whether a name is meant, by what stands around it or by how unlike other words it is."""
        if self.sure:
            return True
        if self.titled:
            if len(self.given) == 1 or not known(self.given, _EVERYDAY):
                return True
            return compiled(_COURTESY).match(self.text, self.end) is not None
        if compiled(_PLACE).match(self.text, self.end):
            return False
        plain = sum(one in PROSE for one in self.given)
        doubtful = self.middle - self.start == 1 and self.text[self.start] in AMBIGUOUS
        if len(self.given) == 1:
            nickname = self.text[self.start - 1 : self.start] in ("小", "老", "阿")
            beside = self.sure is not None or (self.acts and not nickname)
            alone = not "\u4e00" <= self.text[self.end : self.end + 1] <= "\u9fff"
            return beside and not plain and (not doubtful or self.acts or alone)
        if self.sure is not None:
            return not known(self.given, _EVERYDAY) and not (doubtful and plain == 2)
        if self.middle - self.start == 2:
            return True
        if known(self.given, _COMMON):
            return False
        return plain == 0 or (plain == 1 and not doubtful) or (self.acts and not doubtful)

    def stands_free(self) -> bool:
        """Whether no other word holds a part of it."""
        beside = self.sure is not None or self.titled or self.acts
        likely = beside and len(self.given) == 2 and self.given[1] in _TELLING
        most = _COMMON if self.titled or self.sure else _RARE
        if len(self.whole) > 2:
            most = 5 * most if beside else 0
        # Two names close to each other are looked at in one stretch, which is cut only once.
        first = max(0, (self.start // _AROUND - 1) * _AROUND)
        for low, high in tokens(self.text[first : first + 4 * _AROUND]):
            low, high = low + first, high + first
            if high <= self.start:
                continue
            if low >= self.end:
                break
            if (low, high) == (self.start, self.end) and known(self.whole, most):
                return False
            if low < self.start < high and not (self.sure or (likely and self.sure is False)):
                return False
            crossing = low < self.end < high and not (likely and low >= self.middle)
            glued = low == self.start and self.middle < high < self.end and not likely
            if crossing or (glued and known(self.text[low:high], _RARE)):
                return False
        return True

"""Numbers that people, companies and cards are registered under."""

from __future__ import annotations

from wechat_policy.recognizers.checks import (
    is_bank_card,
    is_credit_code,
    is_id_card,
    is_old_id_card,
)
from wechat_policy.recognizers.patterns import APART, MARK, MAYBE, Spans, compiled, narrowed

# Looked for at the border of each group of digits, since a failed try must not swallow the next.
_PROVINCE = rf"""
    (?: 1{MAYBE}[1-5] | 2{MAYBE}[1-3] | 3{MAYBE}[1-7] | 4{MAYBE}[1-6] | 5{MAYBE}[0-4]
      | 6{MAYBE}[1-5] | 7{MAYBE}1 | 8{MAYBE}[1-3] )"""
_ID_CARD = rf"""
    (?<!\d) (?= (?P<value> {_PROVINCE}
      (?: {MAYBE}\d ){{4}} {MAYBE} (?: 1{MAYBE}[89] | 2{MAYBE}0 ) (?: {MAYBE}\d ){{2}}
      {MAYBE} [01] {MAYBE} \d {MAYBE} [0-3] (?: {MAYBE}\d ){{4}} {MAYBE} [\dX×] )
    (?![\da-z]) )
  | (?<!\d) (?<! \d{MARK} ) (?= (?P<old> {_PROVINCE} (?: {MAYBE}\d ){{6}}
      {MAYBE} [01] {MAYBE} \d {MAYBE} [0-3] (?: {MAYBE}\d ){{4}} ) (?! {MARK}? [\da-z] ) )"""

_PAPER = r"""
    (?<![验驗]) [证證] | 户[口籍] | 實名 | 实名 | 学籍 | [医社]保 | 登记 | 预约 | 复印件 | 入职
  | (?: 15 | 十五 ) [ ]? 位"""
"""Words near which fifteen digits are the number of a person."""

_NO_PERSON = r"""
    (?: 单 [号號]? | 流水 | 串号 | 序列号? | 注册号 | 执照 | 条码 | 批次 | 机身 | 设备
      | [账帐卡工]号 | 商户 | 合同 | imei | meid | sn | (?<![证件]) 编[号码] ) [^\d\n]{0,6} $"""
"""Words behind which they are another one."""

_BANK_CARD = rf"""
    (?<![\da-z])
    (?: [3-69]\d{{14,18}} (?![\da-z])
      | (?<! \d{MARK} ) [3-69]\d{{3}}
        (?: (?P<apart>{APART}) \d{{4}} (?P=apart) \d{{4}} (?P=apart) \d{{4,7}}
            (?: (?P=apart) \d{{1,3}} )? (?! (?P=apart)? \d )
          | \d\d{APART}\d{{9,13}} | {APART}\d{{6}}{APART}\d{{5}}
          | \d\d{APART}\d{{6}}{APART}\d{{3,7}} ) (?![\da-z])
      | (?<! \d{MARK} ) 62 (?P<by>[ \-])? \d (?: (?P=by)? \d ){{13,16}}
        (?! [ \-]? [\da-z] ) )"""

_PASSPORT = rf"""
    (?: 护照 | 護照 | (?<![a-z]) passport (?![a-z]) )
    (?: 号码? | [證证][號号]?[碼码]? | [\s:=.] | 是 | 为 | no | number | is ){{0,6}}
    (?P<value> [eghmkdsp][ ]?\d{{8}} | [a-df-fh-z][ ]?\d{{7}} | [a-z]{{2}}[ ]?\d{{6,7}}
      | \d{{9}} | (?!19|20)\d{{8}} ) (?![\da-z])
  | (?<![a-z0-9]) (?P<own> (?: [eg] | e[a-hj-np-z] ) (?: {MAYBE}\d ){{7,8}} ) (?![\da-z])
  | (?<![a-z0-9]) (?P<pass> c[a-z]? (?: {MAYBE}\d ){{7,8}} | [hm]\d{{8}} (?: \d\d )? )
    (?![\da-z])"""

_PASSPORT_WORD = "护照 | 護照 | (?<![a-z]) passport (?![a-z])"
_PERMIT_WORD = "通行[证證] | 回[乡鄉][证證]"

_CREDIT = "[0-9a-hj-np-rtuwxy]"
_APART = rf"{MARK}?"
_CREDIT_CODE = rf"""
    (?<![0-9a-z])
    (?: {_CREDIT}{{2}}\d{{6}}{_CREDIT}{{10}}
      | [1-9any]{_APART}{_CREDIT} (?: {_APART}\d ){{6}} (?: {_APART}{_CREDIT} ){{10}} )
    (?![0-9a-z])"""


def id_card(text: str) -> Spans:
    """A resident identity number: province, date of birth and check digit are right.

    The old form of 15 digits has no check digit and counts only near a word for papers.
    """
    plain = narrowed(text)
    spans: list[tuple[int, int]] = []
    for found in compiled(_ID_CARD).finditer(plain):
        if found["old"]:
            start, end = found.span("old")
            right = is_old_id_card(_bare(found["old"])) and _is_a_persons(plain, start, end)
        else:
            start, end = found.span("value")
            right = is_id_card(_bare(found["value"]).replace("×", "X"))
        if right and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return tuple(spans)


def bank_card(text: str) -> Spans:
    """A bank card number: beginning, length and Luhn digit are those of a card."""
    spans = []
    for found in compiled(_BANK_CARD).finditer(narrowed(text)):
        written = [found[0]]
        if found["apart"]:
            # A short group behind the card may be another number.
            written.append(found[0][: found[0].rindex(found["apart"])])
        for number in written:
            digits = _bare(number)
            if is_bank_card(digits) and not is_id_card(digits):
                spans.append((found.start(), found.start() + len(number)))
                break
    return tuple(spans)


def passport(text: str) -> Spans:
    """A passport number or that of a travel permit, in a text that has the word for it."""
    plain = narrowed(text)
    named = compiled(_PASSPORT_WORD).search(plain) is not None
    permitted = compiled(_PERMIT_WORD).search(plain) is not None
    spans = []
    for found in compiled(_PASSPORT).finditer(plain):
        kind = found.lastgroup or "value"
        digits = sum(map(str.isdecimal, found[kind]))
        letters = sum(map(str.isalpha, found[kind]))
        own = kind == "own" and named and digits + letters == 9
        permit = kind == "pass" and permitted and digits + letters in (9, 11)
        if kind == "value" or own or permit:
            spans.append(found.span(kind))
    return tuple(spans)


def credit_code(text: str) -> Spans:
    """A unified social credit code of an organization, with the right check character."""
    spans = []
    for found in compiled(_CREDIT_CODE).finditer(narrowed(text)):
        code = _bare(found[0]).upper()
        if is_credit_code(code) and not is_id_card(code):
            spans.append(found.span())
    return tuple(spans)


def _is_a_persons(plain: str, start: int, end: int) -> bool:
    """Whether what stands around fifteen digits says that they are those of a person."""
    before = plain[max(0, start - 30) : start]
    return (
        compiled(_PAPER).search(before + plain[end : end + 40]) is not None
        and compiled(_NO_PERSON).search(before[-16:]) is None
    )


def _bare(number: str) -> str:
    """A number without what stands between its groups."""
    return number if number.isalnum() else compiled(MARK).sub("", number)

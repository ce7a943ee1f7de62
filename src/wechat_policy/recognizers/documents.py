"""Numbers that people, companies, cards and cars are registered under."""

from __future__ import annotations

from wechat_policy.recognizers.checks import (
    is_bank_card,
    is_credit_code,
    is_id_card,
    is_old_id_card,
)
from wechat_policy.recognizers.patterns import APART, MARK, MAYBE, Spans, compiled, narrowed

# Looked for at the border of each group of digits, since a failed try must not swallow the next.
_ID_CARD = rf"""
    (?<!\d) (?= (?P<value>
      (?: 1{MAYBE}[1-5] | 2{MAYBE}[1-3] | 3{MAYBE}[1-7] | 4{MAYBE}[1-6] | 5{MAYBE}[0-4]
        | 6{MAYBE}[1-5] | 7{MAYBE}1 | 8{MAYBE}[1-3] )
      (?: {MAYBE}\d ){{4}} {MAYBE} (?: 1{MAYBE}[89] | 2{MAYBE}0 ) (?: {MAYBE}\d ){{2}}
      {MAYBE} [01] {MAYBE} \d {MAYBE} [0-3] (?: {MAYBE}\d ){{4}} {MAYBE} [\dX×] )
    (?![\da-z]) )
  | 身份[证證] [^\d\n]{{0,12}} (?P<old> [1-8]\d{{14}} ) (?!\d)"""

_BANK_CARD = rf"""
    (?<![\da-z])
    (?: [3-69]\d{{14,18}} (?![\da-z])
      | (?<! \d{MARK} ) [3-69]\d{{3}}
        (?: (?P<apart>{APART}) \d{{4}} (?P=apart) \d{{4}} (?P=apart) \d{{4,7}}
            (?: (?P=apart) \d{{1,3}} )? (?! (?P=apart)? \d )
          | \d\d{APART}\d{{9,13}} | {APART}\d{{6}}{APART}\d{{5}}
          | \d\d{APART}\d{{6}}{APART}\d{{3,7}} ) (?![\da-z]) )"""

_PASSPORT = rf"""
    (?: 护照 | 護照 | (?<![a-z]) passport (?![a-z]) )
    (?: 号码? | [證证][號号]?[碼码]? | [\s:=.] | 是 | 为 | no | number | is ){{0,6}}
    (?P<value> [a-z]{{1,2}}[ ]?\d{{6,8}} | \d{{8,9}} ) (?![\da-z])
  | (?<![a-z0-9]) (?P<own> (?: [eg] | e[a-hj-np-z] ) (?: {MAYBE}\d ){{7,8}} ) (?![\da-z])
  | (?<![a-z0-9]) (?P<pass> c[a-z]? (?: {MAYBE}\d ){{7,8}} | [hm]\d{{8}} (?: \d\d )? )
    (?![\da-z])"""

_PASSPORT_WORD = "护照 | 護照 | (?<![a-z]) passport (?![a-z])"
_PERMIT_WORD = "通行[证證] | 回[乡鄉][证證]"

_PLATE = r"""
    [京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] [a-hj-z] [ ·•.\-]?
    (?P<serial> [a-hjk][a-hj-np-z0-9]\d{4} | \d{5}[a-hjk]
      | [a-hj-np-z0-9]{4}[a-hj-np-z0-9挂学警港澳领] ) (?![a-z0-9])"""

_CREDIT = "[0-9a-hj-np-rtuwxy]"
_CREDIT_CODE = rf"""
    (?<![0-9a-z])
    (?: {_CREDIT}{{2}}\d{{6}}{_CREDIT}{{10}}
      | {_CREDIT}{{2}}\d\d (?P<apart>[ \-]) \d{{4}}
        (?: (?P=apart) {_CREDIT}{{4}} ){{2}} (?P=apart) {_CREDIT}{{2}}
      | {_CREDIT}{{2}}[ \-]\d{{6}}[ \-]{_CREDIT}{{9}}[ \-]?{_CREDIT} )
    (?![0-9a-z])"""


def id_card(text: str) -> Spans:
    """A resident identity number: province, date of birth and check digit are right.

    The old form of 15 digits has no check digit and counts only after the word 身份证.
    """
    spans: list[tuple[int, int]] = []
    for found in compiled(_ID_CARD).finditer(narrowed(text)):
        if found["old"]:
            start, end, right = *found.span("old"), is_old_id_card(found["old"])
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


def plate(text: str) -> Spans:
    """A number plate of mainland China, of the ordinary or the new-energy form."""
    spans = []
    for found in compiled(_PLATE).finditer(narrowed(text)):
        digits = sum(map(str.isdecimal, found["serial"]))
        # At most two letters stand in a serial; small ones may be any word behind 云 or 新.
        if digits >= (4 if found["serial"].islower() else 3):
            spans.append(found.span())
    return tuple(spans)


def credit_code(text: str) -> Spans:
    """A unified social credit code of an organization, with the right check character."""
    spans = []
    for found in compiled(_CREDIT_CODE).finditer(narrowed(text)):
        code = _bare(found[0]).upper()
        if is_credit_code(code) and not is_id_card(code):
            spans.append(found.span())
    return tuple(spans)


def _bare(number: str) -> str:
    """A number without what stands between its groups."""
    return number if number.isalnum() else compiled(MARK).sub("", number)

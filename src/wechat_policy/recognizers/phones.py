"""Telephone numbers of mainland China."""

from __future__ import annotations

from wechat_policy.recognizers.numerals import in_place
from wechat_policy.recognizers.patterns import APART, MARK, MAYBE, Spans, compiled, narrowed

_COUNTRY = rf"[+(（]{{0,2}} (?:00)? 86 [)）]? {MAYBE}"

_MEASURED = """(?! [ ]? (?: 件 | [美日韩韓港台欧歐]?[元圆圓币幣] | 块[钱錢] | 万 | 亿 | 个 | 台
        | 名 | 人
    | 条 | 份 | 次 | 吨 | 越南盾 | 卢布 | 比特 | 字节 | rmb | usd ) )"""
"""Behind a number it says that something was counted."""

_NO_CALL = r"""
    (?: (?: 固件 | 版本号? | 驱动 | [编編][号號码碼] | [单單] [号號] | 流水号? | 序列[号號]
        | 批次号?
        | 条形?码 | 主键 | 自增 (?:id)? | (?:合同|订单|物料|工单)号
        | (?<![a-z]) (?: s/?n | imei | sku ) ) [\s:：是为.\#]{0,3}
      | [跑涨增达排] 到 [了]?
      | \b 0 [.]
      | (?<! [a-z] ) (?! (?: tel | fax | vx | wx | qq | mob | hp | mp ) $ ) (?-i: [A-Z]{2,4} )
      | (?<! [a-z] ) [a-eg-ln-pr-suw-z] ) $"""
"""Before a number it says what else it is: few letters may be those of a serial number."""

_LETTERS_BEHIND = r"(?! [vqt] | wx | wechat | weixin ) (?: [a-z] (?! [a-z] ) | [a-z]{2,4} \d )"
"""Behind a number they say that it is a part of a longer one."""

_MOBILE = rf"""
    (?<!\d) (?: {_COUNTRY} | 0 )?
    (?P<own>
        1 (?: 3\d | 4[014-9] | 5[0-35-9] | 6[2567] | 7[0-8] | 8\d | 9[0-35-9] )
        (?: \d{{8}} | {APART}\d{{8}} | {APART}\d{{4}}{APART}\d{{4}} | \d{{4}}{APART}\d{{4}}
          | {APART}\d{{3}}{APART}\d{{5}} | \d\d{APART}\d{{6}}
          | {APART}\d{{4}}{APART}\d\d{APART}\d\d
          | \d{APART}\d{{4}}{APART}\d{{3}} | \d{APART}\d{{3}}{APART}\d{{4}} )
      | [(（] 1[3-9]\d [)）] {MAYBE} \d{{4}} {MAYBE} \d{{4}}
      | 1{APART}[3-9]\d\d{APART}\d{{4}}{APART}\d{{3}}
      | 1{APART}[3-9]\d{APART}\d{{4}}{APART}\d{{4}}
      | 1{APART}[3-9](?:{APART}\d){{9}}
      | 1[3-9]\d(?:{APART}\d\d){{4}} )
    (?!\d) {_MEASURED}"""

_SIGNS = r"[^\w\s\u3400-\u9fff]{1,3}"
_SPREAD = rf"""
    (?<!\d) 1 (?P<each>{_SIGNS}) [3-9] (?: (?P=each) \d ){{9}} (?! (?P=each)? \d )
  | (?<!\d) 1[3-9]\d (?P<group>{_SIGNS}) \d{{4}} (?P=group) \d{{4}} (?!\d)"""
"""Between all digits, or in groups, stands the same: pictures, stars, commas."""

_LANDLINE = rf"""
    (?<!\d) (?<!\d[.\-/])
    (?: (?:{_COUNTRY})? [(（]? 0(?:10|2[0-57-9]) [)）]? {MAYBE} [2-8]\d{{3}} {MAYBE} \d{{4}}
      | (?:{_COUNTRY})? [(（]? 0[3-9]\d\d [)）]? {MAYBE} [2-8]\d{{2,3}} {MAYBE} \d{{4}}
      | (?:\+|00|[(（])86 [)）]? {MAYBE} (?:10|2[0-57-9]) {MAYBE} [2-8]\d{{3}} {MAYBE} \d{{4}}
      | (?:\+|00|[(（])86 [)）]? {MAYBE} [3-9]\d\d {MAYBE} [2-8]\d{{2,3}} {MAYBE} \d{{4}}
      | [48]00 (?: {MAYBE} \d{{3}} {MAYBE} \d{{4}} | {APART} \d{{4}} {APART} \d{{3}}
                 | {MAYBE} \d {APART} \d{{3}} {APART} \d{{3}} ) )
    (?: {MAYBE} (?: 转 | 轉 | 分机 | ext\.? | [\-#] ) {MAYBE} \d{{1,6}} )? (?!\d)
  | (?: 座机 | 固话 | 电话 | 電話 | 传真 | 热线 | 总机 | (?<![a-z]) (?:tel|fax) )
    (?:号码?)? [\s:是为.]{{0,4}}
    (?P<value> [2-8]\d{{2,3}} {MAYBE} \d{{4}} (?: [转\-]\d{{1,6}} )? ) (?!\d)"""


def mobile(text: str) -> Spans:
    """A mobile number of mainland China, also with its country code or in groups."""
    pattern, plain = compiled(_MOBILE), narrowed(text)
    spread = [one.span() for one in compiled(_SPREAD).finditer(in_place(plain))]
    spans: list[tuple[int, int]] = []
    for found in pattern.finditer(plain):
        start, end = found.span()
        marks = set(compiled(MARK).findall(found["own"]))
        # Groups that go on to either side are those of a longer number, or of the next mobile.
        before, after = plain[max(0, start - 2) : start], plain[end : end + 2]
        follows = spans and spans[-1][1] == start - 1
        if len(before) == 2 and before[0].isdecimal() and before[1] in marks and not follows:
            continue
        goes_on = len(after) == 2 and after[0] in marks and after[1].isdecimal()
        if goes_on and pattern.match(plain, end + 1) is None:
            continue
        if _is_another(plain, start, end):
            continue
        spans.append((start, end))
    spans += [
        (start, end)
        for start, end in spread
        if not any(start < behind and before < end for before, behind in spans)
        and not _is_another(plain, start, end)
    ]
    return tuple(sorted(spans))


def landline(text: str) -> Spans:
    """A fixed-line number with its area code, a 400 or 800 number, or a short one after 电话."""
    plain = narrowed(text)
    return tuple(
        one.span("value") if one["value"] else one.span()
        for one in compiled(_LANDLINE).finditer(plain)
        if not compiled(_NO_CALL).search(plain[max(0, one.start() - 12) : one.start()])
    )


def _is_another(plain: str, start: int, end: int) -> bool:
    """Whether a number is that of an order or a machine, or a part of one."""
    before = plain[max(0, start - 12) : start]
    return (
        compiled(_NO_CALL).search(before) is not None
        or compiled(_LETTERS_BEHIND).match(plain, end) is not None
    )

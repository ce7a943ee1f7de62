"""Sums of money, in digits and in Chinese numerals."""

from __future__ import annotations

from wechat_policy.recognizers.patterns import (
    CURRENCY_CODES,
    SUM_CUES,
    SUM_ENDS,
    Spans,
    compiled,
    narrowed,
)

_NUMBER = r"\d{1,15}(?:[,，]\d{3}){0,6}(?:\.\d{1,6})?"
_SCALE = r"[ ]?(?: [十百千]?[万萬亿億] | [百千] | [wk](?![a-z]) )?[多余来]?"
_HAN_FIRST = "(?: [几数]? [一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾] | [几数](?=[十百千万]) )"
_HAN_REST = "[零〇一二两三四五六七八九十百千万亿几壹贰叁肆伍陆柒捌玖拾佰仟萬億]"
_HAN = f"{_HAN_FIRST} {_HAN_REST}{{0,20}}"
# 元 and 块 also begin or end other words (元素, 一元二次, 三元桥, 三块石头, 一块去, 这一块): 元 is
# looked at from behind, and 块 alone needs digits or a numeral of two characters before it.
_YUAN = "[元圆] (?! [素件组次期旦音论宵帅凶年月桥里] | [一二三]次 ) 整?"
_KUAI = r"块 (?: 钱 | (?![\u4e00-\u9fff]) | (?=[的了吧啊呢吗左以每就送]|包邮|老板) )"
# Ten and more of something in blocks is mostly money, unless what comes in blocks follows.
_MANY = r"""块 (?! [砖瓦石玉布肉糖饼田板表屏玻木铁显豆巾骨香肥芯金奖面披区地硬内拼积蛋]
    | 巧克力 | 电[池脑] | 手表 )"""
_SHORT = f"(?: {'|'.join(CURRENCY_CODES)} )"
_CURRENCY = (
    f"(?: {_SHORT}(?![a-z]) | 人民币 | 美元 | 美金 | 美刀 | 港[币元] | 欧元 | 日[元币] | 大洋"
    r" | 英?镑 | 韩[元币] | 卢布 | 泰铢 | [台新]币 | 欧 (?! [洲盟式派美冠亚阳莱姆拉] )"
    r" | (?<= \d\d ) 刀 (?! [\u4e00-\u9fff] ) )"
)
_MONEY = rf"""
    (?: [¥￥€£] | [$＄](?=\d\d|\d[.万wk]) | (?<![a-z]){_SHORT} | 人民币 | 美金 | 港币 ) [\s:]{{0,2}}
    (?: {_NUMBER} {_SCALE} | {_HAN} ) (?: [ ]? (?: {_YUAN} | {_CURRENCY} ) )?
  | (?<![\d.]) (?: \d{{1,4}} | {_HAN_FIRST} {_HAN_REST}{{0,6}} ) 块
    [\d一二两三四五六七八九] (?! [\d个百千十万张件花岁年月] )
  | (?<![\d.]) {_NUMBER} {_SCALE} (?: [ ]?[\-~～–—至到][ ]? {_NUMBER} {_SCALE} )?
    [ ]? (?: {_YUAN} | {_KUAI} | {_CURRENCY} )
  | (?<![\d.]) (?: \d{{2,15}} | \d{{1,15}} [.,，] \d{{1,6}} | \d{{1,15}} {_SCALE} )
    [多余来]? {_MANY}
  | (?<![零〇一二两三四五六七八九十百千万亿几数点第])
    (?: {_HAN} (?: [多余来] [万亿]? )? (?: {_YUAN} | 块钱 | {_CURRENCY} )
      | {_HAN_FIRST} {_HAN_REST}{{1,20}} [多余来]? (?: {_KUAI} | {_MANY} )
      | (?<! [成切掰分] ) 十 块 (?! [\u4e00-\u9fff] )
      | {_HAN_FIRST} 块 (?= 卖 | 包邮 | 一[斤个只包瓶碗份张次天袋件条杯串位] )
      | (?<= [费价要花付借欠找赚亏差罚] ) {_HAN_FIRST} 块 (?! [\u4e00-\u9fff] )
      | {_HAN_FIRST} [毛角] (?! [发笔边巾衣形度色落钢楼逗都] | 不拔 | 特效 | 的书 ) )
  | (?<![\d.]) \d{{1,3}} [毛角] (?! [发笔边巾衣形度色落钢楼逗都] | 不拔 | 特效 | 的书 )
  | (?: {SUM_CUES} )
    (?P<told> {_NUMBER} [ ]? (?: [千百]?[万萬] | 千 | [wk](?![a-z]) )
      | {_HAN_FIRST} {_HAN_REST}{{0,6}} 万 )
    (?! [元圆块人件个台次字] )
  | (?<![\d.零〇一二两三四五六七八九十百千万亿])
    (?: {_NUMBER} [ ]? (?: [千百]?[万萬] | 千 | [wk] )? | {_HAN_FIRST} {_HAN_REST}{{1,6}} )
    (?= {SUM_ENDS} )"""


def money(text: str) -> Spans:
    """A sum of money, in digits or Chinese numerals, with its currency."""
    spans = []
    for found in compiled(_MONEY).finditer(narrowed(text)):
        start = found.start("told") if found["told"] else found.start()
        spans.append((start, start + len(text[start : found.end()].rstrip())))
    return tuple(spans)

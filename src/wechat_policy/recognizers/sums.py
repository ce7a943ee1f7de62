"""Sums of money, in digits and in Chinese numerals."""

from __future__ import annotations

import re

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
_STRONG = """
    [转轉][你我他她您给給] | 借[我你他她给給] | [还還][我你他她] | 欠[我你他她您] | [年月底]薪
        | 工[资資] (?! [条單单] )
  | 房租 | [押租罚罰]金 | [定订訂]金 | [报報售]价 | [报報售底单單]價 | [底单原]价 | [罚罰尾货貨]款
        | 到手
  | [垫墊][了付] | 花了 | (?<!交) 付了 | [赚賺赔賠亏虧欠罚罰] 了 | [标標][价價] | [报報][销銷]了
        | 月供 | [房车車] [贷貸]"""
"""Words behind which figures alone are money."""

_FREE = f"(?: (?! {_HAN_REST} | [第每之] ) [\u4e00-\u9fff] ){{1,4}}?"
"""A few further words there, as whom the sum was paid to."""

_CUE_FIRST = "".join(
    dict.fromkeys(
        "".join(
            chars.strip("[]")
            for chars in re.findall(
                r"(?:^|\|)\s*(?:\(\?<!.\))?(\[[^]]+\]|.)", f"{SUM_CUES}|{_STRONG}"
            )
        )
    )
)
"""What those words begin with, so that they are tried at few places."""

_NEAR = r"(?= (?s:.){0,36}? [\d几数一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾] )"
"""No sum without a numeral: most places behind those words are left after one look."""

_LINK = r"""
    (?: [了我你他她您给給才只就要到是为為共出涨漲降退扣多近约約:的] | \s | 大[概约約] | 差不多
        | [现現]在 | 不到
      | 超[过過]? | 最[多少] | 至少 | [总總一]共 | 每 [个個]? [天月年次人单單]
        | 一 [个個]? [天月年次] | [还還][剩有]
      | [发發][了的]? | [达達]到? | [卖賣] | [赚賺] | [亏虧] | [赔賠] | [凑湊做谈談] ){0,4}"""
"""What may stand between the word for a sum and the sum."""

_COUNTED = (
    "元圆块个個人位件台臺次字步米克吨噸条條份张張套粉辆輛隻箱天日号號点點分秒股票平亩畝页頁度倍家户戶种種"
    "遍回趟瓶盒袋包颗顆根支双雙座栋间間朵头頭匹枚册篇句段道層层级級期批组組班排群声岁歲季课課集章碗杯桶车車"
    "片棵株%％升毫粒项項单單封笔筆所口艘播阅场場款版斤架"
)
_NO_COUNT = rf"""
    (?! [多余来]? (?: {_HAN_REST} | [.,]?\d
      | [ ]? (?: [{_COUNTED}]
          | 年 (?! [终終底前] ) | 月 (?! [薪底租供] ) | 名 | 公 [里斤分顷] | 小 [时時] | 里 (?! 面 )
          | 用[户戶] | 行 (?! [不吗嗎吧了，。？?] ) | [对對] (?! [吧吗嗎不啊] ) | [时時] [间間]
          | 本 (?! 金 ) | 只 (?! [多要是] ) ) ) )"""
"""Behind a numeral it says that something else was counted."""

_MONEY = rf"""
    (?: [¥￥€£] | [$＄](?=\d\d|\d[.万wk]|\d[,，]\d{{3}}) | (?<![a-z]){_SHORT} | 人民币 | 美金
        | 港币 ) [\s:]{{0,2}}
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
  | (?= [{_CUE_FIRST}] ) (?: {SUM_CUES} ) {_NEAR}
    {_LINK} (?: {_FREE} (?: 一 [个個]? [天月年次] )? )?
    (?P<told> {_NUMBER} [ ]? (?: [千百]?[万萬亿億] | 千 | [wk] ) (?: \d{{1,2}} | (?![a-z]) )
      | (?: \d{{1,4}} (?: \.\d )? | {_HAN_FIRST} ) [多几]? 个多?[亿億]
      | {_HAN_FIRST} (?: {_HAN_REST}{{0,6}} [多来]? [万萬亿億] | [百千] ) {_HAN_REST}{{0,6}} )
    [多余来]? {_NO_COUNT}
  | (?= [{_CUE_FIRST}] ) (?: {_STRONG} ) (?= (?s:.){{0,24}} \d ) {_LINK}
    (?P<bare> (?! (?:19|20)\d\d (?!\d) ) [1-9] (?: \d{{2,5}}
        | \d{{0,2}} , \d{{3}} ) (?: \.\d\d? )? )
    (?! [\d:/\-—~～*#×x.] | [ ]?[千百万亿萬億wk] | [a-z] ) {_NO_COUNT}
  | (?<![\d.零〇一二两三四五六七八九十百千万亿])
    (?: {_NUMBER} [ ]? (?: [千百]?[万萬] | 千 | [wk] )? | {_HAN_FIRST} {_HAN_REST}{{1,6}} )
    (?= {SUM_ENDS} )"""


def money(text: str) -> Spans:
    """A sum of money, in digits or Chinese numerals, with its currency."""
    spans = []
    for found in compiled(_MONEY).finditer(narrowed(text)):
        start = found.start(found.lastgroup or 0)
        spans.append((start, start + len(text[start : found.end()].rstrip())))
    return tuple(spans)

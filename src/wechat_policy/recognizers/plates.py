"""Number plates of cars."""

from __future__ import annotations

from wechat_policy.recognizers.patterns import MARK, PROVINCES, Spans, compiled, narrowed

_PLATE = rf"""
    (?P<province>[{PROVINCES}]) {MARK}? [a-hj-z] (?P<apart>{MARK}{{0,3}})
    (?P<serial> [a-hjk][a-hj-np-z0-9]\d{{4}} | \d{{5}}[a-hjk]
      | [a-hj-np-z0-9]{{4}}[a-hj-np-z0-9挂学警港澳领]
      | [a-hj-np-z0-9]{{1,3}} {MARK} [a-hj-np-z0-9]{{2,4}}
      | [a-hj-np-z0-9] (?: {MARK} [a-hj-np-z0-9] ){{4,5}} ) (?![a-z0-9])
    (?! [ ]? (?: 款 | 型 | 版 | 补丁 | 系列 | 规格 ) )"""

_NO_PROVINCE = r"""
    (?: [最更全上崭嶄创創革重刷翻清焕煥迎耳] 新 | [里讯为度山翼子动东裡訊為動東] [云雲]
        | [四山] 川 | 东京
      | [收西躲宝寶矿礦] 藏 | [漆发發焦乌烏] 黑 | [太昂珍名宝寶] [贵貴] | [年知] 青 ) $"""
"""Words that end as a plate begins."""

_CAR = "车 | 車 | 牌 | 辆 | 輛 | 违停 | 挪 | 肇事 | 追尾 | 司机 | 双闪 | 高速"
_AMBIGUOUS = "新云雲黑青藏贵貴川"
"""Provinces that are also words which stand before Latin letters."""


def plate(text: str) -> Spans:
    """A number plate of mainland China, of the ordinary or the new-energy form."""
    plain = narrowed(text)
    spans = []
    for found in compiled(_PLATE).finditer(plain):
        serial = "".join(filter(str.isalnum, found["serial"]))
        start, end = found.span()
        if len(serial) not in (5, 6) or compiled(_NO_PROVINCE).search(
            plain[max(0, start - 1) : start + 1]
        ):
            continue
        # At most two letters stand in a serial; small ones may be any word behind 云 or 新.
        least = 3
        if serial.islower() and found["province"] in _AMBIGUOUS and not found["apart"].strip():
            around = plain[max(0, start - 30) : end + 30]
            least = 3 if compiled(_CAR).search(around) else 5
        if sum(map(str.isdecimal, serial)) >= least:
            spans.append((start, end))
    return tuple(spans)

"""Postal addresses, suspected where a street, village or estate is followed by a number."""

from __future__ import annotations

from wechat_policy.recognizers.patterns import Spans, compiled, narrowed

FIGURES = "0-9零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰"
"""What a class of characters has to hold to take in the digits of a house number."""

STREETS = "路街道段巷弄同条坊里"
"""The last characters of the words for streets."""

VILLAGES = "村庄屯寨坪湾组队社堡"
"""Those of the words for villages and their parts."""

_HAN = "\u4e00-\u9fff"
_NUMBER = rf"""
    (?: [甲乙丙丁附] \s? )? [{FIGURES}]{{1,6}}
    (?: \s?[\-—－之]\s? [{FIGURES}]{{1,4}} ){{0,2}} [a-z甲乙丙]?"""
_BLOCK = rf"""
    (?: {_NUMBER} \s? (?: 号楼 | 號樓 | [栋棟幢座] )
      | [a-z东西南北] \d{{0,2}} (?: -[a-z\d]{{1,3}} )? \s? [座栋幢] )"""
_DOOR = rf"""
    (?: {_NUMBER} \s? (?: 单元 | 單元 | 门 | 室 | 房 | 户 | 楼 | 层 | 号 )
      | (?<! [{FIGURES}] ) [1-9]\d{{2,3}} (?! [\d元块个人年斤平号万天%] ) | {_NUMBER} \s? 单元 )"""

_ESTATE = """
    (?: 小区 | 社区 | 花园 | 家园 | 公寓 | 大厦 | 大楼 | 广场 | 中心 | 新村 | 庄园 | 山庄 | 别墅
      | 家属院
      | 宿舍 | 园区 | 校区 | 国际 | 天街 | 大院 | 写字楼 | soho | [苑园庭府城湾郡里居墅阁轩院] )"""

_CORE = rf"""
    (?: (?P<street> [路街] [东西南北]? | 大道 | 道 | 巷 | 弄 | 胡同 | [{FIGURES}]条 | 坊 | 里
          | [路街道] [东南西北中一二三四]{{1,2}} [段路街] )
        \s? (?P<number> {_NUMBER} ) \s? (?P<unit> [号號弄] )
      | (?P<village> 村 | 庄 | 屯 | 寨 | 坪 | 湾 | 堡 )
        \s? (?P<group> {_NUMBER} \s? [组社队] (?: \s? {_NUMBER} \s? [号户] )? | {_NUMBER} \s? 号 )
      | (?P<estate> {_ESTATE} ) (?: \s? [一二三四五六七八九\d] [期区] )?
        [\s，,]? {_BLOCK} \s? {_DOOR}
      | (?P<home> {_ESTATE} ) \s?
        \d{{1,3}} \s?[\-—]\s? (?: \d{{1,2}} | [a-z] ) \s?[\-—]\s? \d{{3,4}} (?! [\d\-—元] ) )
  | (?<! [{FIGURES}] ) (?P<flat> {_NUMBER} \s? (?: 号楼 | [栋棟幢座] ) \s? {_NUMBER} \s? (?: 单元
      | 單元 )
      \s? {_NUMBER} \s? (?: 室 | 号 | 房 | 户 )? )"""
"""What pins a place down: a house in a street or village, or a flat in an estate."""

_REST = rf"""
    (?: [\s，,]? (?: 附 \s? {_NUMBER} \s? 号 | 之 [{FIGURES}]{{1,3}} | 院 | 街坊
      | (?: [{_HAN}]{{2,8}}? {_ESTATE} \s? )? (?: {_BLOCK} | {_DOOR} ) ) ){{1,6}}
  | [\s，,]? [{_HAN}]{{2,8}}? (?: 小区 | 花园 | 家园 | 公寓 | 大厦 | 广场 | 大楼 )"""
"""What narrows it down behind."""

_NO_HOUSE = r"""
    \s? (?: 线 | 車 | 车 | 口 | 出口 | 台 | 机 | 站 | 桌 | 选手 | 种子 | 方案 | 文件 | 球 | 柜
      | [之以]?前 (?!台) | 早上? | 晚 | 上午 | 下午 | 中午 | 凌晨 | 开[学业工会] | 停[水电气暖]
      | 放假 | 封[路闭] | 通车 | 施工 | 限行 | 当天 | 那天 | 左右 | 开始 | 结束 | 截止
      | 见 | 聚 | 碰头 | 集合 | 吃饭 | 到货 | 发货 | 有[雨雪] )"""
"""Behind a number it says that the number is a day, or that of something else."""

_NO_NAME = r"""
    (?: [这那哪每整本该条] | [我你他她它咱人]们? | 一条 | 的 | 隔壁 | 附近 | 周边 | 老旧 | 家里
      | 群 | 公 | 心 )
    (?: 个 | 条 | 座 | 家 )? $"""
_NO_STREET = frozenset(
    "思套线电网出公铁半后前末短断油气退迷绕堵修问赶顺让认上过走知轨赛频渠味跑车隧管航报逛步难"
)
"""Characters that make another word of the one for a street behind them."""

_LEAD = "[寄送住在到是写址从去往给叫为于] [到往给去了]?"
"""What leads up to an address."""

_REGION = f"[{_HAN}] [省市区县州旗镇乡]"
_RUN = f"[{_HAN}a-z0-9]{{1,32}} $"


def address(text: str) -> Spans:
    """A postal address, or as much of one as pins a place down to a house or a flat."""
    plain = narrowed(text)
    spans: list[tuple[int, int]] = []
    for found in compiled(_CORE).finditer(plain):
        start, end = found.span()
        behind = spans[-1][1] if spans else 0
        if start < behind:
            continue
        if not found["flat"]:
            run = compiled(_RUN).search(plain[max(behind, start - 32) : start])
            named = _name_in(run[0]) if run else ""
            if not _is_named(found["street"], named):
                continue
            start -= len(named)
        rest = compiled(_REST).match(plain, end)
        narrow = (rest is not None) or bool(found["estate"] or found["home"] or found["flat"])
        if not narrow and compiled(_NO_HOUSE).match(plain, end):
            continue
        end = rest.end() if rest else end
        spans.append((start, end))
    return tuple(spans)


def _name_in(before: str) -> str:
    """What of the words before belongs to the address: all behind the last that leads up to it."""
    start = 0
    for lead in compiled(_LEAD).finditer(before, 0, len(before) - 2):
        start = lead.end()
    name = before[start:]
    return name[1:] if name.startswith("发") and "市" in name else name


def _is_named(street: str | None, name: str) -> bool:
    """Whether a street, village or estate has a name of its own."""
    if compiled(_NO_NAME).search(name[-4:]) or (street and name[-1:] in _NO_STREET):
        return False
    if compiled(_REGION).search(name):
        return True
    return len(name) >= 2 and street != "里" and compiled(f"[{_HAN}]").search(name) is not None

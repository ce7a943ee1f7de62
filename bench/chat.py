"""Made-up Chinese chat, and word lists and policies for it, the same on every run.

Run as a script it shows a few of the messages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from statistics import mean
from typing import Any

SHORTEST, LONGEST = 8, 60
BEGIN = datetime(2026, 3, 4, 8, tzinfo=timezone(timedelta(hours=8)))  # a workday
_APART = timedelta(milliseconds=100)  # 100,000 messages fill less than three hours of work

_SPEECH = """
who  我 你 他 我们 你们 王工 李姐 小周 张经理 客户 供应商 财务 仓库 前台 门店 司机 老陈 设计 售后
when 今天 明天 下午 上午 刚才 周一 周三 周五 月底 昨天 中午 晚上 下周 这两天 一会儿 十点 三点半
did  把_的报价发过来了 在看_的样品 还没收到_的回复 去拿_的合同 正在改_的图纸 核对了_的数量
did  问了一下_的进度 整理好了_的清单 通知了_的负责人 已经确认_的地址 打印了_的标签 登记了_的快递
did  准备_的会议材料 催了两次_的付款 更新了_的排期 检查了_的包装 盘点了_的库存 安排_的培训
what 新订单 三号机 展会 南京项目 二楼会议室 那批货 标签机 铭牌 年度计划 上次的活动 发票 食堂
what 新同事 系统升级 样机 出差 仪表 客服电话 月度汇总 访客登记 打印纸 物流单 产线 空调
tail 麻烦看一下 大家辛苦了 有问题再说 收到请回复 不用等我 先这样定 尺寸和上次一样 应该来得及
tail 颜色要再深一点 我再跟一下 记得带雨伞 路上有点堵 数量对得上 今天先不发 谢谢啦 稍等我问问
tail 电梯坏了走楼梯 晚点给你答复 按原来的走就行 客户那边挺满意
whole 好的收到，马上就去 可以的，我没问题 辛苦了，早点休息吧 哈哈哈，这个真不错 在开会，等一下回你
"""
_SAID: dict[str, list[str]] = {}
for _line in _SPEECH.strip().splitlines():
    _part, *_choices = _line.split()
    _SAID.setdefault(_part, []).extend(_choices)
_MARKS = "，，，。！？、…～"
_COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去"
    "能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手"
    "又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
)


def messages(count: int, seed: int = 1) -> list[str]:
    """Texts of 8 to 60 characters, about 26 on average."""
    chance = random.Random(seed)
    found = []
    while len(found) < count:
        if chance.random() < 0.12:
            text = chance.choice(_SAID["whole"])
        else:
            text = chance.choice(_MARKS).join(_parts(chance)) + chance.choice(_MARKS + "   ")
        if SHORTEST <= len(text := text.strip()) <= LONGEST:
            found.append(text)
    return found


def _parts(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        who, when, did, what = (chance.choice(_SAID[one]) for one in ("who", "when", "did", "what"))
        yield who + when + did.replace("_", what)
        if chance.random() < 0.7:
            yield chance.choice(_SAID["tail"])
        if chance.random() < 0.3:
            yield "".join(chance.choices(_COMMON, k=chance.randint(2, 8)))


def words(count: int, texts: Sequence[str], seed: int = 2) -> list[str]:
    """Words of two to five common characters, none of which occurs in the texts.

    Each holds a pair of characters that stands in no text; the rest of it may well stand there.
    """
    chance = random.Random(seed)
    pairs = {text[place : place + 2] for text in texts for place in range(len(text) - 1)}
    alphabet = sorted(set("".join(texts)).union(_COMMON).difference(_MARKS))
    found: dict[str, None] = {}
    while len(found) < count:
        word = "".join(chance.choices(alphabet, k=chance.choice((2, 2, 3, 3, 4, 5))))
        if any(word[place : place + 2] not in pairs for place in range(len(word) - 1)):
            found[word] = None
    return list(found)


def policy(lists: Sequence[Sequence[str]]) -> str:
    """A policy with a lexicon for each list, and a clause for each lexicon."""
    parts = ['policy "bench"\n  timezone "Asia/Shanghai"\n', "hours work = workdays 08:00-18:00\n"]
    for number, those in enumerate(lists):
        listed = ", ".join(f'"{word}"' for word in those)
        condition = ("", " and during work", " and not text has email")[number % 3]
        parts.append(
            f"lexicon list_{number} = {{{listed}}}\n"
            f"clause clause_{number}\n"
            f"  forbid message when text contains list_{number}{condition}\n"
        )
    return "\n".join(parts)


def dealt(those: Sequence[str], hands: int) -> list[list[str]]:
    """The words in that many lists of equal size."""
    return [list(those[number::hands]) for number in range(hands)]


def dirtied(texts: Sequence[str], those: Sequence[str], share: float, seed: int = 3) -> list[str]:
    """The texts, where a share of them has a word put in somewhere."""
    chance = random.Random(seed)
    changed = list(texts)
    for number in chance.sample(range(len(texts)), round(len(texts) * share)):
        text = texts[number]
        place = chance.randint(0, len(text))
        changed[number] = text[:place] + chance.choice(those) + text[place:]
    return changed


def owners(texts: Sequence[str], lists: Sequence[Sequence[str]]) -> int:
    """How many pairs there are of a text and a list with a word in it, by naive search."""
    number_of = {word: number for number, those in enumerate(lists) for word in those}
    lengths = sorted({len(word) for word in number_of})
    return sum(
        len(
            {
                number_of[piece]
                for length in lengths
                for place in range(len(text) - length + 1)
                if (piece := text[place : place + length]) in number_of
            }
        )
        for text in texts
    )


def record(number: int, text: str) -> dict[str, Any]:
    """A message as a record; the text is copied, so that nobody has read it before."""
    return {
        "type": "message",
        "id": f"m{number}",
        "at": (BEGIN + number * _APART).isoformat(),
        "sender": f"u{number % 500}",
        "group": f"g{number % 40}",
        "kind": "text",
        "text": fresh(text),
    }


def fresh(text: str) -> str:
    """A copy of a text: CPython keeps the UTF-8 form of a string once it was asked for."""
    return (text + " ")[:-1]


if __name__ == "__main__":
    shown = messages(10_000)
    print(*shown[:10], sep="\n")
    print(f"{mean(map(len, shown)):.1f} characters on average")

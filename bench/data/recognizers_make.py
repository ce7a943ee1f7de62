"""Makes sentences with and without personal data, the same ones for the same seed.

Every value is invented. Resident ids carry the sequence codes 996–999, which are kept for
centenarians; internet addresses are private or kept for documentation; domains are example.com
and the like or have a made-up name. Numbers of telephones, cards, plates and companies are drawn
at random: one may happen to be somebody's, and none was looked up. Checksums are computed here,
independently of the library.

    python bench/data/recognizers_make.py [SEED [COUNT]]     writes CSV to standard output
"""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

__all__ = ["RECOGNIZERS", "Sentence", "sentences"]

Maker = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One chat message; `found` is what `recognizer` is to find, several joined by ` | `."""

    recognizer: str
    label: str
    text: str
    found: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A sentence with a gap `{}` for what each of `makers` makes."""

    text: str
    makers: tuple[Maker, ...]


def on(text: str, *makers: Maker) -> Carrier:
    """The carrier `text` with a maker for each of its gaps."""
    if text.count("{}") != len(makers):
        raise ValueError(f"{text}: {len(makers)} makers")
    return Carrier(text, makers)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the sentences for one recognizer are made; `value` fills the gaps of a plain text."""

    value: Maker
    carriers: Sequence[str | Carrier]
    negatives: Sequence[Carrier]

    def positives(self) -> Sequence[Carrier]:
        """The carriers, each with its makers."""
        return [
            on(carrier, *[self.value] * carrier.count("{}"))
            if isinstance(carrier, str)
            else carrier
            for carrier in self.carriers
        ]


# ------------------------------------------------------------------------------ writing of digits

DIGITS = "0123456789"
FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
HANZI = dict(zip(DIGITS, "零一二三四五六七八九", strict=True))
HANZI_SPOKEN = HANZI | {"0": "〇"}
HANZI_PHONE = HANZI | {"1": "幺"}
HANZI_FORMAL = dict(zip(DIGITS, "零壹贰叁肆伍陆柒捌玖", strict=True))
CIRCLED = dict(zip(DIGITS, "⓪①②③④⑤⑥⑦⑧⑨", strict=True))
ARABIC_INDIC = dict(zip(DIGITS, "٠١٢٣٤٥٦٧٨٩", strict=True))
BOLD = {digit: chr(0x1D7CE + value) for value, digit in enumerate(DIGITS)}
KEYCAP = {digit: f"{digit}\ufe0f\u20e3" for digit in DIGITS}
SCRIPTS = (
    FULL_WIDTH,
    HANZI,
    HANZI_SPOKEN,
    HANZI_PHONE,
    HANZI_FORMAL,
    CIRCLED,
    ARABIC_INDIC,
    BOLD,
    KEYCAP,
)
SEPARATORS = (" ", "-", ".", "、", "·", "－", " - ")
EMOJI = "🌸🔥📞✨🎉🍎😂🙏👉💰"


def written(text: str, script: dict[str, str]) -> str:
    """`text` with every character that `script` has exchanged."""
    return "".join(script.get(char, char) for char in text)


def grouped(text: str, sizes: Sequence[int], separator: str) -> str:
    """`text` cut into groups of `sizes`, the rest being the last group."""
    groups = []
    start = 0
    for size in sizes:
        groups.append(text[start : start + size])
        start += size
    groups.append(text[start:])
    return separator.join(group for group in groups if group)


def dressed(rng: Random, text: str, *cuts: Sequence[int]) -> str:
    """`text` as people send it: plain, in another script, or cut into groups."""
    chance = rng.random()
    if cuts and chance < 0.3:
        text = grouped(text, rng.choice(cuts), rng.choice(SEPARATORS))
    elif chance < 0.4:
        half = rng.randrange(2, len(text) - 1)
        script = rng.choice((HANZI, CIRCLED, FULL_WIDTH))
        return written(text[:half], script) + text[half:]
    if rng.random() < 0.4:
        text = written(text, rng.choice(SCRIPTS))
    return text


def digits(rng: Random, count: int, first: str = DIGITS) -> str:
    """`count` digits, the first of them from `first`."""
    return rng.choice(first) + "".join(rng.choice(DIGITS) for _ in range(count - 1))


def words(text: str) -> list[str]:
    """The words of `text`."""
    return text.split()


def one_of(*values: str) -> Maker:
    """A maker that takes one of `values`."""
    return lambda rng: rng.choice(values)


def joined(*parts: Maker | str) -> Maker:
    """A maker that puts what the parts make one after the other."""

    def make(rng: Random) -> str:
        return "".join(part if isinstance(part, str) else part(rng) for part in parts)

    return make


def number(low: int, high: int) -> Maker:
    """A maker of whole numbers from `low` to `high`."""
    return lambda rng: str(rng.randint(low, high))


def figures(count: int, first: str = DIGITS) -> Maker:
    """A maker of `count` digits, the first of them from `first`."""
    return lambda rng: digits(rng, count, first)


def a_date(rng: Random, first: int = 1950, last: int = 2015) -> date:
    """A day of the years `first` to `last`."""
    start = date(first, 1, 1)
    return start + timedelta(days=rng.randrange((date(last + 1, 1, 1) - start).days))


def stamp(rng: Random) -> str:
    """A day of recent years as eight digits, as numbers of orders begin."""
    return f"{a_date(rng, 2019, 2025):%Y%m%d}"


PAST = one_of("今天", "昨天", "刚才", "上周", "中午", "前天", "前两天", "一早", "昨晚", "上个月")
NEXT = one_of("今天", "明天", "回头", "周末", "中午", "晚上", "等会儿", "下午", "下班后", "月底")
WHO = one_of("我妈", "小李", "老板", "同桌", "室友", "客服", "王姐", "我弟", "老张", "财务")
THING = one_of("耳机", "衣柜", "电饭锅", "跑鞋", "书包", "猫粮", "床垫", "台灯", "鱼竿", "奶粉")
PLEASE = one_of("麻烦看下", "急", "在线等", "谢谢", "帮个忙", "求助", "尽快", "辛苦了", "不急")

# ------------------------------------------------------------------------------ telephone numbers

MOBILE_PREFIXES = words(
    "130 131 132 133 134 135 136 137 138 139 145 147 149 150 151 152 153 155 156 157 158 159 "
    "166 170 171 172 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 191 193 198 199"
)
MOBILE_CUTS = ((3, 4), (3, 3), (4, 3), (3, 2, 2, 2), (1,) * 10)


def plain_mobile(rng: Random) -> str:
    """A mobile number as eleven digits."""
    return rng.choice(MOBILE_PREFIXES) + digits(rng, 8)


def mobile(rng: Random) -> str:
    """A mobile number, now and then with the country's prefix."""
    prefix = rng.choice(("+86", "+86 ", "0086-", "86-", "(+86)")) if rng.random() < 0.25 else ""
    value = plain_mobile(rng)
    if prefix:
        return prefix + (grouped(value, (3, 4), rng.choice(" -")) if rng.random() < 0.5 else value)
    return dressed(rng, value, *MOBILE_CUTS)


def no_mobile(rng: Random) -> str:
    """Eleven digits no mobile number begins with, or a mobile number's digits too few or many."""
    kind = rng.randrange(4)
    if kind == 0:
        return "1" + digits(rng, 10, "012")
    if kind == 1:
        return digits(rng, 11, "2345679")
    if kind == 2:
        return plain_mobile(rng)[:-1]
    return plain_mobile(rng) + digits(rng, rng.choice((1, 3)))


def dated(rng: Random) -> str:
    """Eleven digits that begin with a day."""
    return stamp(rng) + digits(rng, 3)


AREAS_OF_EIGHT = words(
    "010 020 021 022 023 024 025 027 028 029 0311 0371 0431 0451 0512 0531 0532 0571"
)
AREAS_OF_SEVEN = words(
    "0310 0335 0350 0413 0470 0556 0596 0662 0710 0730 0772 0796 0830 0853 0913 0938"
)


def plain_landline(rng: Random) -> tuple[str, str]:
    """An area code and a number in it."""
    if rng.random() < 0.7:
        return rng.choice(AREAS_OF_EIGHT), digits(rng, 8, "5678")
    return rng.choice(AREAS_OF_SEVEN), digits(rng, 7, "23567")


PLACE_BY_PHONE = one_of("这儿", "那边", "老家", "你们市", "他们县", "你家那边")


def landline(rng: Random) -> str:
    """A landline number with its area code."""
    area, local = plain_landline(rng)
    kind = rng.randrange(7)
    if kind == 0:
        return f"({area}){local}"
    if kind == 1:
        return f"（{area}）{local}"
    if kind == 2:
        return f"+86 {area[1:]} {local}"
    if kind == 3:
        return area + rng.choice("- ") + grouped(local, (len(local) - 4,), " ")
    value = area + rng.choice(("-", "-", " ", "－", "")) + local
    return written(value, rng.choice(SCRIPTS)) if kind == 4 else value


def no_landline(rng: Random) -> str:
    """An area code nobody has, or too few or too many digits behind one."""
    area, local = plain_landline(rng)
    kind = rng.randrange(3)
    if kind == 0:
        return rng.choice(("00", "01")) + digits(rng, 2, "12345") + "-" + local
    if kind == 1:
        return area + "-" + local[: rng.choice((3, 4, 5))]
    return area + "-" + local + digits(rng, rng.choice((3, 4)))


# ---------------------------------------------------------------------------- papers and accounts

COUNTIES = words(
    "110101 110105 120101 130102 140105 150102 210102 220102 230103 310101 310104 320106 330106 "
    "340104 350203 360102 370102 410102 420106 430102 440103 440305 450103 460105 500103 510104 "
    "520102 530102 540102 610103 620102 630102 640104 650102"
)
CENTENARIANS = ("996", "997", "998", "999")


def id_check(body: str) -> str:
    """The check character of GB 11643 for seventeen digits."""
    return "10X98765432"[sum(int(body[at]) * pow(2, 17 - at, 11) for at in range(17)) % 11]


def plain_id(rng: Random) -> str:
    """A resident id nobody has: a sequence code for centenarians, a birth that is none's."""
    body = rng.choice(COUNTIES) + f"{a_date(rng):%Y%m%d}" + rng.choice(CENTENARIANS)
    return body + id_check(body)


def id_card(rng: Random) -> str:
    """A resident id, sometimes in the old form of fifteen digits."""
    if rng.random() < 0.15:
        day = f"{a_date(rng, 1940, 1985):%y%m%d}"
        return dressed(rng, rng.choice(COUNTIES) + day + rng.choice(CENTENARIANS), (6, 6))
    value = plain_id(rng)
    if value.endswith("X") and rng.random() < 0.4:
        return value.lower()
    return dressed(rng, value, (6, 8), (6, 4, 4), (3, 3, 4, 4), (4, 4, 4, 4))


def no_id_card(rng: Random) -> str:
    """A resident id with a wrong check character, day or length."""
    value = plain_id(rng)
    kind = rng.randrange(4)
    if kind == 0:
        others = [char for char in DIGITS if char != value[-1]]
        return value[:-1] + rng.choice(others)
    if kind == 1:
        day = rng.choice(("1301", "0230", "0431", "0010", "1132", "1900"))
        body = value[:10] + day + value[14:17]
        return body + id_check(body)
    if kind == 2:
        return value[:17]
    return value[:17] + digits(rng, 2)


def no_old_id(rng: Random) -> str:
    """Fifteen digits as terminals have them, with no day in them."""
    return "86" + digits(rng, 6) + rng.choice(("13", "35", "68", "90")) + digits(rng, 5)


PASSPORT_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def passport(rng: Random) -> str:
    """The number of a passport of the mainland."""
    kind = rng.randrange(6)
    if kind == 0:
        value = "E" + rng.choice(PASSPORT_LETTERS) + digits(rng, 7)
    elif kind == 1:
        value = "G" + digits(rng, 8)
    else:
        value = "E" + digits(rng, 8)
    if kind == 2:
        return value[0] + written(value[1:], rng.choice(SCRIPTS))
    if kind == 3:
        return grouped(value, rng.choice(((1, 4), (1, 2, 3), (3, 3))), rng.choice(" -."))
    if kind == 4:
        return value.lower() if rng.random() < 0.5 else written(value, FULL_WIDTH)
    return value


def pass_to_hong_kong(rng: Random) -> str:
    """The number of a pass for Hong Kong and Macao."""
    if rng.random() < 0.5:
        return "C" + digits(rng, 8)
    return "C" + rng.choice(PASSPORT_LETTERS) + digits(rng, 7)


def no_passport(rng: Random) -> str:
    """A letter no passport begins with, or digits too few or too many behind the right one."""
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice("BFJQRVXY") + digits(rng, 8)
    if kind == 1:
        return rng.choice("EG") + digits(rng, rng.choice((4, 5, 6, 7)))
    if kind == 2:
        return rng.choice("EG") + digits(rng, rng.choice((9, 10, 11)))
    return rng.choice("EG") + rng.choice("BHKM") + digits(rng, 9) + "CN"


# The first digits of a card and how many digits it has.
CARDS = (
    ("622202", 19),
    ("621226", 19),
    ("622848", 19),
    ("621700", 19),
    ("436742", 19),
    ("621661", 19),
    ("621098", 19),
    ("955880", 19),
    ("623058", 19),
    ("622908", 18),
    ("622260", 17),
    ("622588", 16),
    ("622609", 16),
    ("622690", 16),
    ("621483", 16),
    ("622521", 16),
)


def luhn_check(body: str) -> str:
    """The digit that makes `body` pass Luhn's test."""
    total = 0
    for at, char in enumerate(reversed(body)):
        value = int(char) * (2 - at % 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def with_luhn(body: str) -> str:
    """`body` and its check digit."""
    return body + luhn_check(body)


def plain_card(rng: Random) -> str:
    """A bank card's number."""
    prefix, length = rng.choice(CARDS)
    return with_luhn(prefix + "000" + digits(rng, length - 10))


def bank_card(rng: Random) -> str:
    """A bank card's number as people send it."""
    return dressed(rng, plain_card(rng), (4, 4, 4, 4), (4, 4, 4), (6, 6))


def no_bank_card(rng: Random) -> str:
    """A card's number that fails Luhn's test, or is of no bank's prefix or no card's length."""
    value = plain_card(rng)
    kind = rng.randrange(4)
    if kind == 0:
        return value[:-1] + str((int(value[-1]) + rng.randint(1, 9)) % 10)
    if kind == 1:
        return with_luhn(rng.choice("017") + digits(rng, rng.choice((14, 15, 17))))
    if kind == 2:
        return with_luhn(value[: rng.choice((11, 12, 13))])
    return with_luhn(value + digits(rng, 21 - len(value)))


CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_HEADS = ("91", "91", "91", "92", "93", "12", "51", "52", "54")


def body_check(body: str) -> str:
    """The check character of GB 11714 for the eight of an organization."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = -sum(int(char, 36) * weight for char, weight in zip(body, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def code_check(body: str) -> str:
    """The check character of GB 32100 for seventeen characters."""
    total = sum(CODE_CHARS.index(char) * pow(3, at, 31) for at, char in enumerate(body))
    return CODE_CHARS[-total % 31]


def plain_code(rng: Random) -> str:
    """A unified social credit code."""
    head = rng.choice(CODE_HEADS)
    if head in ("91", "92", "93"):
        tail = "".join(rng.choice(CODE_CHARS) for _ in range(4))
        unit = "MA" + rng.choice("0123456") + rng.choice(CODE_CHARS[10:]) + tail
    else:
        unit = digits(rng, 8, "45")
    body = head + rng.choice(COUNTIES) + unit + body_check(unit)
    return body + code_check(body)


def credit_code(rng: Random) -> str:
    """A unified social credit code as people send it."""
    value = plain_code(rng)
    kind = rng.randrange(6)
    if kind == 0:
        return grouped(value, rng.choice(((6, 4, 4), (2, 6, 9), (4, 4, 4, 4))), rng.choice(" -"))
    if kind == 1:
        return written(value, FULL_WIDTH)
    if kind == 2:
        return value.lower()
    return value


def no_credit_code(rng: Random) -> str:
    """A credit code with a wrong check character, a letter it cannot have, or a wrong length."""
    value = plain_code(rng)
    kind = rng.randrange(4)
    if kind == 0:
        return value[:-1] + rng.choice([char for char in CODE_CHARS if char != value[-1]])
    if kind == 1:
        at = rng.randrange(10, 16)
        return value[:at] + rng.choice("IOSVZ") + value[at + 1 :]
    if kind == 2:
        return value[:-1]
    return value + rng.choice(CODE_CHARS)


PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def plate(rng: Random) -> str:
    """A licence plate, of the new-energy form one time in three."""
    head = rng.choice(PROVINCES) + rng.choice("AB")
    kind = rng.randrange(6)
    if kind == 0:
        tail = rng.choice("DF") + digits(rng, 5)
    elif kind == 1:
        tail = digits(rng, 5) + rng.choice("DF")
    else:
        tail = digits(rng, 5)
        for _ in range(rng.randrange(3)):
            at = rng.randrange(5)
            tail = tail[:at] + rng.choice(PLATE_LETTERS) + tail[at + 1 :]
    value = head + rng.choice(("", "", "", "·", " ", "-", "•")) + tail
    if kind == 2:
        return value.lower()
    if kind == 3:
        return written(value, rng.choice((FULL_WIDTH, CIRCLED, HANZI)))
    return value


def no_plate(rng: Random) -> str:
    """A plate too short or too long, of no province, or with a letter no plate has."""
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(PROVINCES) + rng.choice("AB") + digits(rng, rng.choice((3, 4)))
    if kind == 1:
        return rng.choice(PROVINCES) + rng.choice("AB") + digits(rng, rng.choice((7, 8)))
    if kind == 2:
        return rng.choice("国日中亚欧美深汉") + rng.choice("AB") + digits(rng, 5)
    tail = digits(rng, 5)
    at = rng.randrange(1, 4)
    return rng.choice(PROVINCES) + rng.choice("AB") + tail[:at] + "I" + tail[at + 1 :]


# -------------------------------------------------------------------------------------- the network

HANDLES = words(
    "lihua xiaomei yutong chensy haoran kexin ziqi mengjie dawei laozhou qingtian lanjing"
)
DOMAINS = words(
    "example.com example.org example.net mail.example.com example.cn qingtian-ceshi.com"
)


def handle(rng: Random) -> str:
    """A name of the kind people choose for accounts: letters first."""
    name = rng.choice(HANDLES)
    return name + rng.choice(("_", "-", "", "")) + digits(rng, rng.choice((2, 3, 4)))


def email(rng: Random) -> str:
    """An address for mail."""
    local = rng.choice((handle(rng), f"{rng.choice(HANDLES)}.{digits(rng, 3)}"))
    value = f"{local}@{rng.choice(DOMAINS)}"
    chance = rng.random()
    if chance < 0.15:
        return written(value, FULL_WIDTH)
    if chance < 0.25:
        return value.replace("@", "＠")
    return value.upper() if chance < 0.35 else value


def ipv4(rng: Random) -> str:
    """A version 4 address that is private or kept for documentation."""
    heads = ("192.0.2", "198.51.100", "203.0.113", "192.168.1", "192.168.31", "10.0.8", "172.16.5")
    return f"{rng.choice(heads)}.{rng.randint(1, 254)}"


def ip(rng: Random) -> str:
    """An address of the internet protocol, version 4 or 6."""
    kind = rng.randrange(6)
    if kind == 0:
        return f"2001:db8::{rng.randint(1, 0xFFFF):x}"
    if kind == 1:
        groups = ":".join(f"{rng.randrange(0x10000):x}" for _ in range(4))
        return f"fe80::{groups}" if rng.random() < 0.5 else f"2001:DB8:0:1:{groups.upper()}"
    value = ipv4(rng)
    if kind == 2:
        return written(value, FULL_WIDTH)
    if kind == 3:
        return value.replace(".", "。")
    return value


def version(rng: Random) -> str:
    """Four numbers as versions have them, each small enough for an address."""
    return ".".join(str(rng.randint(1, 99)) for _ in range(4))


def version_tail(rng: Random) -> str:
    """The second and the third number of a version."""
    return f"{rng.randint(0, 20)}.{rng.randint(0, 30)}"


def no_ip(rng: Random) -> str:
    """Numbers with dots that make no address: one too great, one too few, one too many."""
    parts = [str(rng.randint(1, 254)) for _ in range(4)]
    kind = rng.randrange(3)
    if kind == 0:
        parts[rng.randrange(4)] = str(rng.randint(256, 999))
    elif kind == 1:
        parts.pop()
    else:
        parts.append(str(rng.randint(1, 254)))
    return ".".join(parts)


def clock(rng: Random) -> str:
    """A time of day with seconds."""
    return f"{rng.randint(10, 23)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}"


def timecode(rng: Random) -> str:
    """A place in a film: hours, minutes, seconds and pictures."""
    return f"0{rng.randint(0, 2)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}:{rng.randint(10, 24)}"


def url(rng: Random) -> str:
    """An address on the web, or a bare domain."""
    host = rng.choice(("", "", "www.", "m.", "shop.", "wiki.")) + rng.choice(DOMAINS[:5])
    path = rng.choice(
        ("", "/", f"/a/{digits(rng, 4)}", f"/v?id={digits(rng, 5)}&from=wx", "/index")
    )
    kind = rng.randrange(6)
    if kind < 3:
        return rng.choice(("http://", "https://", "HTTPS://")) + host + path
    if kind == 3:
        return written(f"www.example.com/{digits(rng, 3)}", FULL_WIDTH)
    return f"{rng.choice(HANDLES)}{digits(rng, 2)}-ceshi.{rng.choice(TOP_LEVELS)}{path}"


TOP_LEVELS = ("com", "cn", "net", "top", "xyz", "com.cn", "shop")


def file_name(rng: Random) -> str:
    """A file's name."""
    stem = rng.choice(words("main test utils report backup demo setup index model notes"))
    ending = rng.choice(words("py md rs sh js ts docx xlsx pdf exe json yaml txt mp4 jpg vue"))
    return f"{stem}{rng.choice(('', '_v2', '1', '_new', '2024'))}.{ending}"


def decimal(rng: Random) -> str:
    """A number with a point."""
    return f"{rng.randint(1, 99)}.{rng.randint(1, 99)}"


# ------------------------------------------------------------------------------ accounts, secrets


def qq(rng: Random) -> str:
    """A QQ number."""
    value = digits(rng, rng.choice((6, 7, 8, 9, 9, 10)), "123")
    return dressed(rng, value, (3, 3)) if len(value) > 8 else dressed(rng, value)


def wechat_id(rng: Random) -> str:
    """A name of an account on WeChat: six characters or more, a letter first."""
    if rng.random() < 0.15:
        chars = "abcdefghijkmnpqrstuvwxyz0123456789"
        return "wxid_" + "".join(rng.choice(chars) for _ in range(14))
    value = rng.choice(HANDLES) + rng.choice(("_", "-", "")) + digits(rng, 3)
    chance = rng.random()
    if chance < 0.1:
        return written(value, FULL_WIDTH)
    return value.capitalize() if chance < 0.2 else value


def password(rng: Random) -> str:
    """A password, in figures or of mixed characters."""
    kind = rng.randrange(5)
    if kind == 0:
        return digits(rng, 6)
    if kind == 1:
        return written(digits(rng, 6), rng.choice((FULL_WIDTH, HANZI, CIRCLED, KEYCAP)))
    if kind == 2:
        return rng.choice(HANDLES) + digits(rng, 4)
    if kind == 3:
        return rng.choice(HANDLES).capitalize() + rng.choice("@!#_") + digits(rng, 4)
    return digits(rng, 8)


def code(rng: Random) -> str:
    """A code for one use."""
    value = digits(rng, rng.choice((4, 6, 6)))
    return dressed(rng, value) if rng.random() < 0.5 else value


def token(rng: Random) -> str:
    """A key for programs, plainly made up."""
    chars = "abcdefghijkmnpqrstuvwxyz0123456789"
    return rng.choice(("tk-demo-", "ak_test_", "key-ceshi-")) + "".join(
        rng.choice(chars) for _ in range(16)
    )


# ------------------------------------------------------------------------------------------- money


def hanzi_number(value: int, formal: bool = False) -> str:
    """`value`, less than ten thousand, in Chinese numerals."""
    names = HANZI_FORMAL if formal else HANZI
    units = ("", "拾", "佰", "仟") if formal else ("", "十", "百", "千")
    out = ""
    gap = False
    for at in range(3, -1, -1):
        digit = value // 10**at % 10
        if digit:
            out += (names["0"] if gap and out else "") + names[str(digit)] + units[at]
            gap = False
        else:
            gap = True
    return out.removeprefix("一") if out.startswith("一十") and not formal else out


def money(rng: Random) -> str:
    """A sum of money in one of its writings."""
    kind = rng.randrange(12)
    value = rng.randint(3, 9999)
    if kind == 0:
        return hanzi_number(value) + rng.choice(("元", "块"))
    if kind == 1:
        return f"{rng.choice('五六七八九')}{rng.choice('毛角')}"
    if kind == 2:
        return rng.choice("¥￥") + (f"{value:,}" if rng.random() < 0.5 else f"{value}")
    if kind == 3:
        return f"{value / 100:.2f}元"
    if kind == 4:
        return written(f"{value}", rng.choice((FULL_WIDTH, CIRCLED, ARABIC_INDIC, BOLD))) + "元"
    if kind == 5:
        return f"{rng.randint(1, 99)}.{rng.randint(1, 9)}万元"
    if kind == 6:
        return f"{rng.randint(2, 99)}块{rng.randint(1, 9)}"
    if kind == 7:
        return rng.choice(("$", "€", "HK$")) + str(value)
    if kind == 8:
        return f"{value}{rng.choice(('美元', '港币', '日元', '欧元', 'RMB', '人民币'))}"
    if kind == 9:
        return rng.choice("二三四五六七八九") + rng.choice("千百") + rng.choice(("块", "元"))
    return f"{value}{rng.choice(('元', '块'))}"


def formal_money(rng: Random) -> str:
    """A sum as receipts write it."""
    return hanzi_number(rng.randint(3, 9999), formal=True) + "元整"


THINGS = words("个人 张票 件 箱 本书 名员工 颗 只羊 桌 套 把椅子 份问卷")
STEPS = words("公里 步 页 天 个字 集 米 题 次打卡")


def count_of(*units: str) -> Maker:
    """A maker of counts of something that is no money."""

    def make(rng: Random) -> str:
        value = rng.randint(3, 999)
        figure = hanzi_number(value) if rng.random() < 0.5 else str(value)
        return figure + rng.choice(units)

    return make


# -------------------------------------------------------------------------------- places and people

CITIES = words(
    "浙江省杭州市西湖区 北京市朝阳区 上海市浦东新区 广东省深圳市南山区 江苏省南京市鼓楼区 "
    "四川省成都市武侯区 湖北省武汉市洪山区 重庆市渝北区 陕西省西安市雁塔区 天津市南开区 "
    "福建省厦门市思明区 山东省济南市历下区 湖南省长沙市岳麓区 辽宁省大连市中山区 "
    "河南省郑州市金水区 云南省昆明市五华区 安徽省合肥市蜀山区 广西南宁市青秀区"
)
ROADS = words("蓝鲸路 青禾街 云杉大道 晴田路 银杏街 白桦路 木棉道 荷塘巷 雪松街 椰林路 麦浪大街")
ESTATES = words("晴田花园 青禾小区 云杉公寓 蓝鲸家园 银杏苑 白桦里小区 荷塘月苑")


def street_number(rng: Random) -> str:
    """A number in a street, mostly in plain figures."""
    value = rng.randint(1, 999)
    chance = rng.random()
    if chance < 0.1:
        return hanzi_number(value)
    return written(str(value), FULL_WIDTH) if chance < 0.2 else str(value)


def address(rng: Random) -> str:
    """A postal address, down to a house or a flat."""
    head = rng.choice(CITIES) + rng.choice(ROADS) + street_number(rng) + "号"
    flat = f"{rng.randint(1, 30)}{rng.choice(('幢', '栋', '号楼'))}"
    door = f"{rng.randint(1, 6)}单元{rng.randint(1, 28)}0{rng.randint(1, 4)}"
    kind = rng.randrange(5)
    if kind == 0:
        return head
    if kind == 1:
        return head + rng.choice(ESTATES) + flat + door
    if kind == 2:
        return head + flat + door + "室"
    if kind == 3:
        return f"{rng.choice(CITIES)}{rng.choice(ESTATES)}{flat}{door}"
    return f"{head} {rng.choice(ESTATES)} {flat}"


PLACE = one_of(
    *words(
        "北京 上海 杭州 成都 西安 重庆 武汉 厦门 三亚 大理 哈尔滨 苏州 浦东 朝阳区 海淀 上海市 "
        "深圳 长沙 青岛 桂林 南京市"
    )
)

SURNAMES = words(
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 "
    "程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 欧阳 上官 司徒 诸葛 慕容"
)
GIVEN = words(
    "晓梅 思远 雨晴 文静 振邦 一诺 子涵 海涛 可欣 梓萱 秀兰 桂芳 文博 嘉慧 浩然 建川 丽娟 "
    "志强 婉婷 淑珍 诗琪 明轩 永昌 雅琴 宇航 美玲 玉洁 春燕 立新 静怡 昊天 佳琪"
)


def person_name(rng: Random) -> str:
    """A full name: a surname and a given name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


TITLED = joined(
    one_of(*words("王 李 张 刘 陈 杨 赵 周 吴 徐 孙 马 高 黄")),
    one_of(*words("总 老师 阿姨 师傅 经理 医生 教练 哥 姐 工 主任 大爷")),
)
NICKNAME = joined(one_of("小", "老"), one_of(*words("王 李 张 刘 陈 杨 赵 周 吴 徐 孙 马 高 黄")))
SURNAME_NOUN = one_of(
    *words(
        "金属 白菜 黄金 项目 余额 顾客 周末 江湖 石头 毛病 孔雀 花生 水果 车站 龙虾 方便面 白开水 "
        "金针菇 雷阵雨 高铁站 黄焖鸡 毛毛雨 车厘子 元宵节 马拉松 牛肉面 花椰菜 路由器 程序 王牌 "
        "高跟鞋 马卡龙 向日葵 安全带 温度计"
    )
)
SURNAME_QUALITY = one_of(*words("高兴 温柔 方便 安全 平安 明白 成功 乐观 和气 康复 幸福"))
SURNAME_ADVERB = one_of(*words("常常 曾经 于是又 应该没 毕竟又 何止 万一又"))
SURNAME_PLACE = one_of(
    *words("石家庄 张家界 王府井 黄鹤楼 白云山 马鞍山 高碑店 孔庙 金水桥 万里长城")
)
BRAND = one_of(*words("王老吉 李锦记 周黑鸭 周大福 老干妈 同仁堂 海底捞 马应龙 方太 高德"))

# ------------------------------------------------------------------------------------------ recipes

RECIPES: dict[str, Recipe] = {
    "mobile": Recipe(
        mobile,
        (
            "我的手机是{}，有事打我",
            "{}是我新换的号，存一下",
            "到小区门口打{}，我下来拿",
            "联系电话：{}",
            "司机师傅的号是{}，你们直接联系",
            "我妈的号{}，我爸的号{}，打谁的都行",
            "租房请拨{}，中介勿扰",
            "快递让我留电话，我留的{}",
            "这是谁的号啊，{}，给我打了好几个电话",
            "短信发到{}就行，微信我不常看",
            "要团购的加{}，手机微信同号",
            "家长您好，孩子发烧了，请速回电{}",
            "修水管找{}，老师傅随叫随到",
            "电话{}没人接，换这个{}试试",
        ),
        (
            on("订单号{}，帮我查下物流", no_mobile),
            on("订单编号{}怎么还没发货", dated),
            on("你这号{}位数不对吧，打不通", no_mobile),
            on("流水号{}财务说没查到", no_mobile),
            on("抖音号{}，搜得到", figures(11, "2345679")),
            on("取件的时候报运单{}", joined("YT", plain_mobile, figures(4))),
            on("去年销售额{}元，创新高", no_mobile),
            on("手机号多少，{}要登记", NEXT),
            on("{}的条码{}扫不出来", THING, joined("69", figures(11))),
            on("{}让我打10086问套餐", WHO),
            on("学号{}的同学来领书", joined("20", figures(9))),
            on("机身编号{}，保修到明年", joined("10", figures(9))),
            on("这个{}才{}多，原价两百", THING, number(130, 199)),
            on(
                "固件{}升级失败",
                joined("1.", number(30, 99), ".", figures(4), ".", figures(4, "0")),
            ),
        ),
    ),
    "landline": Recipe(
        landline,
        (
            "公司座机{}，白天都有人",
            "{}是物业电话，漏水找他们",
            "前台电话：{}",
            "挂号打{}，早上八点放号",
            "我家固话{}，手机打不通就打这个",
            "售后{}，投诉{}",
            "传真请发{}，发完说一声",
            "学校总机是{}，再转教务处",
            "酒店订房拨{}，报我名字有折扣",
            "来电显示{}，是不是诈骗啊",
            "打{}找老周，就说我介绍的",
            "派出所刚用{}打给我，让我去领身份证",
            "门店地址没变，电话改成{}了",
        ),
        (
            on("货架编号{}，去拿一下", no_landline),
            on("型号{}停产了，换一个吧", no_landline),
            on("这座机{}拨过去是空号，肯定记错了", no_landline),
            on("图纸{}在哪个柜子里", no_landline),
            on("比例写成{}了，改一下", joined("0.0", figures(2), "-0.0", figures(2))),
            on("{}打12345投诉了", WHO),
            on("{}的区号是{}吧", PLACE_BY_PHONE, one_of(*AREAS_OF_SEVEN)),
            on("座机早拆了，{}打我手机", NEXT),
            on("上班时间{}，中午不休", joined("0", number(7, 9), "30-1", number(6, 8), "00")),
            on("生产批次{}，保质期一年", joined(stamp, "-", figures(3))),
            on("书号978-7-{}-1，图书馆有吗", joined(figures(4), "-", figures(4))),
            on("客服电话多少，{}要退货", THING),
            on("坐{}路公交到终点站", joined("0", number(21, 29))),
        ),
    ),
    "id_card": Recipe(
        id_card,
        (
            "身份证号{}，帮我订张票",
            "{}是我的身份证，办卡用",
            "证件号码：{}",
            "实名认证填的{}，过了",
            "我爱人的是{}，我的是{}，房产证写两个人",
            "办居住证要号码，我的{}",
            "入职登记，身份证{}，你核对一下",
            "疫苗预约用{}登的记",
            "酒店前台让报证件，我报了{}",
            "我的学籍号就是G加{}吧",
            "骗子居然能报出我的身份证{}，太吓人了",
            "这张复印件上写的是{}，看得清吗",
            "帮老人交医保，证号{}，谢谢",
        ),
        (
            on("订单号{}还没签收", no_id_card),
            on("系统说身份证{}校验不通过，肯定抄错了", no_id_card),
            on("流水单号{}，退款退到哪了", no_id_card),
            on("产品序列号{}在机身背面", no_id_card),
            on("手机串号{}，查一下保修", no_old_id),
            on("这台机器IMEI是{}", no_old_id),
            on("运单{}卡在中转站两天了", joined("77", figures(12))),
            on("商户订单{}，麻烦对账", joined(stamp, figures(9))),
            on("支付单号{}，{}付的", joined(stamp, figures(12)), PAST),
            on("身份证忘在家了，{}能补吗", NEXT),
            on("身份证号发我，给{}买票", WHO),
            on("{}去派出所办身份证，排了一小时", PAST),
            on("考号{}，别涂错了", joined("24", figures(10))),
        ),
    ),
    "passport": Recipe(
        passport,
        (
            "护照号{}，办签证用",
            "我的护照是{}，别填错一位",
            "护照号码：{}",
            "订国际机票要护照，{}",
            "{}是我的护照号，名字拼音你有",
            "旧护照{}，新护照{}",
            "酒店说护照{}没登记上",
            "海关申报单上护照号写{}",
            "孩子的护照{}下个月到期",
            "护照丢了，号码是{}，已经去挂失",
            "留学申请表护照一栏填{}",
            "帮我值机，护照{}，靠窗",
            "中介要走了我的护照号{}，有没有风险",
            on("港澳通行证{}，下周去香港", pass_to_hong_kong),
        ),
        (
            on("零件号{}缺货了", no_passport),
            on("EMS单号{}到哪了", joined("EB", figures(9), "CN")),
            on("系统提示护照号{}格式不对", no_passport),
            on("坐{}次高铁过去", joined("G", number(100, 1999))),
            on("合同编号{}，今天寄出", joined("HT", stamp, figures(2))),
            on("航班{}又延误了", joined(one_of("CA", "MU", "EK"), number(100, 9999))),
            on("螺丝规格{}，买一包", joined("M", number(3, 24), "x", number(10, 80))),
            on("护照过期了，{}去换", NEXT),
            on("护照号多少，我给{}订票", WHO),
            on("{}高速堵了三公里", joined("G", number(1, 99))),
            on("货位{}找不到{}", no_passport, THING),
            on("座位是{}，靠过道", joined("E", number(1, 30), "排", number(1, 40), "座")),
            on("办护照要带什么，{}", PLEASE),
        ),
    ),
    "bank_card": Recipe(
        bank_card,
        (
            "转到这张卡{}，户名你知道",
            "银行卡号：{}",
            "{}，农行的，转完发截图",
            "工资卡换了，新的是{}",
            "退款退到{}吧，谢谢",
            "房租打我卡上，{}",
            "旧卡{}注销了，用{}",
            "卡号是{}，开户行在城东支行",
            "报销单上卡号填{}",
            "借的钱还到{}就行，不着急",
            "他让我往{}打钱，靠谱吗",
            "捐款账号{}，备注爱心",
            "绑卡绑的{}，验证一直不过",
        ),
        (
            on("快递单号{}，查下到哪了", no_bank_card),
            on("卡号{}转账失败，说卡号不存在", no_bank_card),
            on("会员卡{}积分清零了", no_bank_card),
            on("订单{}申请退货", no_bank_card),
            on("流水{}和账上对不上", no_bank_card),
            on("交易单号{}，已支付", joined("1000", figures(9), stamp, figures(7))),
            on("购物卡号{}，密码在背面刮开", joined("23", figures(11))),
            on("银行卡丢了，{}去挂的失", PAST),
            on("卡号发我，{}转你", NEXT),
            on("尾号{}的卡扣了款，是你买的吗", figures(4)),
            on("{}又办了张信用卡", WHO),
            on("日志时间{}，报错了", joined(stamp, figures(12))),
            on("电表户号{}，该交电费了", joined("0", figures(9))),
        ),
    ),
    "credit_code": Recipe(
        credit_code,
        (
            "税号{}，开专票",
            "统一社会信用代码：{}",
            "{}是我们公司的税号",
            "营业执照上的代码是{}，拍照看不清我打给你",
            "发票抬头晴田科技，税号{}",
            "甲方信用代码{}，乙方{}",
            "在企查查搜{}就出来了",
            "注册号填{}，18位的那个",
            "对方公司代码{}，帮我查查有没有被执行",
            "合同里税号写错了，应该是{}",
            "学校也能开票，代码{}",
            "开户要填信用代码，我们的{}，麻烦录一下",
        ),
        (
            on("订单号{}，催一下发货", no_credit_code),
            on("税号{}校验不过，你再核对", no_credit_code),
            on("激活码{}提示无效", no_credit_code),
            on("设备SN{}，报修用", no_credit_code),
            on("这串{}是啥，复制出来的", no_credit_code),
            on("税号发我，{}开票", NEXT),
            on("执照上的信用代码在哪，{}", PLEASE),
            on("老执照注册号{}，十五位的", joined("1101", figures(11))),
            on("车架号{}，年检要填", joined("LSV", one_of("AA", "CB", "FH"), figures(12))),
            on("优惠码{}，下单减二十", joined("91MA", figures(6))),
            on("{}的信用分涨到{}了", WHO, number(551, 900)),
            on("集装箱{}到港了", joined(one_of("MAEU", "COSU", "OOLU"), figures(7))),
        ),
    ),
    "plate": Recipe(
        plate,
        (
            "我的车是{}，停在东门",
            "{}挡住我了，麻烦挪车",
            "车牌号：{}",
            "网约车{}马上到，白色的",
            "谁的车，{}，大灯没关",
            "肇事车辆{}，往南跑了",
            "公司两辆车，{}和{}，登记一下",
            "来接你的是{}，双闪等你",
            "停车费帮我交一下，车牌{}",
            "保安说{}没登记不让进",
            "高速上看见一辆{}逆行，吓死了",
            "二手车转让，{}，一手车况",
            "刚上的牌{}，好记吧",
        ),
        (
            on("车牌{}这位数不对吧", no_plate),
            on("系统查不到{}，是不是写错了", no_plate),
            on("{}这种牌肯定是假的，电影道具", no_plate),
            on("京东{}到货", joined(one_of("今天", "明天", "后天"), "下午", number(1, 6), "点")),
            on("最新{}款{}上架了", joined(one_of("A", "B", "Q"), figures(5)), THING),
            on("更新{}补丁以后更卡了", joined("K", figures(5))),
            on("四川{}级景区{}块一张票", joined(one_of("A", "AA"), number(3, 5)), number(60, 300)),
            on("车牌多少，{}登记", NEXT),
            on("粤B和京A哪个难摇，{}", PLEASE),
            on("苏打水{}买多了", joined(one_of("A", "B"), "款", number(10, 99), "箱")),
            on("浙大{}教室在哪", joined(one_of("A", "B"), number(1, 9), "楼", number(101, 599))),
            on("储物柜{}号打不开", joined(one_of("A", "B", "C"), figures(5))),
            on("晋级{}的名单出了", joined(one_of("A", "B"), "组", number(10, 99), "人")),
        ),
    ),
    "email": Recipe(
        email,
        (
            "简历发到{}",
            "{}是我的邮箱，发票发这里",
            "邮箱：{}",
            "有问题写信到{}，一般当天回",
            "资料我发你{}了，注意查收",
            "抄送{}和{}，别漏了",
            "注册用的{}，密码忘了",
            "客服邮箱是{}，但没人回",
            "请把作业交到{}，周五截止",
            "她让我加她的邮箱{}，说微信不安全",
            "投稿请寄{}，附上个人简介",
            "新邮箱{}，旧的停用了",
            "账单会寄到{}，每月一号",
        ),
        (
            on("@{} 你到哪了", joined(one_of("小明", "阿杰", "晓晓"), number(1, 99))),
            on("@所有人 {}开会", NEXT),
            on("邮箱多少，{}发你资料", NEXT),
            on(
                "装一下{}",
                joined(one_of("vue", "react", "lodash"), "@", number(1, 9), ".", version_tail),
            ),
            on("图标换成{}那个", joined(one_of("icon", "logo"), number(1, 99), "@2x.png")),
            on("{}登录不上", joined(one_of("root", "admin"), number(1, 99), "@localhost")),
            on("{}这个格式不对，@前面没东西", joined("@", one_of("example", "qingtian"), ".com")),
            on("苹果@{}元一斤", number(2, 30)),
            on("{}@我一下，消息太多看不过来", WHO),
            on("关注微博@{}有抽奖", joined(one_of("晴田观察", "蓝鲸日报"), number(1, 99))),
            on("邮箱满了，{}的邮件都退了", PAST),
            on("少打了域名，{}@后面呢", handle),
            on("地址写成{}了，多了一个圈a", joined(handle, "@@example")),
        ),
    ),
    "ip": Recipe(
        ip,
        (
            "服务器地址{}，连一下试试",
            "{}又不通了",
            "IP：{}",
            "打印机在{}，装驱动就能用",
            "黑名单加上{}",
            "主库{}，从库{}",
            "后台登录显示来自{}，是你吗",
            "把域名解析到{}",
            "摄像头改成{}了，重新连",
            "ping一下{}看丢不丢包",
            "谁占了{}，地址冲突了",
            "防火墙放行{}，只开443",
            "我本机是{}，你共享给我",
        ),
        (
            on("升级到版本{}了", version),
            on("微信{}更新了啥", joined("8.0.", number(10, 59), ".", number(1, 9))),
            on("驱动版本{}有问题，回退吧", version),
            on("{}这地址写错了吧，根本不是ip", no_ip),
            on(
                "合同第{}条再看看", joined(number(1, 9), ".", number(1, 9), ".", number(1, 9), ".2")
            ),
            on("现在{}，准时开抢", clock),
            on(
                "日期写成{}就行", joined(number(2019, 2025), ".", number(1, 12), ".", number(1, 28))
            ),
            on("ip多少，{}加白名单", NEXT),
            on("固件V{}已推送", version),
            on("网卡mac是{}", joined("00:1A:2B:", number(10, 99), ":3C:", number(10, 99))),
            on("配料按{}来", joined(number(1, 9), ":", number(1, 9), ":", number(1, 9))),
            on("{}的ip属地怎么变了", WHO),
            on("视频剪到{}，停", timecode),
        ),
    ),
    "url": Recipe(
        url,
        (
            "报名点{}",
            "官网是{}，自己看",
            "{}打不开了",
            "链接：{}",
            "帮我砍一刀{}，谢谢家人",
            "教程在{}，照着做就行",
            "主站{}，备用{}",
            "复制{}到浏览器",
            "别点{}，钓鱼网站",
            "资料都放在{}，密码看群公告",
            "刚买了个域名{}，还没备案",
            "这篇写得好{}，推荐看看",
            "投票进{}，选十八号",
        ),
        (
            on("报错在{}第三行", file_name),
            on("{}发你了，查收", file_name),
            on("先看{}再问", file_name),
            on("把{}删了重新生成", file_name),
            on("跑分{}，还行", decimal),
            on("版本{}发布", joined("v", version)),
            on("改到{}号开会，别记错", joined(number(1, 12), ".", number(1, 28))),
            on("链接发我，{}看", NEXT),
            on("网页打不开，{}", PLEASE),
            on("体温{}度，没事", joined("36.", number(1, 9))),
            on("{}说先这样吧.回头再聊", WHO),
            on("用{}重写了一遍，快{}%", one_of("Vue.js", "Node.js", "Next.js"), number(5, 90)),
            on("涨了{}%，满仓", decimal),
        ),
    ),
    "wechat_id": Recipe(
        wechat_id,
        (
            "我微信号{}，加我",
            "加微信：{}",
            "微信号是{}，备注来意",
            "vx {}，秒通过",
            "V：{}，长期有效",
            "薇信{}，诚心要的来",
            "威信号{}，看货加我",
            "想进群加我微信{}，我拉你",
            "wx：{}，非诚勿扰",
            "大号微信{}，小号微信{}",
            "我换微信了，新的微信号是{}，旧的不用了",
            "客服微信{}，有事找她",
            "搜微信号{}就能找到我",
        ),
        (
            on("微信号多少，{}我加你", NEXT),
            on("{}的微信号我没存", WHO),
            on("微信{}更新了什么", joined("8.0.", number(10, 99))),
            on("微信步数{}，第一名", number(10000, 39999)),
            on("微信支付{}元，收到了吗", number(10, 9999)),
            on("微信群{}人满了", number(200, 500)),
            on("{}微信被封了", WHO),
            on("加微信聊，{}的事这里不方便说", THING),
            on("微信读书看完{}本了", number(10, 300)),
            on("v我{}，明天还你", number(20, 200)),
            on("卫星{}年就上天了", number(1970, 2024)),
            on("{}用微信扫一下就行", NEXT),
            on("微信小程序里买的{}", THING),
            on("微信小程序是用{}写的", one_of("uniapp", "taro3", "react", "typescript", "vue3")),
            on("微信接口返回{}，谁看看", joined("errcode", figures(5, "4"))),
        ),
    ),
    "qq": Recipe(
        qq,
        (
            "我QQ{}，加我",
            "QQ：{}",
            "加扣扣{}，带你上分",
            "qq号是{}，备注群里的",
            "企鹅号{}，长期收",
            "扣扣{}，进群领资料",
            "工作QQ是{}，私人QQ是{}",
            "老QQ{}被盗了，别理",
            "Q：{}，诚信交易",
            "有事QQ上找我，{}",
            "球球{}，开黑来",
            "游戏群没了，加群主QQ{}问问",
            "他QQ号{}，你去空间看看",
        ),
        (
            on("QQ多少，{}加你", NEXT),
            on("QQ等级{}级了", number(16, 200)),
            on("QQ空间{}年的说说还在", number(2006, 2023)),
            on("QQ安装包{}KB，下半天了", figures(6, "123")),
            on("QQ飞车跑了{}分", figures(6, "123")),
            on("{}的qq被盗了，别转账", WHO),
            on("QQ音乐会员{}元一个月", number(8, 30)),
            on("Q{}财报营收{}万", number(1, 4), figures(5, "123")),
            on("QQ糖买了{}包", number(10, 999)),
            on("{}用QQ传个文件", NEXT),
            on("扣扣子掉了{}颗", number(2, 9)),
            on("企鹅馆{}人排队", number(100, 9999)),
            on("奥迪Q{}优惠多少", number(2, 8)),
        ),
    ),
    "password": Recipe(
        password,
        (
            "WiFi密码{}，随便连",
            "密码是{}，别外传",
            "门锁密码：{}，进来吧",
            "账号还是那个，密码改成{}了",
            "解压密码{}，右键解压",
            "登录密码是{}，进去自己改",
            "我把支付密码设成{}了，你记一下",
            "会议密码{}，准时进",
            "家里无线的密码：{}",
            "旧密码{}，新密码{}",
            "保险柜密码{}，只有你知道",
            "初始密码为{}，首次登录请修改",
            "wifi名字ceshi，密码{}，连上说一声",
            on("验证码{}，五分钟内有效", code),
            on("短信里的验证码是{}，你快填", code),
            on("token是{}，别提交到仓库里", token),
            on("API key：{}", token),
        ),
        (
            on("密码忘了，{}能找回吗", NEXT),
            on("{}问你密码多少", WHO),
            on("密码至少{}位", number(6, 20)),
            on("验证码{}秒后才能重发", number(10, 120)),
            on("密码错了{}次就锁了", number(3, 20)),
            on("验证码收不到，{}", PLEASE),
            on(
                "{}的密码锁没电了",
                one_of("门上", "柜子", "自行车", "箱子", "书房", "仓库", "办公室"),
            ),
            on("别把验证码告诉{}", WHO),
            on("{}改过密码了，登不上", PAST),
            on("这个月用了{}万token", number(10, 9999)),
            on(
                "流量密码就是拍{}",
                one_of("猫", "狗", "萌娃", "美食", "变装", "老家", "探店", "赶海"),
            ),
            on("密码我{}私信发你", NEXT),
            on("《达芬奇密码》看了{}遍", number(2, 20)),
        ),
    ),
    "money": Recipe(
        money,
        (
            "这件{}包邮",
            "一共{}，转我就行",
            "借我{}，下月还",
            "{}，要的接龙",
            "房租每月{}，押一付三",
            "定金{}，尾款{}",
            "发票金额写{}",
            on("收据大写{}，别涂改", formal_money),
            on("借条上写明{}", formal_money),
            "红包发了{}，快抢",
            "砍到{}老板就卖了",
            "罚了{}，心疼",
            "工资才{}，不够花",
            "你还欠我{}呢",
            "充值{}送会员，有人要吗",
        ),
        (
            on("来了{}，热闹", joined(number(10, 9999), "人")),
            on("一共{}，数过了", count_of(*THINGS)),
            on("今天走了{}，累趴", joined(number(1000, 39999), "步")),
            on("还差{}，加油", count_of(*STEPS)),
            on(
                "咱们一块去{}吧",
                one_of("爬山", "吃饭", "看电影", "跑步", "逛街", "游泳", "开会", "上班"),
            ),
            on("捡了{}石头垫桌脚", joined(one_of("两", "三", "五", "六", "九"), "块")),
            on("考了{}分，开心", number(60, 150)),
            on("跑了{}公里", decimal),
            on("充电头{}w的才够", number(5, 140)),
            on("{}个粉丝了，感谢", joined(number(2, 99), "万")),
            on("{}次方程太难", joined(one_of("一元二", "二元一", "三元一", "一元三"))),
            on("{}元旦不放假", one_of("今年", "明年", "去年", "厂里", "公司", "听说", "店里")),
            on("切{}块蛋糕给{}", one_of("两", "三", "四", "五", "六"), WHO),
        ),
    ),
    "address": Recipe(
        address,
        (
            "寄到{}，放门卫",
            "收货地址：{}",
            "我家在{}，导航就能到",
            "{}，快递写这个",
            "老地址{}，新地址{}",
            "发货到{}，到付",
            "聚会在{}，六点开始",
            "公司搬到{}了",
            "户口本上写的是{}",
            "外卖送{}，别打电话",
            "打车到{}，多少钱",
            "奶奶住在{}，周末去看她",
            "合同寄{}，签收后回传",
        ),
        (
            on("{}这几天好冷", PLACE),
            on("{}的房价又跌了", PLACE),
            on("周末去{}玩", PLACE),
            on("{}今天限行", PLACE),
            on("我在{}上班，离得远", PLACE),
            on("从{}回来就感冒了", PLACE),
            on("{}明天有雨", PLACE),
            on("{}人真多，景点都排队", PLACE),
            on("地址发我，{}寄{}给你", NEXT, THING),
            on("{}这边路上堵死了", PLACE),
            on("地铁{}号线又停运了", number(1, 22)),
            on("{}层的空调坏了", number(2, 40)),
            on("收货地址怎么改，{}", PLEASE),
        ),
    ),
    "person_name": Recipe(
        person_name,
        (
            "我叫{}，请多关照",
            "收件人{}，放驿站",
            "姓名：{}",
            "刚才{}给你打电话没打通",
            "新同学{}坐第三排",
            "户名{}，别转错了",
            "{}和{}下个月结婚",
            "请{}到三号诊室就诊",
            "法人是{}，出资百分之六十",
            "班长{}收作业",
            "祝{}生日快乐",
            "这事是{}负责的，你找他",
            "我室友{}考上研究生了",
            "联系人：{}，男",
        ),
        (
            on("{}好，请问在吗", TITLED),
            on("{}今天不上班", TITLED),
            on("{}昨天又加班", NICKNAME),
            on("{}怎么还没来", NICKNAME),
            on("说到{}我就想起那件事", SURNAME_NOUN),
            on("只要你{}就好", SURNAME_QUALITY),
            on("你们聊{}，我先忙", SURNAME_NOUN),
            on("{}就到，别催了", one_of("马上", "周末", "周三", "黄昏", "元旦")),
            on("他{}迟到了", SURNAME_ADVERB),
            on("{}又上热搜了", BRAND),
            on("{}{}下雪了", PAST, SURNAME_PLACE),
            on("{}的姓怎么写", TITLED),
            on("收件人写谁，{}", PLEASE),
            on("跟{}说一声，名字别写错", TITLED),
            on("群里改昵称，{}也改", NICKNAME),
        ),
    ),
}

RECOGNIZERS = tuple(RECIPES)
"""The recognizers there are sentences for."""

LABELS = ("positive", "negative")


def filled(rng: Random, carrier: Carrier, label: str) -> tuple[str, list[str]]:
    """A sentence made of `carrier`, and what was put into its gaps."""
    pieces = carrier.text.split("{}")
    values = [make(rng) for make in carrier.makers]
    if label == "negative" and rng.random() < 0.15:
        values = [written(value, FULL_WIDTH) if value.isdigit() else value for value in values]
    emoji = rng.choice(EMOJI)
    wrap = rng.randrange(12)
    around = emoji if wrap == 0 and label == "positive" else ""
    text = pieces[0]
    for value, piece in zip(values, pieces[1:], strict=True):
        text += around + value + around + piece
    if wrap == 1:
        text += emoji
    elif wrap == 2:
        text = emoji + text
    return text, values


def stream(seed: int, recognizer: str, label: str) -> Iterator[Sentence]:
    """The sentences of one recognizer and label, each text once, the carriers in turn."""
    rng = Random(f"{seed} {recognizer} {label}")
    recipe = RECIPES[recognizer]
    carriers = list(recipe.positives() if label == "positive" else recipe.negatives)
    seen: set[str] = set()
    while True:
        rng.shuffle(carriers)
        before = len(seen)
        for carrier in carriers:
            for _ in range(20):
                text, values = filled(rng, carrier, label)
                if text not in seen:
                    seen.add(text)
                    found = " | ".join(values) if label == "positive" else ""
                    yield Sentence(recognizer, label, text, found)
                    break
        if len(seen) == before:
            raise ValueError(f"{recognizer}: no more {label} sentences than {before}")


def sentences(seed: int, count: int) -> list[Sentence]:
    """The first `count` sentences of `seed`, as many for each recognizer and label as may be.

    No text comes twice with one recognizer, and fewer of the same seed are the first of more.
    """
    streams = [stream(seed, recognizer, label) for recognizer in RECOGNIZERS for label in LABELS]
    return [next(streams[at % len(streams)]) for at in range(count)]


def main(arguments: Sequence[str]) -> None:
    """Writes the sentences for the seed and the count told, 1 and 960 unless told."""
    seed = int(arguments[0]) if arguments else 1
    count = int(arguments[1]) if len(arguments) > 1 else 960
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("recognizer", "label", "text", "found"))
    for sentence in sentences(seed, count):
        out.writerow((sentence.recognizer, sentence.label, sentence.text, sentence.found))


if __name__ == "__main__":
    main(sys.argv[1:])

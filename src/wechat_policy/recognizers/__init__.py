"""Named finders of what has a form of its own in a text: numbers, addresses, secrets, sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from wechat_policy.recognizers.accounts import password, qq, wechat_id
from wechat_policy.recognizers.addresses import email, ip, url
from wechat_policy.recognizers.documents import bank_card, credit_code, id_card, passport
from wechat_policy.recognizers.gates import GATES, may_hold
from wechat_policy.recognizers.names import person_name
from wechat_policy.recognizers.numerals import InAnyScript, Reading, everywhere, in_circles, in_runs
from wechat_policy.recognizers.patterns import Find, Spans
from wechat_policy.recognizers.phones import landline, mobile
from wechat_policy.recognizers.places import address
from wechat_policy.recognizers.plates import plate
from wechat_policy.recognizers.sums import money

__all__ = ["GATES", "RECOGNIZERS", "Find", "Recognizer", "Spans", "may_hold"]


@attrs.frozen
class Recognizer:
    """A finder under the name that a policy calls it by.

    `gate` is a condition that every text with a find fulfils, see `may_hold`. One that is not
    `certain` only suspects: what it finds has neither a form nor a check digit of its own.
    """

    name: str
    zh: str
    find: Find
    meaning: str
    gate: str
    certain: bool = True


def _recognizer(
    find: Find,
    zh: str,
    gate: str,
    read: Callable[[str], Reading | None] | None = None,
    *,
    certain: bool = True,
) -> Recognizer:
    """A recognizer named as its function, its meaning the first line of the docstring.

    One of numbers finds them in a reading with other digits in figures too.
    """
    name, meaning = find.__name__, (find.__doc__ or "").partition("\n")[0]
    return Recognizer(name, zh, InAnyScript(find, read) if read else find, meaning, gate, certain)


RECOGNIZERS: Mapping[str, Recognizer] = MappingProxyType(
    {
        recognizer.name: recognizer
        for recognizer in (
            _recognizer(mobile, "手机号", "digits", in_runs),
            _recognizer(landline, "座机", "digits", in_runs),
            _recognizer(id_card, "身份证号", "digits", in_runs),
            _recognizer(bank_card, "银行卡号", "digits", in_runs),
            _recognizer(email, "邮箱", "at"),
            _recognizer(url, "网址", "address"),
            _recognizer(ip, "IP地址", "address", in_runs),
            _recognizer(wechat_id, "微信号", "word", in_runs),
            _recognizer(qq, "QQ号", "word", in_runs),
            _recognizer(password, "口令", "word", everywhere),
            _recognizer(money, "金额", "money", in_circles),
            _recognizer(passport, "护照号", "word", in_runs),
            _recognizer(plate, "车牌号", "plate", everywhere),
            _recognizer(credit_code, "统一社会信用代码", "word", in_runs),
            _recognizer(address, "地址", "place", in_circles, certain=False),
            _recognizer(person_name, "姓名", "name", certain=False),
        )
    }
)
"""Every recognizer by its name."""

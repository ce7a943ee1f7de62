"""Named finders of what has a form of its own in a text: numbers, addresses, secrets, sums."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from wechat_policy.recognizers.accounts import password, qq, wechat_id
from wechat_policy.recognizers.addresses import email, ip, url
from wechat_policy.recognizers.documents import bank_card, credit_code, id_card, passport, plate
from wechat_policy.recognizers.gates import GATES, may_hold
from wechat_policy.recognizers.numerals import InAnyScript
from wechat_policy.recognizers.patterns import Find, Spans
from wechat_policy.recognizers.phones import landline, mobile
from wechat_policy.recognizers.sums import money

__all__ = ["GATES", "RECOGNIZERS", "Find", "Recognizer", "Spans", "may_hold"]


@attrs.frozen
class Recognizer:
    """A finder under the name that a policy calls it by.

    `gate` is a condition that every text with a find fulfils, see `may_hold`.
    """

    name: str
    zh: str
    find: Find
    meaning: str
    gate: str


def _recognizer(find: Find, zh: str, gate: str, *, spelled: bool = False) -> Recognizer:
    """A recognizer named as its function, its meaning the first line of the docstring.

    One of numbers finds them `spelled` in any script too.
    """
    name, meaning = find.__name__, (find.__doc__ or "").partition("\n")[0]
    return Recognizer(name, zh, InAnyScript(find) if spelled else find, meaning, gate)


RECOGNIZERS: Mapping[str, Recognizer] = MappingProxyType(
    {
        recognizer.name: recognizer
        for recognizer in (
            _recognizer(mobile, "手机号", "digits", spelled=True),
            _recognizer(landline, "座机", "digits", spelled=True),
            _recognizer(id_card, "身份证号", "digits", spelled=True),
            _recognizer(bank_card, "银行卡号", "digits", spelled=True),
            _recognizer(email, "邮箱", "at"),
            _recognizer(url, "网址", "address"),
            _recognizer(ip, "IP地址", "address"),
            _recognizer(wechat_id, "微信号", "word"),
            _recognizer(qq, "QQ号", "word", spelled=True),
            _recognizer(password, "口令", "word", spelled=True),
            _recognizer(money, "金额", "money"),
            _recognizer(passport, "护照号", "word", spelled=True),
            _recognizer(plate, "车牌号", "word", spelled=True),
            _recognizer(credit_code, "统一社会信用代码", "word", spelled=True),
        )
    }
)
"""Every recognizer by its name."""

"""What is lost on the way between a policy and the rules of WeCom, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs

from wechat_policy.errors import Language
from wechat_policy.source import visible

Effect = Literal["left_out", "wider", "narrower", "noted"]

_LONGEST = 60


@attrs.frozen
class Loss:
    """Something that the other side cannot say.

    `clause` is the clause, or the rule on the way back, "" where all are meant. `effect` says what
    comes of it: the part is "left_out", or what was written finds more ("wider") or less
    ("narrower") than it should; what makes no difference to finding is "noted". `detail` is the
    place in the author's own words, a count or a number.
    """

    clause: str
    code: str
    effect: Effect
    detail: str = ""

    def reason(self, language: Language = "en") -> str:
        """Why, in a few words."""
        detail = self.detail if len(self.detail) <= _LONGEST else f"{self.detail[:_LONGEST]}…"
        return REASONS[self.code][language].format(detail=visible(" ".join(detail.split())))

    def render(self, language: Language = "en") -> str:
        """Clause, what is lost and the reason, in one line."""
        effect = EFFECTS[self.effect][language]
        if language == "en":
            return f"{visible(self.clause) or 'all rules'}: {effect}: {self.reason(language)}"
        return f"{visible(self.clause) or '全部规则'}：{effect}：{self.reason(language)}"

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The loss as JSON-able data, with the reason in words."""
        return {**attrs.asdict(self), "reason": self.reason(language)}

    def __str__(self) -> str:
        return self.render()


EFFECTS: Mapping[Effect, Mapping[Language, str]] = MappingProxyType(
    {
        "left_out": {"en": "left out", "zh": "未转换"},
        "wider": {"en": "finds more", "zh": "命中更宽"},
        "narrower": {"en": "finds less", "zh": "命中更窄"},
        "noted": {"en": "not carried over", "zh": "未保留"},
    }
)
"""What comes of a loss."""

REASONS: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "customers_only": {
            "en": "such rules see chats with customers only, and no internal chat",
            "zh": "此类规则只作用于与客户的会话，看不到内部会话",
        },
        "members_only": {
            "en": "such rules see what members write, and nothing that customers write",
            "zh": "此类规则只看成员所发内容，看不到客户所发内容",
        },
        "variants": {
            "en": "words are found as they are written, not in another script or width",
            "zh": "词语按原样匹配，不识别繁简、全半角等异写",
        },
        "norm": {
            "en": "a rule looks at one message and keeps no count, no deadline, no duty ({detail})",
            "zh": "规则只看单条消息，不能计数、计时或表示义务（{detail}）",
        },
        "permit": {
            "en": "a rule has no exceptions, so the permission lifts nothing",
            "zh": "规则没有例外，许可不能解除其他条款",
        },
        "lifted": {
            "en": "the permission in `{detail}` lifts the clause at times",
            "zh": "条款 `{detail}` 的许可在某些情形下解除本条款",
        },
        "event": {
            "en": "`{detail}` is no chat message",
            "zh": "`{detail}` 不是聊天消息",
        },
        "time": {
            "en": "a rule knows no times of its own: `{detail}`",
            "zh": "规则不能限定时间：`{detail}`",
        },
        "person": {
            "en": "a rule does not know this of the people: `{detail}`",
            "zh": "规则不能表示对人员的这一条件：`{detail}`",
        },
        "history": {
            "en": "a rule remembers no earlier message: `{detail}`",
            "zh": "规则不记得先前的消息：`{detail}`",
        },
        "near": {
            "en": "a rule knows no neighbourhood of words: `{detail}`",
            "zh": "规则不能表示词语相近：`{detail}`",
        },
        "not": {
            "en": "a rule cannot ask for what is not there: `{detail}`",
            "zh": "规则不能表示“不”：`{detail}`",
        },
        "unless": {
            "en": "a rule has no exceptions: `{detail}`",
            "zh": "规则没有例外：`{detail}`",
        },
        "score": {
            "en": "words of a rule have no weights that add up: `{detail}`",
            "zh": "规则中的词没有可累加的权重：`{detail}`",
        },
        "pattern": {
            "en": "a rule knows no regular expressions: `{detail}`",
            "zh": "规则不支持正则表达式：`{detail}`",
        },
        "recognizer": {
            "en": "a rule recognises nothing of this kind by itself: `{detail}`",
            "zh": "规则不能识别此类内容：`{detail}`",
        },
        "place": {
            "en": "a rule looks at the words of a message only: `{detail}`",
            "zh": "规则只看消息正文：`{detail}`",
        },
        "both": {
            "en": "a rule cannot ask for two things at once: `{detail}`",
            "zh": "规则不能同时要求两项：`{detail}`",
        },
        "exact": {
            "en": "an intercept rule knows no whole messages: `{detail}`",
            "zh": "敏感词规则不能匹配整条消息：`{detail}`",
        },
        "department": {
            "en": "the number of the department is not known: `{detail}`",
            "zh": "不知道该部门的编号：`{detail}`",
        },
        "condition": {
            "en": "a rule cannot say `{detail}`",
            "zh": "规则不能表示 `{detail}`",
        },
        "nothing": {
            "en": "the clause looks for no words: `{detail}`",
            "zh": "条款不查找词语：`{detail}`",
        },
        "protects": {
            "en": "phrases that protect a word do so no more ({detail})",
            "zh": "“不含”的短语不再起保护作用（{detail}）",
        },
        "readings": {
            "en": "disguised spellings are found no more ({detail})",
            "zh": "不再识别变形写法（{detail}）",
        },
        "narrowed": {
            "en": "words are found within other words and in quotations too ({detail})",
            "zh": "在其他词之内和引用之中也会命中（{detail}）",
        },
        "weights": {
            "en": "weights of words ({detail})",
            "zh": "词的权重（{detail}）",
        },
        "long_word": {
            "en": "a word may have 32 characters, this one has more: `{detail}`",
            "zh": "词最长 32 字，此词过长：`{detail}`",
        },
        "bad_word": {
            "en": "a word of the rule is no text or empty (word_list[{detail}])",
            "zh": "规则中的词不是文字或为空（word_list[{detail}]）",
        },
        "semantics": {
            "en": "nobody knows what the semantics {detail} find",
            "zh": "不知道语义 {detail} 识别什么",
        },
        "case": {
            "en": "a policy does not tell capitals from small letters",
            "zh": "制度不区分大小写",
        },
        "trim": {
            "en": "a policy compares the whole text, blanks around it too",
            "zh": "制度比较全文，包括首尾空白",
        },
        "department_name": {
            "en": "no name is known for the department {detail}, its number stands for it",
            "zh": "不知道部门 {detail} 的名称，以编号代替",
        },
        "exclude": {
            "en": "numbers and addresses that the rule lets pass ({detail})",
            "zh": "规则放行的号码或地址（{detail}）",
        },
        "session": {
            "en": "the types of session {detail}",
            "zh": "会话场景 {detail}",
        },
        "field": {
            "en": "`{detail}` of the rule",
            "zh": "规则的 `{detail}`",
        },
        "no_words": {
            "en": "the rule names no word and nothing else that a policy could look for",
            "zh": "规则没有词，也没有制度可查找的其他内容",
        },
        "no_rule": {
            "en": "{detail} is no rule of WeCom",
            "zh": "{detail} 不是企业微信规则",
        },
    }
)
"""The words for each code."""

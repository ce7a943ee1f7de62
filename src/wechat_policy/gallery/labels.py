"""The fixed words of the gallery, English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import attrs

from wechat_policy.errors import Language

Languages = Literal["zh", "en", "both"]

LABELS: Mapping[str, tuple[str, str]] = {
    "id": ("Id", "编号"),
    "version": ("Version", "版本"),
    "effective": ("In force from", "生效"),
    "articles": ("Articles of the source", "原文范围"),
    "base": ("Extends", "扩展自"),
    "counts": ("What is in it", "内容"),
    "clauses": ("Clauses", "条款"),
    "clause": ("Clause", "条款"),
    "article": ("Article", "依据"),
    "words": ("In plain words", "说的是什么"),
    "severity": ("Severity", "情节"),
    "judged": ("How it comes to light", "怎样发现"),
    "answers": ("Who answers", "谁负责"),
    "penalty": ("Penalty", "处理"),
    "signature": ("Signature", "签字"),
    "agreed": ("Agreed for HR / legal", "人力资源、法务会签"),
    "parameters": ("What the source leaves open", "原文没有给数的地方"),
    "parameter": ("Parameter", "参数"),
    "default": ("Default", "默认值"),
    "remark": ("What the source says", "原文怎么说"),
    "note.clause": ("Remark", "备注"),
    "used": ("Used by", "用在"),
    "hours": ("Hours and days", "工时和日期"),
    "name": ("Name", "名称"),
    "meaning": ("Meaning", "内容"),
    "lexicons": ("Word lists of its own", "自己的词库"),
    "conditions": ("Named conditions", "有名称的条件"),
    "penalties": ("Severities and penalties", "情节和处理"),
    "severities": ("From the lightest to the gravest", "从轻到重"),
    "for": ("For", "情形"),
    "follows": ("What may follow", "处理"),
    "notes": ("What is not judged, and why", "不判的内容和原因"),
    "reason": ("Reason", "原因"),
    "gaps": ("Remarks and known gaps", "备注和已知的缺口"),
    "policy": ("Policy", "制度"),
    "policies": ("Policies", "制度一览"),
    "open": ("Open terms", "没有定死的说法"),
    "statements": ("Statements", "原文条目"),
    "forbidden": ("Forbidden", "不得"),
    "required": ("Required", "须"),
    "limited": ("Limited", "限量"),
    "duties": ("Duties", "期限"),
    "suspected": ("Suspected", "疑似"),
    "advised": ("Advised", "提示"),
    "permitted": ("Permitted", "允许"),
    "note": ("Notes", "说明"),
    "examples": ("Examples", "示例"),
    "graded": ("graded by a person: {low} to {high}", "由人在{low}到{high}之间评定"),
    "unstated": ("not stated", "未规定"),
    "advice": ("none: a reminder only", "不处理，只作提示"),
    "unknown.violate": ("a suspicion where facts are missing", "事实不明时报疑似"),
    "unknown.review": ("a person looks where facts are missing", "事实不明时请人看"),
    "closing": (
        "What a machine finds is a recommendation: a person reviews it before anything is done.",
        "机器判定仅为建议，须经人工复核后方可处理。",
    ),
    "intro": (
        "Names, titles and remarks are the author's; the sentences are written by a program.",
        "名称、标题和备注是编写者写的，句子由程序写成。",
    ),
}
"""Every label, English and Chinese."""


@attrs.frozen
class Told:
    """The same thing in both languages."""

    zh: str
    en: str

    def in_(self, languages: Languages) -> tuple[str, ...]:
        """The texts to show: one or both, each once."""
        chosen = {"zh": (self.zh,), "en": (self.en,), "both": (self.zh, self.en)}[languages]
        return tuple(dict.fromkeys(chosen))


def label(key: str, **facts: object) -> Told:
    """A fixed phrase with its places filled."""
    en, zh = LABELS[key]
    return Told(zh.format(**facts), en.format(**facts))


def same(text: str) -> Told:
    """The author's own words, which stand as they are."""
    return Told(text, text)


def several(parts: Iterable[Told]) -> Told:
    """Several things in a row, each once."""
    found = list(dict.fromkeys(parts))
    return Told("、".join(one.zh for one in found), ", ".join(one.en for one in found))


def language_of(languages: Languages) -> Language:
    """The language of a page that holds one of them, or the first of both."""
    return "en" if languages == "en" else "zh"

"""Reports: what stands in a page, who is hidden in it, and that nothing in it can do harm."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import attrs
import pytest
import reported
from hypothesis import given
from hypothesis import strategies as st
from invoking import lines, run

from wechat_policy.directory import Directory
from wechat_policy.errors import Language
from wechat_policy.reporting import render, write_report
from wechat_policy.reporting.backtests import evenly
from wechat_policy.reporting.excerpts import pieces
from wechat_policy.reporting.people import People, pseudonymous, spoken_names
from wechat_policy.reporting.phrasing import phrases, share
from wechat_policy.tuning import backtest
from wechat_policy.tuning.differing import ReasonKind
from wechat_policy.wording import Wording

LANGUAGES: tuple[Language, ...] = get_args(Language)
RESULTS = {
    "backtest": reported.backtest(),
    "unlabelled": reported.backtest(3, labels=False),
    "nothing": reported.backtest(0),
    "difference": reported.difference(),
    "learned": reported.learned(),
    "suggestions": reported.suggestions(),
}
TABOO = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]"
)
VOID = {"meta", "img", "link", "input", "line", "rect", "polyline", "br"}


class Document(HTMLParser):
    """A page as a browser reads it: what is open where, all attributes, and texts by element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.marks: list[str] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.style = ""
        self.words = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in told.items()]
        self.ids += [told["id"]] if "id" in told else []
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append((told, ""))
        if tag == "mark":
            self.marks.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            told, before = self.scripts[-1]
            self.scripts[-1] = told, before + data
        elif inside == "style":
            self.style += data
        else:
            self.words += data
        if inside == "mark":
            self.marks[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def data(self, id_: str) -> Any:
        """The JSON of a script element."""
        return next(json.loads(text) for told, text in self.scripts if told.get("id") == id_)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the list, each by the keys of its columns."""
        data = self.data("wp-rows")
        return [
            {
                one["key"]: one["labels"][one["cells"][row]]
                if "labels" in one
                else one["cells"][row]
                for one in data["columns"]
            }
            for row in range(data["count"])
        ]


def read(result: Any, **told: Any) -> Document:
    return Document(render(result, **told))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RESULTS)
def test_a_page_needs_nothing_else(name: str, lang: Language) -> None:
    """It names no other place, and its content policy allows its own style and script alone."""
    page = render(RESULTS[name], lang=lang, directory=reported.DIRECTORY)
    document = Document(page)
    for tag, attribute, value in document.attributes:
        assert attribute not in ("src", "style", "srcset", "action"), tag
        assert not attribute.startswith("on")
        assert attribute != "href" or (value[:1] == "#" and value[1:] in document.ids)
    assert not {"img", "link", "iframe", "object", "base"} & set(document.tags)
    assert "http" not in page.replace("http-equiv", "")
    run = [text for told, text in document.scripts if "type" not in told]
    assert len(run) == 1
    allowed = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert allowed is not None
    rules = dict(rule.strip().split(" ", 1) for rule in allowed[1].split(";"))
    assert {"default-src", "style-src", "script-src", "base-uri", "form-action"} == rules.keys()
    for key, text in (("style-src", document.style), ("script-src", run[0])):
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[key] == f"'sha256-{digest}'"
    assert {rules[key] for key in ("default-src", "base-uri", "form-action")} == {"'none'"}


@pytest.mark.parametrize("name", RESULTS)
def test_ids_are_unique_and_labels_lead_somewhere(name: str) -> None:
    document = read(RESULTS[name])
    assert len(document.ids) == len(set(document.ids))
    for _, attribute, value in document.attributes:
        if attribute in ("for", "aria-labelledby"):
            assert value in document.ids


def test_the_list_has_every_example_with_its_words() -> None:
    """What stands in the page is what the backtest kept: text, found words, clause, certainty."""
    result = reported.backtest(20)
    rows = read(result, people=True).rows()
    kept = [(clause, one) for clause in result.clauses for one in clause.examples]
    told = {(row["event"], row["clause"]): row for row in rows}
    assert len(rows) == len(kept) == len(told)
    for clause, one in kept:
        row = told[one.event, f"{clause.title}（{clause.clause}）"]
        [line] = row["evidence"]
        start, end = one.spans[0]
        assert line[1] == one.text[start:end]
        assert "".join(line) == one.text
        assert row["severity"] == clause.severity
        assert row["status"] == {"violation": "违规", "suspected": "疑似"}[one.status]
        assert one.at.strftime("%Y-%m-%d") == row["day"]


def test_the_page_reads_without_a_script() -> None:
    """The first rows of the list stand in the page as they are, in the order of the list."""
    document = read(reported.backtest(30), people=True)
    rows = document.rows()
    assert len(rows) > 50
    marked = [piece for row in rows[:50] for line in row["evidence"] for piece in line[1::2]]
    assert document.marks[-50:] == marked


def test_figures_are_those_of_the_result() -> None:
    result = reported.backtest()
    words = read(result, lang="en").words
    for figure in (f"{result.events:,}", "90.7%", "95%: 83.3% to 95.0%", "33.3%"):
        assert figure in words


@pytest.mark.parametrize(
    ("kept", "most", "listed"),
    [((3, 50, 400), 90, (3, 43, 44)), ((3, 50, 400), 999, (3, 50, 400)), ((9,), 0, (0,))],
)
def test_a_long_list_takes_equally_of_all(
    kept: tuple[int, ...], most: int, listed: tuple[int, ...]
) -> None:
    """Clauses with few examples keep all; of the others equally many, spread over their time."""
    found = {("p", str(n)): reported.examples(0, count) for n, count in enumerate(kept)}
    chosen = evenly(found, most)
    assert tuple(len(chosen["p", str(n)]) for n in range(len(kept))) == listed
    for key, examples in chosen.items():
        if len(examples) > 1:
            gaps = [b.at - a.at for a, b in pairwise(examples)]
            assert max(gaps) - min(gaps) <= timedelta(minutes=97 * 4)
            assert examples[0] == found[key][0]


def test_a_shortened_list_says_so() -> None:
    document = read(reported.backtest(100), most=50)
    assert document.data("wp-rows")["count"] == 50
    assert "300 条中列出 50 条" in document.words
    changes = read(reported.difference(60), most=7)
    assert changes.data("wp-rows")["count"] == 7
    assert "共 60 条" in changes.words


# ------------------------------------------------------------------------------------------------
# People


HIDDEN_NAMES = [*reported.PEOPLE, *(name for name, _ in reported.PEOPLE.values()), "138001380"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["backtest", "difference"])
def test_people_are_hidden_everywhere(name: str, lang: Language) -> None:
    """No id, name or phone number of anybody is in the page, quotations included."""
    page = render(RESULTS[name], lang=lang, directory=reported.DIRECTORY)
    assert [one for one in HIDDEN_NAMES if one in page] == []
    assert "P001" in page


def test_people_are_shown_on_demand() -> None:
    rows = read(RESULTS["backtest"], people=True).rows()
    assert {row["subject"] for row in rows} == {
        f"{name}（{id_}）" for id_, (name, _) in reported.PEOPLE.items()
    }


def test_a_pseudonym_is_the_same_throughout() -> None:
    """Who is told of and who is mentioned stand under one number, in the list and in words."""
    hidden = read(RESULTS["backtest"], directory=reported.DIRECTORY).rows()
    shown = read(RESULTS["backtest"], people=True).rows()
    called = {one["subject"]: other["subject"] for one, other in zip(shown, hidden, strict=True)}
    assert len(set(called.values())) == len(called) == len(reported.PEOPLE)
    for one, other in zip(shown, hidden, strict=True):
        before, after = ("".join(row["evidence"][0]) for row in (one, other))
        for subject, pseudonym in called.items():
            name, id_ = subject.removesuffix("）").split("（")
            assert (name in before or id_ in before) == (pseudonym in after)


def test_pseudonyms_follow_from_the_result_and_a_secret() -> None:
    """The same page each time; with another secret, the numbers go to others."""
    result = reported.backtest()
    assert render(result) == render(result)
    orders = {
        tuple(row["subject"] for row in read(result, secret=f"{n}").rows()[:5]) for n in range(6)
    }
    assert len(orders) > 1


def hiding(directory: Directory | None = reported.DIRECTORY, **more: set[str]) -> People:
    names = dict(spoken_names(directory)) if directory is not None else {}
    return pseudonymous(Wording("zh"), names | more, "")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("张伟来了", ["张伟"]),
        ("@张伟@王芳", ["张伟", "王芳"]),
        ("ZhangWei 和ｚｈａｎｇｗｅｉ", ["ZhangWei", "ｚｈａｎｇｗｅｉ"]),
        ("zhangwei2 和 xzhangwei 是别人", []),
        ("zhangwei@x", ["zhangwei"]),
        ("zhangwei,liuyang", ["zhangwei", "liuyang"]),
        ("欧阳娜欧阳", ["欧阳娜"]),
        ("打 13800138002", ["13800138002"]),
        ("打 139 1234 5678", [" 1234 5678"]),
        ("工号 20260304-1177", ["60304", "-1177"]),
        ("2026-03-04T09:30:00+08:00", []),
        ("3000 元", []),
        ("写给 li.si@example.com", ["li.si"]),
        ("", []),
        ("张", []),
        ("張偉 (other script)", []),
    ],
)
def test_where_people_stand_in_words(text: str, hidden: list[str]) -> None:
    """Names, ids and phones of the directory, mail addresses, and all but the head of a number."""
    found = [text[start:end] for start, end, _ in hiding().hidden(text)]
    assert "".join(found) == "".join(hidden)


def test_namesakes_are_told_apart_by_nobody() -> None:
    """A name that several bear says so in place of choosing one; of many it names none."""
    many = Directory.of({"people": [{"id": f"a{n}x", "name": "李娜"} for n in range(5)]})
    assert hiding(many).hide("李娜好") == "P…好"
    two = hiding(None, aa1={"李娜"}, aa2={"李娜"})
    assert two.hide("李娜好") == "P001/P002好"


def test_old_names_are_hidden_too() -> None:
    """Every name that a row ever gave, and nicknames."""
    directory = Directory.of(
        {
            "people": [
                {"id": "zhang", "name": "张小红", "nickname": "红姐", "valid_until": "2026-01-01"},
                {"id": "zhang", "name": "张晓虹", "valid_from": "2026-01-01"},
            ]
        }
    )
    assert hiding(directory).hide("张小红就是张晓虹，也叫红姐") == "P001就是P001，也叫P001"


@pytest.mark.parametrize(
    ("text", "places", "told"),
    [
        ("张伟是饭桶", [(3, 5)], ("P是", "饭桶")),
        ("张伟是饭桶", [(1, 3)], ("", "P是", "饭桶")),
        ("张伟", [(0, 2)], ("", "P")),
        ("你张伟", [(0, 2)], ("", "你P")),
        ("饭桶", [], ("饭桶",)),
        ("饭桶", [(0, 99)], ("", "饭桶")),
        ("甲\n\t乙", [(0, 1)], ("", "甲", " 乙")),
        ("甲" * 401, [], ("甲" * 400 + "…",)),
        ("甲" * 399 + "张伟张伟", [], ("甲" * 399 + "P…",)),
    ],
)
def test_found_words_keep_their_marks(
    text: str, places: list[tuple[int, int]], told: tuple[str, ...]
) -> None:
    """What is marked stays so where a name is hidden in it or beside it."""
    people = hiding(None, zhangwei={"张伟"})
    assert tuple(one.replace("P001", "P") for one in pieces(text, places, people)) == told


@given(st.text("张伟王芳z1@.饭桶", max_size=12), st.tuples(st.integers(0, 12), st.integers(0, 12)))
def test_quotations_lose_nothing_but_names(text: str, place: tuple[int, int]) -> None:
    """The pieces together are the text with its people hidden, whatever is marked in it."""
    people = hiding(None, zhangwei={"张伟"}, z1={"王芳"})
    assert "".join(pieces(text, [place], people)) == people.hide(text)


# ------------------------------------------------------------------------------------------------
# Harm


def hostile(value: Any) -> Any:
    """A result in which everything that a person wrote is hostile."""
    if isinstance(value, str):
        return value + reported.HOSTILE
    if isinstance(value, tuple):
        return tuple(hostile(one) for one in value)
    if not attrs.has(type(value)):
        return value
    kept = {"status", "kind", "change", "event_type", "aspects", "field", "spans"}
    fields = [one.name for one in attrs.fields(type(value)) if one.name not in kept]
    return attrs.evolve(value, **{name: hostile(getattr(value, name)) for name in fields})


@pytest.mark.parametrize("people", [False, True])
@pytest.mark.parametrize("name", RESULTS)
def test_nothing_from_outside_does_harm(name: str, people: bool, tmp_path: Path) -> None:
    """Whatever stands in messages and policies: no element comes of it, no hidden character."""
    plain, poisoned = RESULTS[name], hostile(RESULTS[name])
    write_report(poisoned, tmp_path / "r.html", people=people)
    page = (tmp_path / "r.html").read_bytes().decode("utf-8")
    document = Document(page)
    assert set(document.tags) <= set(read(plain, people=people).tags) | {"details", "summary"}
    assert sorted(told.get("id", "") for told, _ in document.scripts) == sorted(
        told.get("id", "") for told, _ in read(plain).scripts
    )
    assert TABOO.findall(page) == []
    for told, text in document.scripts:
        if "type" in told:
            assert not {"<", ">", "&"} & set(text)
            json.loads(text)


# ------------------------------------------------------------------------------------------------
# Words


def test_phrases_have_two_languages_and_the_same_places() -> None:
    for key, told in phrases().items():
        assert told.keys() == {"en", "zh"}, key
        places = [
            {name for _, name, _, _ in Formatter().parse(one) if name} for one in told.values()
        ]
        assert places[0] == places[1], key


def test_every_reason_has_a_phrase() -> None:
    missing = [kind for kind in get_args(ReasonKind) if f"reason.{kind}" not in phrases()]
    assert missing == []


def test_no_phrase_is_idle() -> None:
    """Every phrase is asked for somewhere, whole or by its family."""
    sources = Path(__file__).parent.parent / "src" / "wechat_policy" / "reporting"
    code = "\n".join(one.read_text("utf-8") for one in sources.glob("*.py")).replace("'", '"')
    families = ("reason", "status", "suggest", "column", "figure", "fact", "section")
    idle = [
        key
        for key in phrases()
        if f'"{key}"' not in code
        and not (key.split(".")[0] in families and f'"{key.partition(".")[2]}"' in code)
        and not key.startswith(("reason.", "note.listed_", "status.", "suggest.", "closing.pseudo"))
    ]
    assert idle == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RESULTS)
def test_a_page_is_in_one_language(name: str, lang: Language) -> None:
    page = render(RESULTS[name], lang=lang)
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert phrases()["summary"][lang] in page
    assert phrases()["summary"]["zh" if lang == "en" else "en"] not in Document(page).words


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, "–"), (0, 9, "0.00%"), (1, 9, "11.1%"), (1, 10**6, "<0.01%"), (9, 9, "100.0%"),
     (10**6 - 1, 10**6, ">99.99%"), (1, 30, "3.33%")],
)  # fmt: skip
def test_shares_never_round_to_none_or_all(part: int, whole: int, told: str) -> None:
    assert share(part, whole) == told


# ------------------------------------------------------------------------------------------------
# From the command line

POLICY = """\
policy "desk" "At the desk"
  version "1"
  timezone "Asia/Shanghai"
lexicon insult = {"饭桶"}
clause civil
  title "Be civil"
  forbid message when text contains insult
  severity minor
penalties
  minor: reminder
"""


def _said(number: int, text: str) -> dict[str, Any]:
    return {
        "type": "message", "id": f"m-{number}", "at": f"2026-03-04T{number:02}:30:00Z",
        "sender": "zhangwei", "kind": "text", "text": text,
    }  # fmt: skip


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "desk.policy").write_text(POLICY, "utf-8")
    (tmp_path / "new.policy").write_text(POLICY.replace('"饭桶"', '"窝囊废"'), "utf-8")
    told = [_said(number, "张伟说王芳是饭桶") for number in range(20)]
    (tmp_path / "events.jsonl").write_text(lines(*told), "utf-8")
    people = [{"id": "zhangwei", "name": "张伟"}, {"id": "wangfang", "name": "王芳"}]
    (tmp_path / "people.json").write_text(json.dumps({"people": people}), "utf-8")
    return tmp_path


@pytest.mark.parametrize("people", [False, True])
@pytest.mark.parametrize("command", ["backtest", "diff"])
def test_commands_write_reports(command: str, people: bool, desk: Path) -> None:
    """All that was found, in the time zone of the policy; names only where they are asked for."""
    policies = {"backtest": ["--policy"], "diff": [str(desk / "new.policy")]}[command]
    answer = run(
        command, *policies, str(desk / "desk.policy"), str(desk / "events.jsonl"), "--report",
        str(desk / "r.html"), "--directory", str(desk / "people.json"), "--as", "json",
        *(["--show-people"] if people else []),
    )  # fmt: skip
    assert answer.exit_code == 1
    page = (desk / "r.html").read_text("utf-8")
    rows = Document(page).rows()
    assert len(rows) == 20
    assert rows[0]["at"] == "2026-03-04 08:30:00" and rows[-1]["day"] == "2026-03-05"
    assert ("张伟" in page, "王芳" in page) == (people, people)
    if command == "backtest":
        [clause] = json.loads(answer.stdout)["clauses"]
        assert len(clause["examples"]) == 5, "what is printed does not grow by the report"


def test_a_report_that_cannot_be_written_is_wrong_use(desk: Path) -> None:
    answer = run(
        "backtest", "--policy", str(desk / "desk.policy"), str(desk / "events.jsonl"), "--report",
        str(desk / "nowhere" / "r.html"),
    )  # fmt: skip
    assert answer.exit_code == 2 and "nowhere" in answer.stderr


@pytest.mark.parametrize("examples", [0, 3, 100])
def test_a_backtest_keeps_as_many_examples_as_asked_for(examples: int, desk: Path) -> None:
    records = [_said(number, "饭桶") for number in range(20)]
    result = backtest(desk / "desk.policy", records, examples=examples)
    fewer = result.with_examples(2)
    assert len(result.clauses[0].examples) == min(examples, 20)
    assert fewer.clauses[0].examples == result.clauses[0].examples[:2]

"""Colours of a policy: the same keywords as the parser reads, in Pygments and in editors."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from highlighted import ROOT, Place, corpus, places
from hypothesis import given
from hypothesis import strategies as st
from lark.exceptions import LarkError
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, String, Token
from shipped import PACKS, text_of

from wechat_policy.highlighting.lexer import TOKENS, PolicyLexer
from wechat_policy.highlighting.rules import rules
from wechat_policy.highlighting.textmate import SCOPES, grammar, grammar_text
from wechat_policy.lexical import keywords

TOOL = ROOT / "tools" / "textmate_grammar.py"
NAMES = sorted(path.stem for path in PACKS.glob("*.policy"))


def lexed(text: str) -> list[tuple[Any, str]]:
    return [(token, value) for _, token, value in PolicyLexer().get_tokens_unprocessed(text)]


def by_character(text: str) -> list[Any]:
    """The token of each character."""
    return [token for token, value in lexed(text) for _ in value]


# ------------------------------------------------------------------------------------ Pygments

_SIGNS = '"“”「」＂/#＃\\{}（）\r\n\u3000 。𠮷\0'
pieces = st.sampled_from(
    (*_SIGNS, "clause", "条款", "每", "30分钟", "2026-03-04", "08：30", "P06-001", "\r\n")
)


@given(st.one_of(st.text(), st.lists(pieces).map("".join)))
def test_no_character_is_lost(text: str) -> None:
    """Whatever the text, its tokens put together are the text."""
    assert text == "".join(value for _, value in lexed(text))


def test_every_word_of_the_table_is_a_keyword_where_it_stands_for_one() -> None:
    """In each clause every spelling of each keyword that the parser takes for it is coloured so."""
    wrong = [one for place in found_places() if place.keyword and (one := _colourless(place))]
    met = {(one.keyword.key, one.word) for one in found_places() if one.keyword}
    for place in found_places():
        for word in (*place.keyword.en, *place.keyword.zh) if place.keyword else ():
            other = _respelt(place, word) if (place.keyword.key, word) not in met else None
            if other is not None:
                met.add((place.keyword.key, word))
                wrong += [one for one in (_colourless(other),) if one]

    assert [] == wrong
    every = {(one.key, word) for one in keywords().values() for word in (*one.en, *one.zh)}
    assert set() == every - met


@cache
def found_places() -> tuple[Place, ...]:
    return tuple(place for text in corpus() for place in places(text))


def _colourless(place: Place) -> tuple[str, str] | None:
    """A keyword with what stands around it if it is not coloured as one."""
    tokens = coloured(place.text)[place.start : place.end]
    if all(token in Keyword or place.word[at].isspace() for at, token in enumerate(tokens)):
        return None
    return place.word, place.text[max(0, place.start - 20) : place.end + 20]


@cache
def coloured(text: str) -> list[Any]:
    return by_character(text)


def _respelt(place: Place, word: str) -> Place | None:
    """A place with another spelling of its keyword; None if that is another one there."""
    start = place.text.rfind("\n\n", 0, place.start) + 1
    end = place.text.find("\n\n", place.end) + 1 or len(place.text)
    text = place.text[start : place.start] + word + place.text[place.end : end]
    wanted = Place(text, place.start - start, place.start - start + len(word), place.keyword)
    try:
        return wanted if wanted in list(places(text)) else None
    except LarkError:  # a spelling of the other skin may want another order of words
        return None


def test_names_are_no_keywords() -> None:
    """What the parser takes for a name is coloured as one, even if it begins like a keyword."""
    wrong = [
        (place.word, place.text[place.start - 20 : place.end + 20])
        for place in found_places()
        if place.keyword is None
        and any(token in Keyword for token in coloured(place.text)[place.start : place.end])
    ]
    assert [] == wrong


@pytest.mark.parametrize("name", NAMES)
def test_shipped_policies_have_no_errors(name: str) -> None:
    """Every stretch of a shipped policy is something, and its comments and strings are those."""
    text = text_of(name)

    assert [] == [value for token, value in lexed(text) if token in Error]


# A stretch of a text, and what it is.
STRETCHES: dict[str, tuple[str, str, Any]] = {
    "comment": ("clause a # {x} “y”\n", "# {x} “y”", Comment.Single),
    "full-width comment": ("条款 甲 ＃说明\n", "＃说明", Comment.Single),
    "comment in braces": ("lexicon a = {\n  # note “x\n  \"b\"}\n", "# note “x", Comment.Single),
    "string": ('title "a # b"\n', '"a # b"', String),
    "Chinese string": ("名称 “不得 # 辱骂”\n", "“不得 # 辱骂”", String),
    "corner brackets": ("备注 「说“不”」\n", "「说“不”」", String),
    "escape": ('title "a\\nb"\n', "\\n", String.Escape),
    "slot": ('name follows "{department}-x"\n', "{department}", String.Interpol),
    "regex": ("text matches /^a\\/[#\"]/i\n", '/^a\\/[#"]/i', String.Regex),
    "number": ("score rude >= 20\n", "20", Number),
    "full-width number": ("得分 粗话 ＞＝ ２０\n", "２０", Number),
    "number with a unit": ("within 30m by a\n", "30m", Number),
    "number with a word": ("限 3个工作日 内\n", "3个工作日", Number),
    "counted": ("每30分钟 至多\n", "30分钟", Number),
    "date": ("effective from 2026-04-01\n", "2026-04-01", Literal.Date),
    "time": ("hours work = monday 08:30-12:00\n", "08:30", Literal.Date),
    "full-width time": ("工时 工作 = 周一 08：30-12:00\n", "08：30", Literal.Date),
    "reference": ("cites ref P06-001\n", "P06-001", Name.Label),
    "declared": ("clause no_insults\n", "no_insults", Name.Class),
    "declared with dots": ("词库 通用.侮辱 = {}\n", "通用.侮辱", Name.Class),
    "event": ("  forbid moments.post\n", "moments.post", Name.Entity),
    "Chinese event": ("  不得 朋友圈.发布\n", "朋友圈.发布", Name.Entity),
    "fact": ("  forbid message when sender.department = a\n", "sender.department", Name.Attribute),
    "Chinese fact": ("  不得 消息 当 发送人.部门 = a\n", "发送人.部门", Name.Attribute),
    "condition": ("  forbid message when text contains a\n", "contains", Name.Function),
    "Chinese condition": ("  不得 消息 当 正文 出现 甲\n", "出现", Name.Function),
    "sanction": ("  minor: oral_warning\n", "oral_warning", Name.Builtin),
    "full-width punctuation": ("  轻微：口头警告\n", "：", Token.Punctuation),
    "full-width brackets": ("  允许 消息 其中（紧急）\n", "（", Token.Punctuation),
    "a fact named like a keyword": ('  violates message (title = "x")\n', "title", Name.Attribute),
    "a fact inside a line": ('  violates x.y (until = "2026")\n', "until", Name.Attribute),
    "a name that begins like one": ("情节 不得了\n", "不得了", Name),
    "a keyword before a full-width bracket": ("除非 曾有（登录）\n", "曾有", Keyword.Reserved),
    "not at the start of a line": ("  forbid message when days\n", "days", Name),
}  # fmt: skip


@pytest.mark.parametrize(("text", "stretch", "token"), STRETCHES.values(), ids=STRETCHES)
def test_a_stretch_is_what_it_is(text: str, stretch: str, token: Any) -> None:
    """Every character of the stretch has the token, or one of its kinds."""
    start = text.index(stretch)
    found = {
        str(one) for one in by_character(text)[start : start + len(stretch)] if one not in token
    }

    assert set() == found


def test_an_open_string_ends_with_its_line() -> None:
    """A mark that nothing closes is a fault, and the next line is coloured all the same."""
    tokens = {value: token for token, value in lexed('title "open\nclause a\n')}

    assert (Error, Keyword.Namespace) == (tokens['"'], tokens["clause"])


def test_pygments_finds_the_lexer() -> None:
    """By the entry point, its names, the ends of file names, and the first section of a text."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (entry,) = project["entry-points"]["pygments.lexers"].values()

    assert f"{PolicyLexer.__module__}:{PolicyLexer.__name__}" == entry
    assert "wechat-policy" == PolicyLexer.name
    assert ["wechat-policy", "policy"] == PolicyLexer.aliases
    assert ["*.policy", "*.cases"] == PolicyLexer.filenames
    assert (
        0.9
        == PolicyLexer.analyse_text('# ours\npolicy "a"')
        == PolicyLexer.analyse_text("制度 “a”")
    )
    assert 0 == PolicyLexer.analyse_text("policy: allow")


# ------------------------------------------------------------------------------------ TextMate


@cache
def tokenizer() -> Any:
    """The grammar in a tokenizer of its own; what it passes over it would log for each blank."""
    with TemporaryDirectory() as scratch, contextlib.chdir(scratch):  # it makes a folder on import
        from textmate_grammar.parsers.base import LanguageParser
    logging.getLogger("textmate_grammar").setLevel(logging.ERROR)
    return LanguageParser(grammar())


def scoped(text: str) -> list[str]:
    """The innermost scope of each character, of those that are none the language's."""
    found = ["source.wechat-policy"] * len(text)
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for (line, column), words, scopes in tokenizer().parse_string(text).flatten():
        start = starts[line] + column
        for at in range(start, start + len(words)):
            found[at] = " ".join(scopes[1:]) or found[at]
    return found


def test_the_file_of_the_editors_is_fresh() -> None:
    """It is what its tool writes; if not, run the tool."""
    spec = importlib.util.spec_from_file_location("textmate_grammar_tool", TOOL)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    file: Path = tool.FILE

    assert file == ROOT / "editors/vscode/syntaxes/wechat-policy.tmLanguage.json"
    assert grammar_text() == file.read_text(encoding="utf-8")


def _kind_of(token: Any) -> str:
    """The scope that belongs to a token of Pygments."""
    names = {str(one): SCOPES[kind] for kind, one in TOKENS.items()}
    return names[str(token)]


@pytest.mark.parametrize(("text", "stretch", "token"), STRETCHES.values(), ids=STRETCHES)
def test_an_editor_sees_the_same(text: str, stretch: str, token: Any) -> None:
    """A stretch has the scope that belongs to its token."""
    start = text.index(stretch)
    scopes = scoped(text)[start : start + len(stretch)]
    tokens = by_character(text)[start : start + len(stretch)]

    for scope, one in zip(scopes, tokens, strict=True):
        assert _kind_of(one) in scope


_CLASSES = {
    "keyword": (Keyword, r"keyword\.(?!operator\.wechat)|constant\.language"),
    "comment": (Comment, r"comment\."),
    "string": (String, r"string\."),
}
"""What people tell apart at a glance, for Pygments and for editors."""


def _classes(text: str) -> Iterator[tuple[set[str], set[str]]]:
    """What each character is to Pygments and to the editor."""
    for token, scope in zip(by_character(text), scoped(text), strict=True):
        yield (
            {name for name, (kind, _) in _CLASSES.items() if token in kind},
            {name for name, (_, scopes) in _CLASSES.items() if re.search(scopes, scope)},
        )


@pytest.mark.parametrize(
    "name", ["P06-wecom-use-and-management", "P06-wecom-use-and-management.en"]
)
def test_pygments_and_editors_agree_on_shipped_policies(name: str) -> None:
    """Keywords, comments and strings are the same to both, in either skin."""
    text = "\n\n".join(text_of(name).split("\n\n")[:12])
    wrong = [
        (text[max(0, at - 10) : at + 10], one, other)
        for at, (one, other) in enumerate(_classes(text))
        if one != other
    ]

    assert [] == wrong
    assert set(_CLASSES) == {name for one, _ in _classes(text) for name in one}


def test_no_rule_fits_nothing() -> None:
    """A rule that matches no character would keep an editor or Pygments in its place for ever."""
    assert [] == [one.pattern for one in rules() if re.match(one.pattern, "", re.MULTILINE)]

"""The gallery: pages that tell policies in plain words, and tables to sign."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import Result
from invoking import run
from shipped import read

from wechat_policy import nodes
from wechat_policy.gallery import Languages, Sheet, page, sheet_of, sign_off
from wechat_policy.gallery.markdown import escaped
from wechat_policy.loading import checked, find_library
from wechat_policy.source import Source

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "policies"
OFFICE = ROOT / "tests" / "golden" / "gallery" / "office.policy"
TOOL = ROOT / "tools" / "policy_pages.py"


def tool() -> ModuleType:
    """The tool that writes the pages, as a module."""
    spec = importlib.util.spec_from_file_location("policy_pages", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def written() -> dict[str, str]:
    """The pages as the tool writes them today."""
    found: dict[str, str] = tool().pages(read)
    return found


@cache
def sheet(text: str) -> Sheet:
    """What there is to tell of a policy text, which must have no error."""
    assembly, faults = checked(Source("ours.policy", text))
    assert [one.render("en") for one in faults if one.level == "error"] == []
    return sheet_of(assembly.document, find_library, "ours")


def told(text: str, languages: Languages = "both", form: str = "md") -> str:
    """The page of a policy text."""
    return page(sheet(text), languages) if form == "md" else sign_off(sheet(text), languages)


def test_the_pages_are_up_to_date() -> None:
    """Every page is what its tool writes; if not, run `python tools/policy_pages.py`."""
    pages = written()

    assert set(pages) == {path.name for path in FOLDER.iterdir()}
    for name, text in pages.items():
        assert text == (FOLDER / name).read_text("utf-8"), name


# What only somebody who reads the language could make sense of.
CODE = {
    "a path of the vocabulary": re.compile(r"(?<![\w“.…])(?:event|that|it|sender|actor)\.\w+"),
    "a shipped name": re.compile(r"通用\."),
    "a name with underscores in a sentence": re.compile(r"(?:^|\s)[a-z]+_[a-z]+ (?:is|of|holds)"),
    "a regular expression": re.compile(r"\(\?[:!=<]|\\S|&#92;"),
    "an empty place": re.compile(r"\{\}|\bNone\b"),
    "a doubled ending": re.compile(r"的的|，，|。。|，。"),
}


@pytest.mark.parametrize("wanted", CODE.values(), ids=CODE)
def test_no_page_falls_back_to_code(wanted: re.Pattern[str]) -> None:
    """The sentences of no shipped policy hold anything of the language."""
    found = {
        name: match[0]
        for name, text in written().items()
        if name.startswith("P")
        for line in text.partition("## 条款")[2].partition("\n## ")[0].splitlines()
        if (match := wanted.search(line.split(" | ")[2] if line.count(" | ") > 4 else ""))
    }

    assert found == {}


def test_chinese_sentences_are_chinese() -> None:
    """Beside what stands in quotation marks no sentence in Chinese holds a word in Latin script."""
    sentences = {
        line
        for name, text in written().items()
        if name.startswith("P")
        for line in text.replace("<br>", "\n").splitlines()
        if line.startswith("• ") and line.endswith(("。", "：", "；"))
    }

    assert len(sentences) > 500
    assert [one for one in sentences if re.search("[a-z]{3}", re.sub("“[^”]*”", "", one))] == []


def test_no_page_is_out_of_hand() -> None:
    """No page is longer than three times its policy, and no clause longer than a printed page."""
    for name, text in written().items():
        if name.startswith("P"):
            assert len(text) < 3 * len(read(name.removesuffix(".md")).source.text), name
            assert max(map(len, text.splitlines())) < 9000, name


@pytest.mark.parametrize("languages", ["zh", "en", "both"])
@pytest.mark.parametrize("form", ["md", "html"])
def test_the_golden_pages(
    form: str, languages: Languages, golden: Callable[[str, str], None]
) -> None:
    """A policy with every norm is told as the golden page says."""
    text = told(OFFICE.read_text("utf-8"), languages, form)

    golden(f"gallery/office.{languages}.{form}", text.removesuffix("\n"))


def test_the_golden_policy_has_every_norm() -> None:
    """No norm is left out of the golden pages."""
    document = checked(Source("office", OFFICE.read_text("utf-8")))[0].document
    kinds = {type(norm) for one in document.all(nodes.Clause) for norm in one.norms}

    assert kinds == set(nodes.Norm.__subclasses__())


# ------------------------------------------------------------------------------- escaping

NASTY = "a|b `c` <script>alert(1)</script> [x](y) *z* & \\ \\n _w_ #"

HOSTILE = f"""\
policy "p|`<b>" "{NASTY}"

parameter word = {{"{NASTY}"}} remark "{NASTY}"

lexicon bad = {{"{NASTY}"}}

note cites "{NASTY}" ref "x|y" "{NASTY}"

clause one
  cites "{NASTY}" ref "a`|b"
  title "{NASTY}"
  remark "{NASTY}"
  forbid message when topic = "{NASTY}" or word includes topic or text contains bad
  forbid login blame "{NASTY}"
  severity s

penalties
  s: warning "{NASTY}"
"""


class Tags(HTMLParser):
    """The tags of a page and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_is_escaped() -> None:
    """Nothing that an author writes becomes a cell, a tag, a link or code."""
    text = told(HOSTILE)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    body = text.partition("\n")[2]

    assert "<script" not in text and "[x]" not in text and "`" not in body
    for row in rows:
        assert row.count("|") in (3, 5, 7), row
    assert set(re.findall(r"<[^>]*>", body)) == {"<br>"}


def test_html_is_escaped() -> None:
    """Nothing that an author writes becomes a tag, and all of it is shown."""
    tags = Tags()
    tags.feed(told(HOSTILE, form="html"))

    assert tags.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody",
        "tr", "th", "td", "br", "footer", "span",
    }  # fmt: skip
    assert "<script>alert(1)</script>" in tags.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a&#124;b"),
        ("`x`", "&#96;x&#96;"),
        ("one\ntwo", "one<br>two"),
        ("a_b", "a_b"),
        ("_a_", "&#95;a&#95;"),
        ("<b>", "&#60;b&#62;"),
        ("工作群", "工作群"),
    ],
)
def test_a_cell(text: str, shown: str) -> None:
    """What Markdown would read as a sign is an entity, the rest stands as it is."""
    assert escaped(text) == shown


def test_a_table_to_sign_needs_nothing_else() -> None:
    """The HTML page loads nothing, prints, and leaves a column for signatures."""
    text = told(OFFICE.read_text("utf-8"), form="html")

    assert not re.search(r"(?:src|href)=|url\(|@import", text)
    assert "@media print" in text and 'class="signature"' in text and 'lang="zh-CN"' in text


# ---------------------------------------------------------------------------- the command


@pytest.mark.parametrize(
    ("options", "code", "files"),
    [
        (("{}/a.policy",), 0, ["a.md"]),
        (("{}/a.policy", "--as", "html"), 0, ["a.html"]),
        (("{}/b.policy", "{}/a.policy"), 0, ["a.md", "b.md", "index.md", "open-terms.md"]),
        (("{}/a.policy", "{}/a.policy"), 2, []),
        (("nowhere",), 2, []),
        (("{}/faulty.policy",), 2, []),
        (("{}/index.policy", "{}/a.policy"), 2, []),
        (("{}/a.policy", "--as", "pdf"), 2, []),
        ((), 2, []),
    ],
)
def test_exit_codes(options: tuple[str, ...], code: int, files: list[str], tmp_path: Path) -> None:
    """The command writes all pages or none."""
    for name in ("a", "b", "index"):
        (tmp_path / f"{name}.policy").write_text('policy "b"\n', "utf-8")
    (tmp_path / "faulty.policy").write_text("clause 1\n", "utf-8")
    output = tmp_path / "new" / "pages"

    done = gallery(output, *(one.format(tmp_path) for one in options))

    assert done.exit_code == code, done.output
    assert sorted(one.name for one in output.glob("*")) == files
    assert "Traceback" not in done.output


def gallery(output: Path, *options: str) -> Result:
    """What the command says."""
    return run("gallery", *options, "--output", str(output))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_output_that_cannot_be_written(language: str, tmp_path: Path) -> None:
    """A file where the directory should be is wrong use, told in the language."""
    taken = tmp_path / "taken.policy"
    taken.write_text('policy "b"\n', "utf-8")

    done = run("gallery", str(taken), "--output", str(taken), language=language)

    assert done.exit_code == 2
    assert ("无法写入" if language == "zh" else "cannot be written") in done.output

"""Edits of findings: what they leave and what keeps them away, and how SARIF tells findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from sarif_pydantic import Sarif
from test_linting import quickly_checked

from wechat_policy import examples
from wechat_policy.errors import Diagnostic, catalogue
from wechat_policy.linting import Report, lint_report, mend, mending, running, to_sarif
from wechat_policy.linting.edits import applied, disjoint
from wechat_policy.source import Edit, Source, Span

HEAD = 'policy "t"\n  timezone "Asia/Shanghai"\n'
CLAUSE = """
clause rude_words
  forbid message when text contains rude
  violates "饭桶"
  complies "饭桌"
"""


@pytest.fixture(name="quickly", autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares these tests the shipped library."""
    monkeypatch.setattr(running, "checked", quickly_checked)
    monkeypatch.setattr(examples, "checked", quickly_checked)


def mended(text: str) -> str:
    """The text of a policy after its edits."""
    return mend(Source("t.policy", text)).source.text


class TestMend:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('{"饭桶", "大饭桶"}', '{"饭桶"}'),
            ('{"大饭桶", "饭桶"}', '{"饭桶"}'),
            ("{“饭桶”、“大饭桶”、“小饭桶”、“草包”}", "{“饭桶”、“草包”}"),
            ('{"饭桶", "饭桶"}', '{"饭桶"}'),
            (
                '{\n  "饭桶",  # short\n  "大饭桶",  # long\n  "草包"  # last\n}',
                '{\n  "饭桶",  # short\n  # long\n  "草包"  # last\n}',
            ),
            ('{"饭桶", "大饭桶",\n  "草包"}', '{"饭桶",\n  "草包"}'),
            ('{"饭桶",\n  # long\n  "大饭桶"}', '{"饭桶",\n  # long\n  }'),
        ],
    )
    def test_words(self, before: str, after: str) -> None:
        """A word that adds nothing goes with one sign beside it; comments stay."""
        text = f"{HEAD}lexicon rude = {{}}{CLAUSE}"

        assert mended(text.replace("{}", before)) == text.replace("{}", after)

    def test_a_parameter(self) -> None:
        """A parameter that nothing uses goes, and the comments above and beside it stay."""
        rude = f'lexicon rude = {{"饭桶"}}{CLAUSE}'
        before = f'{HEAD}# above\nparameter busy = 20 remark "so"  # beside\n{rude}'

        assert mended(before) == f"{HEAD}# above\n# beside\n{rude}"
        assert mended(before.replace("  # beside", "")) == f"{HEAD}# above\n{rude}"

    def test_a_zone(self) -> None:
        """The zone that is taken anyway is written into the head, behind its comments."""
        text = 'policy "t"  # ours\nhours late = everyday 22:00-24:00\nclause c\n'
        text += "  forbid message when urgent and during late\n"

        assert mended(text).startswith('policy "t"  # ours\n  timezone "Asia/Shanghai"\nhours')

    def test_an_expression(self) -> None:
        """A list in a regular expression becomes a lexicon before the clause, in the same skin."""
        text = f"{HEAD}\n# about\nclause c\n"
        text += "  forbid message when text matches /饭桶|草包|白痴|蠢货|废物/\n"

        assert mended(text) == (
            f'{HEAD}\nlexicon c_words = {{"饭桶", "草包", "白痴", "蠢货", "废物"}}\n\n'
            "# about\nclause c\n  forbid message when text contains c_words\n"
        )

    def test_an_expression_that_stands_twice(self) -> None:
        """The lexicon that is made for the first place is used in the second."""
        matches = "text matches /饭桶|草包|白痴|蠢货|废物/"
        text = f"{HEAD}clause c\n  forbid message when {matches}\n"
        text += f"clause d\n  forbid moments.post when {matches}\n"

        assert mended(text).count("lexicon") == 1
        assert mended(text).count("contains c_words") == 2

    def test_an_expression_that_minds_case(self) -> None:
        """Where a lexicon would find more than the expression, the author decides."""
        text = f"{HEAD}clause c\n  forbid message when text matches /Ab|Cd|Ef|Gh|Ij/\n"

        assert mended(text) == text

    def test_an_idle_comment(self) -> None:
        """A comment that lets nothing pass goes, alone on its line or behind something."""
        text = f'{HEAD}lexicon rude = {{"饭桶"}}{CLAUSE}'
        idle = text.replace("lexicon", "# lint: ignore L411 was so\nlexicon")
        behind = text.replace("rude_words\n", "rude_words  # lint: ignore L401\n")

        assert mended(idle) == mended(behind) == text

    def test_twice_changes_nothing(self) -> None:
        """What was mended needs no mending."""
        once = mended(f'{HEAD}lexicon rude = {{"饭桶", "大饭桶", "大饭桶桶"}}{CLAUSE}')

        assert '{"饭桶"}' in once
        assert mended(once) == once

    def test_what_changes_an_example_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An edit after which an example comes out otherwise is left, and told."""
        text = f'{HEAD}lexicon rude = {{"饭桶", "草包"}}{CLAUSE}'
        at = text.index('"饭桶", ')

        def wrongly(source: Source) -> tuple[Diagnostic, ...]:
            return tuple(
                Diagnostic(
                    "L411", source, Span(at, at + 4), {"word": "a", "inner": "b", "more": ""},
                    edits=(Edit(Span(at, at + 6), ""),),
                )
                for _ in range(source.text == text)
            )  # fmt: skip

        monkeypatch.setattr(mending, "lint", wrongly)
        result = mend(Source("t.policy", text))

        assert result.source.text == text
        assert [one.code for one in result.refused] == ["L411"]

    def test_a_policy_with_errors_is_left(self) -> None:
        """In a policy that cannot be read nothing is changed."""
        text = f'{HEAD}lexicon rude = {{"饭桶", "饭桶"}}\nclause c\n  forbid mesage\n'

        assert mended(text) == text

    def test_disjoint(self) -> None:
        """Edits that share a place are not applied at once."""
        one, two = Edit(Span(1, 3), ""), Edit(Span(3, 4), "x")

        assert disjoint([one], [two])
        assert not disjoint([one], [Edit(Span(2, 4), "")])
        assert not disjoint([Edit(Span(1, 1), "a")], [Edit(Span(1, 1), "b")])
        assert applied("abcde", [one, two]) == "axe"


# What a code host asks for beyond the standard's own required properties.
ASKED: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results", "columnKind"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "semanticVersion", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "items": {
                                            "type": "object",
                                            "required": [
                                                "id", "shortDescription", "fullDescription",
                                                "help", "defaultConfiguration",
                                            ],
                                            "not": {"required": ["helpUri"]},
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"const": "utf16CodeUnits"},
                    "originalUriBaseIds": {"type": "object"},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": [
                                "ruleId", "ruleIndex", "level", "message", "locations",
                                "partialFingerprints",
                            ],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["error", "warning", "note"]},
                                "message": {"type": "object", "required": ["text"]},
                                "locations": {
                                    "type": "array", "minItems": 1,
                                    "items": {"$ref": "#/$defs/location"},
                                },
                                "relatedLocations": {
                                    "type": "array", "items": {"$ref": "#/$defs/location"},
                                },
                                "partialFingerprints": {
                                    "type": "object",
                                    "required": ["primaryLocationLineHash"],
                                },
                                "suppressions": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["kind"],
                                        "properties": {"kind": {"const": "inSource"}},
                                    },
                                },
                                "fixes": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["artifactChanges"],
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
    "$defs": {
        "location": {
            "type": "object",
            "required": ["physicalLocation"],
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation", "region"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "properties": {
                                "uri": {"type": "string", "pattern": r"^[A-Za-z0-9%/._~:-]+$"}
                            },
                        },
                        "region": {
                            "type": "object",
                            "required": ["startLine", "startColumn", "endLine", "endColumn"],
                            "additionalProperties": {"type": "integer", "minimum": 1},
                        },
                    },
                }
            },
        }
    },
}  # fmt: skip

DOUBTFUL = f"""{HEAD}
lexicon rude = {{"🈚饭桶", "饭桶", "🈚", "大饭桶"}}
clause rude_words  # lint: ignore L421 shown elsewhere
  forbid message when text contains rude
parameter unused = 3
"""


class TestSarif:
    def log(self, text: str, name: str, root: Path, language: Any = "en") -> dict[str, Any]:
        """The log of one policy, as it comes back from JSON."""
        report = lint_report(Source(str(root / name), text))
        told: dict[str, Any] = json.loads(json.dumps(to_sarif(report, root, "1.2.3", language)))
        return told

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_is_sarif(self, tmp_path: Path, language: Any) -> None:
        """The log is what the standard and code hosts ask for."""
        log = self.log(DOUBTFUL, "制度 1.policy", tmp_path, language)

        jsonschema.validate(log, ASKED)
        jsonschema.validate(log, Sarif.model_json_schema(by_alias=True))
        run = Sarif.model_validate(log).runs[0]
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        for result in log["runs"][0]["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(run.results or ()) == 4
        assert rules[0]["shortDescription"]["text"] == catalogue()[rules[0]["id"]].title[language]

    def test_columns_are_code_units(self, tmp_path: Path) -> None:
        """Columns count from 1, a character beyond the basic plane twice."""
        results = self.log(DOUBTFUL, "t.policy", tmp_path)["runs"][0]["results"]
        (longer,) = [one for one in results if "大饭桶" in one["message"]["text"]]
        region = longer["locations"][0]["physicalLocation"]["region"]
        line = DOUBTFUL.splitlines()[region["startLine"] - 1].encode("utf-16-le")

        assert (
            line[2 * region["startColumn"] - 2 : 2 * region["endColumn"] - 2].decode("utf-16-le")
            == '"大饭桶"'
        )

    def test_names_of_files(self, tmp_path: Path) -> None:
        """A file below the root is named from there, percent-encoded; any other whole."""
        artifact = self.log(DOUBTFUL, "子/制度 %1.policy", tmp_path)["runs"][0]["results"][0][
            "locations"
        ][0]["physicalLocation"]["artifactLocation"]
        other = to_sarif(lint_report(Source("/x/制度.policy", DOUBTFUL)), tmp_path, "1")

        assert unquote(artifact["uri"]) == "子/制度 %1.policy"
        assert artifact["uri"].isascii()
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert "file:///x/%E5%88%B6%E5%BA%A6.policy" in json.dumps(other)

    def test_what_is_let_pass(self, tmp_path: Path) -> None:
        """A finding that a comment lets pass is there, with the reason."""
        results = self.log(DOUBTFUL, "t.policy", tmp_path)["runs"][0]["results"]
        passed = [one for one in results if "suppressions" in one]

        assert [one["ruleId"] for one in passed] == ["L421"]
        assert passed[0]["suppressions"][0]["justification"] == "shown elsewhere"

    def test_fingerprints(self, tmp_path: Path) -> None:
        """A fingerprint stays when lines are put in above, and no two of a file are the same."""

        def prints(text: str) -> list[str]:
            results = self.log(text, "t.policy", tmp_path)["runs"][0]["results"]
            return [one["partialFingerprints"]["primaryLocationLineHash"] for one in results]

        assert prints(DOUBTFUL) == prints(f"# one\n# two\n{DOUBTFUL}")
        assert len({*prints(DOUBTFUL)}) == len(prints(DOUBTFUL))

    def test_nothing_found(self, tmp_path: Path) -> None:
        """A log of nothing is a log."""
        jsonschema.validate(to_sarif(Report(()), tmp_path, "1"), ASKED)

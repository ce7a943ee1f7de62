"""The clauses of `peers.py` for YARA, ZEN, Cedar and rule-engine, each in its fastest form.

A function imports its engine itself: none of them has to be installed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from clauses import FACTS, Clause, Message, Pair, Way

# ------------------------------------------------------------------------------- YARA


def _rules(those: Sequence[Clause]) -> Iterable[str]:
    for name, words, condition in those:
        listed = "\n".join(f'    $w{place} = "{word}"' for place, word in enumerate(words))
        further = f" and {condition.expression}" if condition else ""
        yield f"rule {name} {{\n  strings:\n{listed}\n  condition:\n    any of them{further}\n}}"


def with_yara_x(those: Sequence[Clause]) -> Way:
    import yara_x

    compiler = yara_x.Compiler()
    for fact, value in FACTS.items():
        compiler.define_global(fact, value)
    for rule in _rules(those):
        compiler.add_source(rule)
    scanner = yara_x.Scanner(compiler.build())
    scanner.fast_scan(True)
    scan, tell = scanner.scan, scanner.set_global
    told = dict(FACTS)  # a global keeps its value, and not to set it again is faster

    def way(block: Sequence[Message]) -> list[Pair]:
        pairs = []
        for message in block:
            for fact, value in message.facts.items():
                if told[fact] != value:
                    tell(fact, value)
                    told[fact] = value
            if rules := scan(message.text.encode()).matching_rules:
                pairs += [(message.id, rule.identifier) for rule in rules]
        return pairs

    return way


def with_yara_x_joined(those: Sequence[Clause]) -> Way:
    """Looks for the words in a block of messages joined, then judges those that have one."""
    import yara_x

    bare = [clause._replace(condition=None) for clause in those]
    scanner = yara_x.Scanner(yara_x.compile("\n".join(_rules(bare))))
    judge = with_yara_x(those)

    def way(block: Sequence[Message]) -> list[Pair]:
        texts = [message.text.encode() for message in block]
        ends = list(accumulate(len(text) + 1 for text in texts))
        hit = {
            bisect_right(ends, match.offset)
            for rule in scanner.scan(b"\n".join(texts)).matching_rules
            for pattern in rule.patterns
            for match in pattern.matches
        }
        return judge([block[place] for place in sorted(hit)])

    return way


def with_yara(those: Sequence[Clause]) -> Way:
    import yara

    match = yara.compile(source="\n".join(_rules(those)), externals=FACTS).match

    def way(block: Sequence[Message]) -> list[Pair]:
        return [
            (message.id, one.rule)
            for message in block
            for one in match(data=message.text.encode(), externals=message.facts, fast=True)
        ]

    return way


# ----------------------------------------------------------------------- rule engines


def _any(words: Iterable[str], test: str) -> str:
    return " or ".join(test.format(word) for word in words)


def with_zen_table(those: Sequence[Clause]) -> Way:
    import zen

    columns = [{"id": name, "name": name, "field": name} for name in (*FACTS, "text", "clause")]
    rows = []
    for name, words, condition in those:
        cells = {condition.fact: condition.cell} if condition else {}
        test = _any(words, 'contains($, "{}")')
        rows.append({**dict.fromkeys(FACTS, ""), **cells, "text": test, "clause": f'"{name}"'})
    table = {"hitPolicy": "collect", "inputs": columns[:-1], "outputs": columns[-1:], "rules": rows}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "content": {}},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode", "content": {}},
    ]
    edges = [
        {"id": "first", "sourceId": "in", "targetId": "table"},
        {"id": "second", "sourceId": "table", "targetId": "out"},
    ]
    content = {"clauses": {"nodes": nodes, "edges": edges}}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def way(block: Sequence[dict[str, Any]]) -> list[Pair]:
        requests = [{"key": "clauses", "context": record} for record in block]
        return [
            (record["id"], row["clause"])
            for record, answer in zip(block, engine.evaluate_batch(requests), strict=True)
            for row in answer["data"]["result"]
        ]

    return way


def with_zen_expression(those: Sequence[Clause]) -> Way:
    import zen

    tests = []
    for _, words, condition in those:
        first = f"{condition.expression} and " if condition else ""
        test = _any(words, 'contains(text, "{}")')
        tests.append(f"{first}({test})")
    expression = zen.compile_expression(f"[{', '.join(tests)}]")
    names = [clause.name for clause in those]

    def way(block: Sequence[dict[str, Any]]) -> list[Pair]:
        pairs = []
        for record in block:
            answers = expression.evaluate(record)
            if True in answers:
                held = zip(names, answers, strict=True)
                pairs += [(record["id"], name) for name, answer in held if answer]
        return pairs

    return way


def with_cedar(those: Sequence[Clause]) -> Way:
    import cedarpy

    parts = ["permit (principal, action, resource);"]
    for name, words, condition in those:
        first = f"context.{condition.expression} && " if condition else ""
        test = " || ".join(f'context.text like "*{word}*"' for word in words)
        parts.append(
            f'@id("{name}")\nforbid (principal, action, resource) when {{ {first}({test}) }};'
        )
    policies = cedarpy.PolicySet.from_str("\n".join(parts))
    entities = cedarpy.Entities.from_json_str("[]")
    fixed = {"principal": 'User::"one"', "action": 'Action::"send"', "resource": 'Group::"one"'}

    def way(block: Sequence[dict[str, Any]]) -> list[Pair]:
        requests = [{**fixed, "context": record} for record in block]
        answers = cedarpy.is_authorized_batch(requests, policies, entities)
        return [
            (record["id"], name)
            for record, answer in zip(block, answers, strict=True)
            if not answer.allowed
            for name in answer.diagnostics.id_annotations_by_reason.values()
        ]

    return way


def with_rule_engine(those: Sequence[Clause]) -> Way:
    import rule_engine

    kinds = rule_engine.type_resolver_from_dict(
        {
            "text": rule_engine.DataType.STRING,
            "kind": rule_engine.DataType.STRING,
            "working": rule_engine.DataType.BOOLEAN,
            "sender_external": rule_engine.DataType.BOOLEAN,
            "group_external": rule_engine.DataType.BOOLEAN,
        }
    )
    context = rule_engine.Context(type_resolver=kinds, resolver=rule_engine.resolve_item)
    rules = []
    for name, words, condition in those:
        first = f"{condition.expression} and " if condition else ""
        text = f'{first}text =~~ "{"|".join(words)}"'  # `in` for each word takes seven times longer
        rules.append((name, rule_engine.Rule(text, context=context)))
    return lambda block: [
        (record["id"], name) for name, rule in rules for record in rule.filter(block)
    ]

"""The columns of what comes out: their names, types and meanings, the same whatever was found.

The names are those of `docs/reference/verdict.schema.json`, of which `docs/reference/frames.md`
is written from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import attrs

from wechat_policy.verdict import SURROGATES

RowsName = Literal["violations", "messages", "undetermined", "penalties", "refused", "unread"]

TypeName = Literal[
    "text", "texts", "whole", "number", "flag", "moment", "evidence", "sanctions"
]  # fmt: skip


@attrs.frozen
class Field:
    """One column: its name, its type, and what stands in it. `gaps` says that it may be null."""

    name: str
    type: TypeName
    meaning: str
    gaps: bool = False


_ROW = Field(
    "row",
    "whole",
    "Number of the row of the frame, from 0, that tells of `event`; null where none does.",
    True,
)
_LED = (
    _ROW,
    Field("verdict", "text", "Id of the verdict."),
    Field(
        "kind",
        "text",
        "What led to it: event, due, window, settled, finding or revision. What fell due is told "
        "again, under the same `id`, when it is settled.",
    ),
)
_CLAUSE = (
    Field("policy", "text", "Id of the policy."),
    Field("clause", "text", "Id of the clause."),
    Field("title", "text", "Name of the clause for people."),
    Field("refs", "texts", "Numbers of the requirements that the clause comes from."),
)
_SUBJECT = Field(
    "subject",
    "text",
    "Id of the person, or whoever else answers; organization for the organization itself; null "
    "where it is unknown.",
    True,
)
_EVENT = Field("event", "text", "Id of the event; null where time alone led to it.", True)
_TYPE = Field("type", "text", "Type of that event.", True)
_CONDITION = Field("condition", "text", "The condition in the words of the policy.")
_SANCTIONS = Field(
    "sanctions",
    "sanctions",
    "The consequences: name, option (the same option: together; options: a choice), may "
    "(permitted, not due), amount, lasting, display, or_above, sources.",
)

SCHEMAS: Mapping[RowsName, tuple[Field, ...]] = MappingProxyType(
    {
        "violations": (
            *_LED,
            Field("id", "text", "Id of the violation."),
            _EVENT,
            _TYPE,
            Field("at", "moment", "The event's time; of a duty the moment at which it was due."),
            _SUBJECT,
            *_CLAUSE,
            Field("version", "text", "Version of the policy."),
            Field(
                "article",
                "text",
                "The place in the written policy that the clause cites; empty where it cites none.",
            ),
            Field(
                "status",
                "text",
                "How certain it is. violation: established. suspected: awaits review and counts "
                "nowhere. advisory: a norm that only advises. dismissed, overturned: by a person.",
            ),
            Field(
                "severity",
                "text",
                "How grave the clause calls it; null where it gives none, or a person grades it.",
                True,
            ),
            Field("grades", "texts", "The severities between which a person has to choose."),
            Field("tags", "texts", "Tags of the clause."),
            Field(
                "evidence",
                "evidence",
                "What decided: field, start and end (code points of the original text, half-open; "
                "null for a whole fact), text, and word and reading where it was read otherwise.",
            ),
            _CONDITION,
            Field("distance", "text", "What was measured and its bound, such as 21 of 20.", True),
            Field("remark", "text", "The policy author's remark on the clause.", True),
            Field("review", "text", "Why a person should look at it.", True),
            Field("settled_at", "moment", "When the duty was fulfilled after all.", True),
            Field("delay_seconds", "number", "How much later than due that was.", True),
            Field("penalty", "text", "Id of the penalty that is recommended for it.", True),
            Field("tier", "text", "The rows of the penalty table that were reached.", True),
            _SANCTIONS,
        ),
        "messages": (
            attrs.evolve(_ROW, meaning="Number of the row of the frame, from 0.", gaps=False),
            Field("id", "text", "Id of the event; null where it cannot be read.", True),
            Field("type", "text", "Type of the event; null where the row was refused.", True),
            Field("at", "moment", "Time of the event; null where the row was refused.", True),
            Field(
                "state",
                "text",
                "judged; repeated: its id was judged before, so that nothing is told here; "
                "refused: the row tells no event.",
            ),
            Field(
                "status",
                "text",
                "The strongest of what it violated: violation, suspected or advisory; null for "
                "nothing.",
                True,
            ),
            Field(
                "severity",
                "text",
                "The gravest severity among those of that status, by the order of its policy.",
                True,
            ),
            Field("violations", "whole", "How many violations are established."),
            Field("suspected", "whole", "How many are suspected and await review."),
            Field("advisory", "whole", "How many break norms that only advise."),
            Field("undetermined", "whole", "How many clauses could not be decided."),
            Field(
                "policies", "texts", "Ids of the policies that were broken, one for each clause."
            ),
            Field("clauses", "texts", "Ids of the clauses that were broken, each once."),
            Field("fault", "text", "Why the row was refused.", True),
        ),
        "undetermined": (
            *_LED,
            Field("id", "text", "Id of what stayed open."),
            _EVENT,
            _TYPE,
            Field("at", "moment", "The event's time."),
            _SUBJECT,
            *_CLAUSE,
            Field("missing", "texts", "The facts that would decide it, as paths."),
            _CONDITION,
        ),
        "penalties": (
            *_LED,
            Field("id", "text", "Id of the penalty."),
            _EVENT,
            Field("at", "moment", "Time of the violation."),
            Field("subject", "text", "Whom it meets."),
            Field("policy", "text", "Id of the policy."),
            Field("version", "text", "Version of the policy by which it was issued."),
            Field("tier", "text", "The rows of the penalty table that were reached."),
            Field("step", "whole", "The step reached in the first of these rows, from 0."),
            Field("severity", "text", "The gravest severity, raised by repeats.", True),
            Field("count", "whole", "How many entries the step counts, this one included."),
            Field("clauses", "texts", "Ids of the clauses."),
            Field("articles", "texts", "What these cite."),
            Field("violations", "texts", "Ids of the violations."),
            _SANCTIONS,
            Field("open", "flag", "Whether the policy allows other sanctions too."),
            Field("next", "text", "What the next such violation would cost.", True),
            Field("lapses_at", "moment", "When it stops counting; null for never.", True),
            Field("revises", "text", "Id of the penalty that this one replaces.", True),
        ),
        "refused": (
            attrs.evolve(_ROW, meaning="Number of the row of the frame, from 0.", gaps=False),
            Field("id", "text", "The id that the row carries, where it has one.", True),
            Field("column", "text", "The column at fault; null where no column tells it.", True),
            Field("attribute", "text", "The attribute of the event that it stands for."),
            Field("code", "text", "The kind of fault, as `wechat-policy events` knows it."),
            Field("expected", "text", "What should stand there; empty where nothing does."),
            Field("got", "text", "What kind of thing stands there; never what a person wrote."),
            Field("reason", "text", "Both in words."),
        ),
        "unread": (
            Field("line", "whole", "The line of the file, from 1, or the number of the item."),
            Field("id", "text", "The id that the record carries, where it has one.", True),
            Field("code", "text", "The kind of fault, as `wechat-policy events` knows it."),
            Field("field", "text", "A dotted path in the record; empty for all of it."),
            Field("expected", "text", "What should stand there."),
            Field("got", "text", "What kind of thing stands there; never what a person wrote."),
            Field("damaged", "flag", "Whether something is wrong; false for what is no conduct."),
            Field("reason", "text", "Both in words."),
        ),
    }
)
"""What stands in a frame of each kind of rows."""


def arrow_schema(rows: RowsName, timezone: str) -> Any:
    """The schema of Arrow for a kind of rows, with moments in a time zone."""
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    types: Mapping[TypeName, Any] = {
        "text": text,
        "texts": texts,
        "whole": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "moment": pa.timestamp("us", timezone),
        "evidence": pa.list_(
            pa.struct(
                {
                    "field": text,
                    "start": pa.int64(),
                    "end": pa.int64(),
                    "text": text,
                    "word": text,
                    "reading": text,
                }
            )
        ),
        "sanctions": pa.list_(
            pa.struct(
                {
                    "name": text,
                    "option": pa.int64(),
                    "may": pa.bool_(),
                    "amount": text,
                    "lasting": text,
                    "display": text,
                    "or_above": texts,
                    "sources": texts,
                }
            )
        ),
    }
    return pa.schema([pa.field(one.name, types[one.type]) for one in SCHEMAS[rows]])


def arrow_batch(name: RowsName, timezone: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as a batch of Arrow; a cell that a row does not have is null."""
    import pyarrow as pa

    schema = arrow_schema(name, timezone)
    columns = [arrow_array([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def arrow_array(values: Sequence[Any], type_: Any) -> Any:
    """Values as an array of Arrow; half a character, which is no text for it, as U+FFFD."""
    import pyarrow as pa

    try:
        return pa.array(values, type_)
    except UnicodeEncodeError:
        return pa.array([_whole(value) for value in values], type_)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return SURROGATES.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value

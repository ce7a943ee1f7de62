"""Splits the words of a unit into single statements: sentences, and the duties within one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wechat_policy.drafting.script import level
from wechat_policy.drafting.tables import any_of, pattern, table

_OPEN, _CLOSE = "([{“「『《\"", ")]}”」』》\""
_JOINT = re.compile(r"(?:并且|并|且|而且|也|亦|同时|但是|但|或者|或|以及|另外|此外|否则|违者|再|又|与|和|及)")
_SUBJECT = re.compile(r"[^,]{1,10}")
_ENGLISH_END = re.compile(r"\.(?=\s+[A-Z]|\s*$)")
_SHORT, _CUE_WITHIN = 4, 14


def parts(text: str) -> Iterator[tuple[int, int]]:
    """Where each statement of a unit starts and ends."""
    plain = level(text)
    for start, end in _cut(text, plain, "。;！!？?"):
        for first, last in _duties(plain[start:end]):
            yield _trimmed(text, start + first, start + last)


def _cut(text: str, plain: str, signs: str) -> Iterator[tuple[int, int]]:
    """The text cut behind each of the signs that stands in no brackets and no quotes."""
    depth = start = 0
    ends = {found.start() for found in _ENGLISH_END.finditer(text)} if ";" in signs else set()
    quoted = False
    for at, one in enumerate(plain):
        if one == '"':
            quoted = not quoted
        elif one in _OPEN:
            depth += 1
        elif one in _CLOSE:
            depth = max(0, depth - 1)
        # A bracket that nobody closes ends with its sentence.
        if (one in signs and depth == 0 and not quoted) or one == "。" or at in ends:
            yield start, at + 1
            start, depth, quoted = at + 1, 0, False
    if plain[start:].strip():
        yield start, len(plain)


def _duties(sentence: str) -> Iterator[tuple[int, int]]:
    """Where each duty of a sentence starts and ends."""
    if _is_whole(sentence):
        yield 0, len(sentence)
        return
    start = 0
    pieces = list(_cut(sentence, sentence, ","))
    for number, (first, last) in enumerate(pieces):
        piece = sentence[first:last].strip(" ,")
        if first == start or not piece:
            continue
        so_far = sentence[start:first].strip(" ,")
        previous = sentence[slice(*pieces[number - 1])].strip(" ,")
        if _is_opening(previous) or _is_bare_subject(so_far):
            continue
        if _begins(piece, so_far, pieces[number + 1 :], sentence):
            yield start, first
            start = first
    yield start, len(sentence)


def _is_whole(sentence: str) -> bool:
    """Whether a sentence is one statement whatever commas it has: a purpose, say."""
    return bool(re.match(r"\s*(?:为|为了|随着|根据|依据)[^。]*(?:制[定订]|拟[定订]|出台)", sentence))


def _is_opening(piece: str) -> bool:
    """Whether a phrase only says when or for whom: what follows belongs to it."""
    if _has_cue(piece):
        return bool(re.match(r"(?:如|若|凡|对|因|一旦|一经|违反|当|经|未|发现|由于|情节|造成|除)", piece)) and bool(
            re.search(r"(?:的|者|时|后|前|下|,)$", piece) or re.match(r"(?:如|若|凡|一旦|违反|因|对)", piece)
        ) and not pattern("penalty").search(piece)
    return bool(_opening_end().search(piece) or _opening_start().match(piece))


def _is_bare_subject(text: str) -> bool:
    return bool(_SUBJECT.fullmatch(text)) and not _has_cue(text) and not _verb().match(text) and len(text) <= 8 and not re.search(r"[^的]{2}(?:他人|用语|公司|企业)", text)


def _begins(piece: str, so_far: str, following: list[tuple[int, int]], sentence: str) -> bool:
    """Whether a phrase begins a statement of its own."""
    joint = _JOINT.match(piece)
    bare = piece[joint.end() :] if joint else piece
    if len(bare) < _SHORT and not _has_cue(bare):
        return False
    if pattern("penalty").search(bare) and not pattern("penalty").search(so_far):
        return not pattern("not_penalty").search(bare)
    if _is_opening(piece) and following:
        # 如…的，… begins anew where what follows has a word for a norm.
        rest = sentence[following[0][0] : following[-1][1]]
        return bool(re.match(r"(?:如|若|凡|对于|一旦|一经|违反|因|发现|情节|屡|造成)", bare)) and (
            _has_cue(rest) or bool(pattern("penalty").search(rest))
        ) and _is_complete(so_far)
    cue = _first_cue(bare)
    if cue is not None and cue <= _CUE_WITHIN:
        return True
    if joint and joint[0] in ("并", "并且", "同时", "且") and _is_complete(so_far):
        return True
    return bool(_verb().match(bare)) and _is_complete(so_far) and len(bare) > _SHORT and not _is_purpose(bare)


def _is_purpose(piece: str) -> bool:
    return bool(re.match(r"(?:以|提高|提升|维护|保障|促进|增强|营造|充分|共同|从而|进而|使|让|便于|方便|影响)", piece))


def _is_complete(text: str) -> bool:
    """Whether words say something already: they have a word for a norm, or a verb in front."""
    return _has_cue(text) or bool(_verb().match(text)) or bool(_order().search(text)) or bool(
        pattern("may").search(text)
    ) or bool(pattern("penalty").search(text)) or bool(pattern("note").search(text))


def _has_cue(text: str) -> bool:
    return _first_cue(text) is not None


def _first_cue(text: str) -> int | None:
    found = [match.start() for name in ("forbid", "require", "limit") if (match := pattern(name).search(text))]
    return min(found, default=None)


def _verb() -> re.Pattern[str]:
    return pattern("verb")


def _order() -> re.Pattern[str]:
    return pattern("order")


def _opening_start() -> re.Pattern[str]:
    return pattern("opening_start")


def _opening_end() -> re.Pattern[str]:
    return any_of(f"(?:{one})$" for one in table("wording")["opening_end"])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without the blanks and signs at its ends; a full stop stays."""
    while start < end and text[start] in " \t　,，、;；":
        start += 1
    while end > start and text[end - 1] in " \t　,，、;；":
        end -= 1
    return start, end

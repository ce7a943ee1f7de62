"""Splits the words of a unit into single statements: sentences, and the duties within one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wechat_policy.drafting.script import level
from wechat_policy.drafting.tables import any_of, pattern, table

_OPEN, _CLOSE = "([{“「『《", ")]}”」』》"
_ENGLISH_END = re.compile(r"\.(?=\s+[A-Z]|\s*[\u4e00-\u9fff]|\s*$)")
_JOINT = re.compile(
    r"(?:并且|并(?![非不未行])|且|而且|而|也|亦|同时也?|但是?|或者?|以及|另外|此外|否则|违者|再|又|然后|其次)"
)
_AND = re.compile(r"(?<=[^,])(?=并(?![非不未行购列发存网入案联]))")
_LABEL = re.compile(r"[^:,。;]{1,14}:(?!$|\d)")
_MODAL = re.compile(r"(?:均|都|一律|则|就|也)?(?:应|须|需|必须|要|将|可|会)")
_CASE = re.compile(
    r"(?:如|若|凡|对于|一旦|一经|违反|违者|因|发现|情节|屡|造成|累计|多次|再次|第.{1,2}次|[^,]{0,8}(?:如有|如果|若有|如遇|如发现))"
)
_TAIL = re.compile(
    r"(?:以(?!下|上|内|外|后|前|[^,]{1,8}(?:形式|方式|名义|为))|便于|方便|从而|进而|使|让|影响|防止|防范|充分发挥|共同|包括|例如|比如|如[^,]{1,40}等|即(?!时|刻)|"
    r"(?:提高|提升|促进|保障|增强|营造|维护|扩大|节约|降低|减少)[^,]{2,14}$)"
)
_WHOLE = re.compile(
    r"特此?(?:订立|拟定|发布|通知)|特?(?:制[定订]|订定)[^,;。]{0,10}(?:本|以下|如下|了|此)?|旨在|目的(?:是|在于)|(?:以上|上述)(?:就?是|为)"
)
_INSIDE = re.compile(
    r"(?:在|通过|经|按|对)[^,]{1,24}(?:中|后|时|前|上|内|下|起|方式|规定|要求|形式|审核|批准|同意)"
)
_OR = re.compile(r"或者?|、|以及")
_FAR = 200
_OWN_CASE = re.compile(
    r"[^,]{2,24}(?:的|者)(?:应|将|要|须|直接|一律|由|可|得|给予|予以|处|罚|扣|解除|辞退|暂停|取消|承担|追究|移|送|加倍|双倍|开除|通报|警告|赔|按)|"
    r"(?:公司|单位|本[^,]{1,3})(?:有权|保留)"
)
_STEP = re.compile(r"(?:第[二三四五六2-9]次|再犯|再次|[二两三四五六2-9]次(?:及|或)?以上|累计|屡)")
_NEEDED = re.compile(r"(?:需要?|要求)[^,]{0,14}(?:的|者|时)$")
_ABOUT = re.compile(r"对[^,]{2,30}的[^,的]{1,8}$")
_MADE_BY = re.compile(r"由[^,;。]{1,16}制[定订]")
_AFTER = re.compile(r"[^,]{1,12}(?:后(?![续台勤])|前(?![台端]))")
_THING = re.compile(r"[^,]{1,14}的[^,的0-9]{1,3}$")
_SUCH = re.compile(r"等(?!行为|活动|情形|情况|事|言行|违)[^、]{1,6}$")
_IS = re.compile(r"[^,]{2,16}(?:属于?(?!实)|均为|均系|都是|是(?!否))[^,]{2,24}$")
_ACTOR = re.compile(
    r"[^,]{0,8}(?:员|人|者|长|部|处|室|科|组|主|师|方|司|客服|主管|经理|主任|学生|家长)"
    r"(?:本人|统一|先|再|均|都|也|则|直接|主动|及时)*"
)
_SHORT, _BARE = 4, 8


def parts(text: str) -> Iterator[tuple[int, int]]:
    """Where each statement of a unit starts and ends."""
    plain = level(text)
    for start, end in _cut(text, plain, "。;！!？?"):
        for first, last in _duties(plain[start:end]):
            deeds = [first, *_at_or(plain[start + first : start + last], first), last]
            for place in pairwise(deeds):
                begin, stop = _trimmed(text, start + place[0], start + place[1])
                if begin < stop:
                    yield begin, stop


def _cut(text: str, plain: str, signs: str) -> Iterator[tuple[int, int]]:
    """The text cut behind each of the signs that stands in no brackets and no quotes."""
    depth = start = 0
    ends = {found.start() for found in _ENGLISH_END.finditer(text)} if ";" in signs else set()
    for at, one in enumerate(plain):
        if one in _OPEN:
            depth += 1
        elif one in _CLOSE:
            depth = max(0, depth - 1)
        # A bracket that nobody closes ends with its sentence.
        if (one in signs and depth == 0) or (one == "。" and ";" in signs) or at in ends:
            yield start, at + 1
            start, depth = at + 1, 0
    if plain[start:].strip():
        yield start, len(plain)


def _duties(sentence: str) -> Iterator[tuple[int, int]]:
    """Where each duty of a sentence starts and ends."""
    if (
        _WHOLE.search(sentence)
        and not _MADE_BY.search(sentence)
        and not pattern("forbid").search(sentence)
    ):
        whole = _WHOLE.search(sentence)
        if whole is not None and not sentence[whole.end() :].count(",") > 2:
            yield from _but_penalties(sentence)
            return
    pieces = [
        piece for comma in _cut(sentence, sentence, ",") for piece in _at_and(sentence, *comma)
    ]
    start = 0
    for number, (first, last) in enumerate(pieces):
        piece = sentence[first:last].strip(" ,")
        if first == start or not piece:
            continue
        previous = _unlabelled(sentence[slice(*pieces[number - 1])].strip(" ,"))
        so_far = _unlabelled(sentence[start:first].strip(" ,"))
        rest = sentence[last : last + _FAR].strip(" ,。;!?")
        if not _waits(previous, number - 1 == 0) and _begins(piece, so_far, rest):
            yield start, first
            start = first
    yield start, len(sentence)


def _at_or(piece: str, start: int) -> Iterator[int]:
    """Where another deed with its own object begins in a ban: 传播谣言、诽谤他人."""
    ban = pattern("forbid").search(piece)
    if ban is None:
        return
    last = ban.end()
    for found in _OR.finditer(piece, ban.end()):
        if found.start() - last < _SHORT or not pattern("banned").match(piece, last):
            continue
        behind = re.split(r"[、或,。;]", piece[found.end() :])[0]
        if _SUCH.search(behind):
            continue
        if len(behind) >= _SHORT and pattern("banned").match(piece, found.end()):
            yield start + found.start()
            last = found.end()


def _but_penalties(sentence: str) -> Iterator[tuple[int, int]]:
    """One statement, but for the measures that its last phrases may impose."""
    start = 0
    for first, last in _cut(sentence, sentence, ","):
        piece = sentence[first:last]
        if first and pattern("penalty").search(piece) and not pattern("not_penalty").search(piece):
            yield start, first
            start = first
    yield start, len(sentence)


def _at_and(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A phrase cut before 并, where something is said before it and something else behind."""
    for found in _AND.finditer(sentence, start + _SHORT - 1, end):
        at = found.start()
        behind = sentence[at + 1 : end].lstrip("且")
        if (
            len(behind) > _SHORT
            and (_says(behind) or _cued(behind))
            and (_cued(sentence[start:at]) or _says(sentence[start:at]))
        ):
            yield start, at
            start = at
    yield start, end


def _unlabelled(text: str) -> str:
    found = _LABEL.match(text)
    return text[found.end() :] if found and not _cued(found[0]) else text


def _waits(piece: str, is_first: bool) -> bool:
    """Whether a phrase only says when, where or of whom: what follows belongs to it."""
    if (_ABOUT.match(piece) and not re.search(r"应|须|必须|不得", piece)) or _NEEDED.search(piece):
        return True
    if piece.startswith(("视为", "视同")):
        return True
    if _IS.match(piece) and not _cued(piece):
        return True
    if (
        is_first
        and _THING.match(piece)
        and not (_cued(piece) or _verbal(piece) or pattern("penalty").search(piece))
    ):
        return True
    ended = _opening_end().search(piece)
    if pattern("penalty").search(piece) and not ended:
        return False
    if ended and _cued(piece) and not pattern("opening_start").match(_bare(piece)):
        return False
    if ended or (
        is_first and len(_unlabelled(piece)) <= _BARE and not _cued(piece) and not _says(piece)
    ):
        return True
    if not pattern("opening_start").match(_bare(piece)):
        return False
    inside = _INSIDE.match(_bare(piece))
    behind = piece[inside.end() :] if inside else ""
    return not (
        _cued(piece) or (behind and _says(behind)) or re.search(r"进行|予以|加以|给予|负责", piece)
    ) or bool(
        re.match(r"(?:如|若|凡|一旦|违反|因)", _bare(piece))
        and not re.search(r"应|须|不得|必须|禁止", piece)
    )


def _bare(piece: str) -> str:
    found = _JOINT.match(piece)
    return piece[found.end() :] if found else piece


def _begins(piece: str, so_far: str, rest: str) -> bool:
    """Whether a phrase begins a statement of its own."""
    bare = _bare(piece)
    joined = bare != piece
    complete = _complete(so_far)
    if bare.startswith(("是", "系指", "指")):
        return False
    if _TAIL.match(bare) and not re.search(r"不得|禁止|严禁", bare):
        return False
    if pattern("penalty").search(bare) and not pattern("not_penalty").search(bare):
        is_first = not pattern("penalty").search(so_far)
        if _STEP.match(piece):
            return is_first and not re.search(r"一次|首次|初次", so_far) and complete
        return is_first or (joined and complete) or _is_own_case(bare)
    if _CASE.match(bare) and rest:
        told = (
            _cued(rest)
            or _says(rest)
            or any(pattern(name).search(bare + rest) for name in ("penalty", "note"))
        )
        return complete and told
    if _waits(bare, False) and rest:
        told = any(pattern(name).search(rest) for name in ("penalty", "note"))
        return complete and (_cued(rest) or told)
    if len(bare) < _SHORT and not _cued(bare):
        return False
    if _MODAL.match(bare):
        return (
            _cued(so_far)
            or _verbal(so_far)
            or any(pattern(name).search(so_far) for name in ("order", "soft", "penalty"))
        )
    if _cued(bare) or pattern("soft").match(bare):
        return complete or not _verbal(bare)
    if joined and complete:
        return True
    if pattern("note").search(bare):
        return complete
    inside = _INSIDE.match(bare)
    is_verbal = _verbal(bare) or (inside is not None and _verbal(bare[inside.end() :]))
    after = _AFTER.match(bare)
    is_verbal = is_verbal or (after is not None and _says(bare[after.end() :]))
    actor = _ACTOR.match(bare)
    is_verbal = is_verbal or (actor is not None and _verbal(bare[actor.end() :]))
    return complete and len(bare) > _SHORT and (is_verbal or bool(pattern("order").search(bare)))


def _is_own_case(text: str) -> bool:
    """Whether a measure tells itself of whom: 情节严重的予以辞退."""
    ends = re.finditer(r"(?<=[^,])[的者],?", text.split(",")[0])
    return bool(_OWN_CASE.match(text)) or any(
        pattern("penalty").match(text, found.end()) for found in ends if found.start() > 1
    )


def _cued(text: str) -> bool:
    """Whether words hold a word for a norm."""
    return any(pattern(name).search(text) for name in ("forbid", "avoid", "require", "limit"))


def _verbal(text: str) -> bool:
    """Whether words begin with what is to be done."""
    return bool(pattern("verb").match(text) or pattern("deed").match(text))


def _says(text: str) -> bool:
    """Whether words tell of something that is to be done, anywhere in them."""
    return bool(
        pattern("verb").match(text) or pattern("deed").search(text) or pattern("order").search(text)
    )


def _complete(text: str) -> bool:
    """Whether words make a statement already."""
    return (
        _cued(text)
        or _says(text)
        or any(pattern(name).search(text) for name in ("may", "penalty", "note", "soft"))
    )


def _opening_end() -> re.Pattern[str]:
    return any_of(f"(?:{one})$" for one in table("wording")["opening_end"])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without the blanks and signs at its ends; a full stop stays."""
    while start < end and text[start] in " \t　,，、;；":
        start += 1
    while end > start and text[end - 1] in " \t　,，、;；":
        end -= 1
    return start, end

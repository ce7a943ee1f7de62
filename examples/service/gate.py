"""Who may come in: signed by us, not too old, not here before, and not too large."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime

from service.envelope import Envelope, Misaddressed, Unreadable, encrypted_in

Clock = Callable[[], datetime]

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
# The signed texts are joined without a mark between them. A short nonce keeps a stranger from
# moving whole blocks of a message into it, which the signature would still fit.
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{40}", re.ASCII)

STATUS: Mapping[str, int] = {
    "malformed": 400,
    "forged": 403,
    "stale": 403,
    "misaddressed": 403,
    "unauthorised": 401,
    "slow": 408,
    "replayed": 409,
    "oversized": 413,
    "unreadable": 422,
}
"""The HTTP status of each reason to refuse a request."""


class Refused(Exception):
    """A request that is not taken; `reason` is a key of `STATUS`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.status = STATUS[reason]
        super().__init__(reason)


class Gate:
    """Checks requests, and remembers those it let in, at most `most` at a time.

    `clock` gives the time, `age` is how many seconds a timestamp may be off it. A signature is
    remembered until its timestamp is too old to be let in anyway; when there are more than `most`,
    the oldest goes, for an event that comes again is judged once even so.
    """

    def __init__(self, envelope: Envelope, clock: Clock, *, age: float, most: int) -> None:
        self._envelope = envelope
        self._clock = clock
        self._age = age
        self._most = most
        self._known: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def enter(self, query: Mapping[str, str], encrypted: str) -> tuple[str, bytes]:
        """The signature of a request that is let in, and the message that it brought.

        Raises:
            Refused: it is not let in.
        """
        signature, timestamp, nonce = self.named(query)
        if not self._envelope.is_signed(signature, timestamp, nonce, encrypted):
            raise Refused("forged")
        if signature in self._known:
            raise Refused("replayed")
        try:
            message = self._envelope.opened(encrypted)
        except Unreadable:
            raise Refused("unreadable") from None
        except Misaddressed:
            raise Refused("misaddressed") from None
        self._forget()
        self._known[signature] = int(timestamp)
        return signature, message

    def named(self, query: Mapping[str, str]) -> tuple[str, str, str]:
        """Signature, timestamp and nonce, as far as can be told before the body is read."""
        signature = query.get("msg_signature", "")
        timestamp = query.get("timestamp", "")
        nonce = query.get("nonce", "")
        if not (
            _SIGNATURE.fullmatch(signature)
            and _TIMESTAMP.fullmatch(timestamp)
            and _NONCE.fullmatch(nonce)
        ):
            raise Refused("malformed")
        if abs(self._clock().timestamp() - int(timestamp)) > self._age:
            raise Refused("stale")
        return signature, timestamp, nonce

    def release(self, signature: str) -> None:
        """Lets a request come again that could not be taken, lest a retry of it be refused."""
        self._known.pop(signature, None)

    def _forget(self) -> None:
        oldest = self._clock().timestamp() - self._age
        while self._known:
            signature, stamp = next(iter(self._known.items()))
            if stamp >= oldest and len(self._known) < self._most:
                return
            del self._known[signature]


async def body_of(
    headers: Mapping[str, str], stream: AsyncIterator[bytes], *, limit: int, seconds: float
) -> bytes:
    """The body of a request, of which no more than the limit is ever held.

    Raises:
        Refused: it is larger, or did not come in time.
    """
    told = headers.get("content-length", "0")
    if not told.isdecimal() or len(told) > 12 or int(told) > limit:
        raise Refused("oversized")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in stream:
                if len(body) + len(chunk) > limit:
                    raise Refused("oversized")
                body += chunk
    except TimeoutError:
        raise Refused("slow") from None
    return bytes(body)


def encrypted_of(body: bytes) -> str:
    """What stands encrypted in a body. Raises Refused if nothing does."""
    try:
        return encrypted_in(body)
    except Unreadable:
        raise Refused("malformed") from None

"""WeCom's message encryption: who signed a message, what is in it, and whom it is for.

A message is 16 random bytes, its length as 4 bytes, the message, and the id of the receiver,
padded to blocks of 32 bytes, encrypted with AES-256-CBC and written as Base64. The signature is
the SHA-1 of token, timestamp, nonce and that Base64, sorted and joined.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_HEAD = 16  # random bytes before the length
_BLOCK = 32  # bytes that the padding fills up, by WeCom's rule twice the block of AES


class Unreadable(Exception):
    """A body that is no envelope, or an envelope with something else inside than a message."""


class Misaddressed(Exception):
    """A sound message that is for somebody else."""


class Envelope:
    """Opens and seals messages with the token and the EncodingAESKey of one application.

    `receiver` is the corpid for one's own application, the suite's id for a third party's. Raises
    ValueError for a key that is not 43 characters of Base64.
    """

    def __init__(self, token: str, key: str, receiver: str) -> None:
        self._token = token
        self._receiver = receiver.encode()
        try:
            # The last character carries bits that WeCom leaves as they come; they are cut off.
            secret = base64.b64decode(f"{key}=", validate=True)
        except (binascii.Error, ValueError):
            secret = b""
        if len(secret) != 32:
            raise ValueError("an EncodingAESKey has 43 characters of Base64")
        self._cipher = Cipher(algorithms.AES(secret), modes.CBC(secret[:16]))

    def signature(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The signature that belongs to these."""
        parts = sorted((self._token, timestamp, nonce, encrypted))
        return hashlib.sha1("".join(parts).encode()).hexdigest()

    def is_signed(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> bool:
        """Whether a signature is ours; takes as long for a wrong one as for the right one."""
        ours = self.signature(timestamp, nonce, encrypted)
        return hmac.compare_digest(ours.encode(), signature.encode())

    def opened(self, encrypted: str) -> bytes:
        """The message inside.

        Ask only after `is_signed`: a stranger must not learn from the answer how a guess failed.

        Raises:
            Unreadable: it was not made with this key, or is damaged.
            Misaddressed: it is for another receiver.
        """
        try:
            told = base64.b64decode(encrypted, validate=True)
            decryptor = self._cipher.decryptor()
            padded = decryptor.update(told) + decryptor.finalize()
            unpadder = padding.PKCS7(_BLOCK * 8).unpadder()
            whole = unpadder.update(padded) + unpadder.finalize()
        except ValueError as fault:  # binascii.Error is one, too.
            raise Unreadable from fault
        start = _HEAD + 4
        end = start + int.from_bytes(whole[_HEAD:start], "big")
        if len(whole) < start or end > len(whole):
            raise Unreadable
        if not hmac.compare_digest(whole[end:], self._receiver):
            raise Misaddressed
        return whole[start:end]

    def sealed(self, message: bytes) -> str:
        """A message as WeCom sends it: for one's own senders, and for the tests."""
        whole = os.urandom(_HEAD) + len(message).to_bytes(4, "big") + message + self._receiver
        padder = padding.PKCS7(_BLOCK * 8).padder()
        encryptor = self._cipher.encryptor()
        padded = padder.update(whole) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def encrypted_in(body: bytes) -> str:
    """What stands encrypted in the body of a request, in XML or in JSON.

    The body is a stranger's until its signature is checked, so no XML parser looks at it: Base64
    needs none. Raises Unreadable if there is not exactly one.
    """
    if body.lstrip()[:1] == b"{":
        try:
            found = json.loads(body)
        except (ValueError, RecursionError) as fault:
            raise Unreadable from fault
        told = found.get("encrypt", found.get("Encrypt"))
        if not isinstance(told, str) or not told.isascii():
            raise Unreadable
        return told
    _, opened, rest = body.partition(b"<Encrypt>")
    value, closed, rest = rest.partition(b"</Encrypt>")
    value = value.strip().removeprefix(b"<![CDATA[").removesuffix(b"]]>")
    if not opened or not closed or b"<Encrypt>" in rest or not value.isascii():
        raise Unreadable
    return value.decode()

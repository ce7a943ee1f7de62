"""`change_external_contact`: customers that members add, edit and lose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from wechat_policy.adapters.callbacks.envelope import Callback, code
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.records import Refused

_PEOPLE = ("UserID", "ExternalUserID")

_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "del_external_contact": "a contact that a member has deleted",
        "del_follow_user": "a member whom a contact has deleted",
        "transfer_fail": "a handover of a customer that failed",
    }
)
"""What the vocabulary has no event for. It is no `customer.update`: keeping a record of somebody
and losing them are opposites."""


def _customer(callback: Callback) -> Iterator[Native | Refused]:
    part = callback.part
    match callback.change:
        case "add_external_contact":
            yield callback.native(
                "contact.add",
                actor=part.identity("UserID"),
                contact=part.identity("ExternalUserID"),
                state="added",
                account_type="work",
                **callback.rest(*_PEOPLE),
            )
        case "add_half_external_contact":
            # It is the outsider who adds the member, who has not yet agreed.
            yield callback.native(
                "contact.add",
                actor=part.identity("ExternalUserID"),
                contact=part.identity("UserID"),
                state="requested",
                **callback.rest(*_PEOPLE),
            )
        case "edit_external_contact":
            yield callback.native(
                "customer.update",
                actor=part.identity("UserID"),
                customer=part.identity("ExternalUserID"),
                **callback.rest(*_PEOPLE),
            )
        case "msg_audit_approved":
            yield Refused("consent_record", part.place("ChangeType"), got=callback.change)
        case change if change in _ENDINGS:
            yield Refused("no_conduct", part.place("ChangeType"), got=_ENDINGS[change])
        case "":
            raise Refused("missing", part.place("ChangeType"))
        case change:
            raise Refused("unknown_event", part.place("ChangeType"), got=code(change))


READERS = MappingProxyType({"change_external_contact": _customer})
"""The reader of each event of this kind."""

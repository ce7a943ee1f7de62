"""Callbacks that tell of no conduct, with what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from wechat_policy.adapters.callbacks.envelope import Callback
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.records import Refused

_APP = "a change of who may use an app"
_ARCHIVE = "a notice that the archive has new messages"
_CALENDAR = "a change in a calendar"
_DRIVE = "a change in the drive that names no person"
_LICENCE = "a notice about licences of an app"
_ROUTINE = "a notice for the maker of an app"
_USAGE = "a notice about the use of an app"

_NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "msgaudit_notify": _ARCHIVE,
        "conversation_new_message": _ARCHIVE,
        "kf_msg_or_event": "a notice that customer service has new messages",
        "kf_account_auth_change": "a change of a customer service account",
        "hit_keyword": "a notice that keywords were hit",
        "program_notify": "a notice of a program in the data zone",
        "change_external_tag": "a change in the list of customer tags",
        "customer_acquisition": "a notice about a link for new customers",
        "wedrive_file_change": _DRIVE,
        "wedrive_space_change": _DRIVE,
        "wedrive_insufficient_capacity": _DRIVE,
        "security": "a change of addresses of WeCom",
        "meeting_change": "a change of a meeting",
        "living_status_change": "a change of a live broadcast",
        "modify_calendar": _CALENDAR,
        "delete_calendar": _CALENDAR,
        "add_schedule": _CALENDAR,
        "modify_schedule": _CALENDAR,
        "delete_schedule": _CALENDAR,
        "respond_schedule": _CALENDAR,
        "LOCATION": "a position that the client reported",
        "subscribe": _APP,
        "unsubscribe": _APP,
        "batch_job_result": "the result of a job of the company's program",
        "upload_media_job_finish": "the result of a job of the company's program",
        "inactive_alert": _USAGE,
        "close_inactive_agent": _USAGE,
        "reopen_inactive_agent": _USAGE,
        "low_active_alert": _USAGE,
        "active_alert": _USAGE,
        "suite_ticket": _ROUTINE,
        "create_auth": _ROUTINE,
        "change_auth": _ROUTINE,
        "cancel_auth": _ROUTINE,
        "reset_permanent_code": _ROUTINE,
        "change_app_admin": _ROUTINE,
        "share_agent_change": _ROUTINE,
        "share_chain_change": _ROUTINE,
        "register_corp": _ROUTINE,
        "license_pay_success": _LICENCE,
        "license_refund": _LICENCE,
        "auto_activate": _LICENCE,
        "unlicensed_notify": _LICENCE,
    }
)

_CONSENTS = ("chat_archive_audit_approved_single", "chat_archive_audit_approved_room")


def _notice(callback: Callback) -> Iterator[Native | Refused]:
    yield Refused("no_conduct", got=_NOTICES[callback.event])


def _consent(callback: Callback) -> Iterator[Native | Refused]:
    yield Refused("consent_record", callback.part.key("InfoType"), got=callback.event)


READERS = MappingProxyType(
    {**dict.fromkeys(_NOTICES, _notice), **dict.fromkeys(_CONSENTS, _consent)}
)
"""The reader of each event of this kind."""

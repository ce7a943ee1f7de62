"""Records of other systems turned into events: files, streams and decoded records."""

from wechat_policy.adapters.archive_people import Role, external_rows, people_of, role_of
from wechat_policy.adapters.detect import Detection, detect
from wechat_policy.adapters.format import Format
from wechat_policy.adapters.formats import FORMATS
from wechat_policy.adapters.reading import AUTO, read
from wechat_policy.adapters.records import REASONS, Record, Refusal
from wechat_policy.adapters.tables.mapping import WrongColumns

__all__ = [
    "AUTO",
    "FORMATS",
    "REASONS",
    "Detection",
    "Format",
    "Record",
    "Refusal",
    "Role",
    "WrongColumns",
    "detect",
    "external_rows",
    "people_of",
    "read",
    "role_of",
]

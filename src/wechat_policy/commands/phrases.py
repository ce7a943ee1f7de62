"""What the commands say besides verdicts and diagnostics, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wechat_policy.errors import Language

PHRASES: Mapping[str, tuple[str, str]] = {
    # ------------------------------------------------------------------------ wrong use
    "no_file": ("there is no file `{name}`", "没有文件 `{name}`"),
    "no_policy": (
        "`{name}` is neither a file nor a shipped pack{hint}",
        "`{name}` 既不是文件，也不是自带的规则包{hint}",
    ),
    "meant": (", did you mean `{name}`?", "，是否想写 `{name}`？"),
    "choices": (", there are {names}", "，可用的有 {names}"),
    "unreadable": ("`{name}` cannot be read: {reason}", "无法读取 `{name}`：{reason}"),
    "unwritable": ("`{name}` cannot be written: {reason}", "无法写入 `{name}`：{reason}"),
    "encoding": (
        "`{name}` is not a text in UTF-8, save it as UTF-8",
        "`{name}` 不是 UTF-8 文本，请另存为 UTF-8",
    ),
    "no_directory": (
        "the directory `{name}` has faults:\n{faults}",
        "通讯录 `{name}` 有误：\n{faults}",
    ),
    "no_directories": (
        "the directory has faults; `wechat-policy directory` writes what is good of it:\n{faults}",
        "通讯录有误；可用 `wechat-policy directory` 写出其中无误的部分：\n{faults}",
    ),
    "doubt": ("warning: {fault}", "注意：{fault}"),
    "more_doubts": (
        "warning: and {count} more, see `wechat-policy directory`",
        "注意：另有 {count} 处，详见 `wechat-policy directory`",
    ),
    "bad_column": (
        "`{text}` is not of the form HEADING=FACT",
        "`{text}` 不是“列标题=事实”的形式",
    ),
    "same_file": (
        "`{name}` is read and cannot be the output too",
        "`{name}` 是输入文件，不能同时作为输出",
    ),
    "same_policy": (
        "two of the policies have the id `{name}`",
        "有两份制度的标识都是 `{name}`",
    ),
    "state_failed": (
        "the state file `{name}` cannot be read or written: {reason}",
        "状态文件 `{name}` 无法读写：{reason}",
    ),
    "stdin_twice": ("standard input can be read only once", "标准输入只能读取一次"),
    "no_parameter": (
        "no policy here has a parameter `{name}`{hint}",
        "这些制度都没有参数 `{name}`{hint}",
    ),
    "bad_parameter": (
        "the parameter `{name}` cannot be `{value}`: {reason}",
        "参数 `{name}` 不能取 `{value}`：{reason}",
    ),
    "bad_setting": (
        "`{text}` is not of the form NAME=VALUE",
        "`{text}` 不是“名称=值”的形式",
    ),
    "bad_moment": (
        "`{text}` is no time such as 2026-03-31 or 2026-03-31T18:00",
        "`{text}` 不是时间，应如 2026-03-31 或 2026-03-31T18:00",
    ),
    "bad_length": (
        "`{text}` is no length of time such as 10m, 2h or 1d",
        "`{text}` 不是时长，应如 10m、2h、1d 或 10分钟",
    ),
    "no_clause": ("no clause is called `{name}`{hint}", "没有名为 `{name}` 的条款{hint}"),
    "no_event": ("`{name}` holds no event{reason}", "`{name}` 里没有事件{reason}"),
    "of_lexicon": (
        "lexicon {name}: {count} words, read {readings}{more}",
        "词库 {name}：{count} 个词，读法 {readings}{more}",
    ),
    "own_readings": ("; {count} have readings of their own", "；{count} 个词另有自己的读法"),
    "no_such_event": (
        "`{name}` holds no event with the id `{id}`",
        "`{name}` 里没有标识为 `{id}` 的事件",
    ),
    "many_events": (
        "`{name}` holds several events, say which with --id",
        "`{name}` 里有多个事件，请用 --id 指明",
    ),
    "broken": (
        "internal error: {kind} in {place}; please report it to the maintainers of wechat-policy "
        "with this line, --debug shows more",
        "内部错误：{kind}，位于 {place}；请把这一行报告给 wechat-policy 的维护者，--debug 显示详情",
    ),
    # ---------------------------------------------------------------------------- judge
    "refused": ("{name}: {refusal}", "{name}：{refusal}"),
    "nothing_read": (
        "none of the {count} records could be judged",
        "{count} 条记录均无法判定",
    ),
    "until_early": (
        "--until {until} is before the last event ({last}), time goes no further",
        "--until {until} 早于最后一个事件（{last}），时间不再推进",
    ),
    "warned": (
        "{policy}: {tally}, see `wechat-policy check {name}`",
        "{policy}：{tally}，详见 `wechat-policy check {name}`",
    ),
    "dropped": (
        "remembered values dropped because the policy has changed what they are of: {count}",
        "制度已改，原有含义不再适用而丢弃的记忆：{count} 项",
    ),
    "undelivered": (
        "verdicts that an earlier run could not deliver, and that came first: {count}",
        "先行补发上次未能送出的判定：{count} 份",
    ),
    "waiting": (
        "events that wait for late ones up to the next run: {count}",
        "等候迟到事件、留待下次判定的事件：{count} 个",
    ),
    "progress": ("judging", "正在判定"),
    "summary": ("Summary", "汇总"),
    "nothing_found": ("No violation found.", "未发现违规。"),
    "records": ("records read: {count}{more}", "读入记录：{count}{more}"),
    "of_which": (" ({parts})", "（{parts}）"),
    "part_refused": ("{count} refused", "无法读取 {count}"),
    "part_silent": ("{count} without conduct", "不含行为 {count}"),
    "part_duplicates": ("{count} seen before", "重复 {count}"),
    "part_late": (
        "{count} too late for windows and duties, see --lateness",
        "迟到而不计入时段和期限 {count}，见 --lateness",
    ),
    "verdicts": ("verdicts with findings: {count}", "有结果的判定：{count}"),
    "violations": ("violations: {count}{more}", "违规：{count}{more}"),
    "undetermined": ("undetermined: {count}", "无法判定：{count}"),
    "own_hours": (
        "warning: {fault}; what hangs on these hours stays unknown",
        "注意：{fault}；取决于此工时的都不明",
    ),
    "uncovered": (
        "warning: no work calendar covers {year}: what hangs on working days stays unknown "
        "in policy {policy}; give one with `calendar file`",
        "注意：没有工作日历涵盖 {year} 年：制度 {policy} 中与工作日有关的条件都不明；"
        "请用 `工作日历 文件` 加上自己的日历",
    ),
    "unclear": (
        "duties left open for missing facts or calendars: {count}",
        "因缺少事实或日历而未定的义务：{count}",
    ),
    "unreported": (
        "left open for missing facts and not listed: {count}",
        "因缺少事实而未判且未列出：{count}",
    ),
    "by_clause": ("violations by clause", "按条款"),
    "by_subject": ("violations by subject", "按责任人"),
    "line": ("{name}: {count}", "{name}：{count}"),
    "closing": (
        "These verdicts are recommendations: a person reviews them before anything is done.",
        "以上判定仅为建议，须经人工复核后方可处理。",
    ),
    # --------------------------------------------------------------------------- events
    "detected": (
        "{name}: read as `{format}`: {reason}",
        "{name}：按 `{format}` 读取：{reason}",
    ),
    "with_id": ("{refusal} (id {id})", "{refusal}（标识 {id}）"),
    "record": ("line {line}", "第 {line} 行"),
    "no_records": ("there is no record", "没有记录"),
    "no_columns": (
        "the columns of `{name}` have faults:\n{faults}",
        "`{name}` 中的列对应有误：\n{faults}",
    ),
    "columns_for_tables": (
        "--columns is for tables, not for the format `{format}`",
        "--columns 只用于表格，不能用于格式 `{format}`",
    ),
    "no_timezone": ("there is no time zone `{name}`", "没有时区 `{name}`"),
    "events_read": ("events: {count}{more}", "事件：{count}{more}"),
    # ---------------------------------------------------------------------------- check
    "sound": ("{name}: no faults", "{name}：没有问题"),
    "tally": ("{name}: {tally}", "{name}：{tally}"),
    # -------------------------------------------------------------------------- explain
    "of_clause": ("Clause {clause}, {policy}", "条款 {clause}，{policy}"),
    "of_event": ("Event {event} ({type}), {time}", "事件 {event}（{type}），{time}"),
    "norm": ("{number}. {words}", "{number}. {words}"),
    "outcome.violated": ("violated", "违反"),
    "outcome.complied": ("not violated", "未违反"),
    "outcome.unknown": ("cannot be decided", "无法判定"),
    "outcome.lifted": ("not violated: clause {clause} permits it", "未违反：条款 {clause} 允许"),
    "outcome.early": ("not judged: the policy is not in force yet", "不判：制度尚未生效"),
    "outcome.apart": (
        "says nothing about it: it is about {types}",
        "不涉及：本项只管 {types}",
    ),
    "outcome.opens": ("opens a duty that is due {due}", "引起一项期限，到期 {due}"),
    "outcome.opens_unclear": (
        "would open a duty, but no calendar tells when it is due",
        "引起一项期限，但没有日历能算出到期时间",
    ),
    "outcome.opens_not": ("opens no duty", "不引起期限"),
    "outcome.settles": ("settles such a duty if it is open", "可以办结已有的期限"),
    "outcome.settles_not": ("settles no duty", "不能办结期限"),
    "outcome.lifts": ("permits the event", "允许该事件"),
    "outcome.lifts_not": ("does not permit the event", "不允许该事件"),
    "reached": ("reached: {distance}", "已达：{distance}"),
    "condition": ("condition:", "条件："),
    "why_not": ("why not:", "为何不是："),
    "why_open": ("what is missing:", "缺少什么："),
    "obstacle.false": ("not so: {words}", "不成立：{words}"),
    "obstacle.true": ("it is so, and stands in the way: {words}", "成立，因而排除：{words}"),
    "obstacle.unknown": ("unknown: {words}", "未知：{words}"),
    "and_more": ("and {count} more", "另有 {count} 项"),
    "pending": (
        "a duty is still open at the end, due {due}",
        "结束时仍有一项期限未到，到期 {due}",
    ),
    # ----------------------------------------------------------------------------- test
    "example": ("{name}:{line}: {words}", "{name}:{line}：{words}"),
    "in_clause": ("clause {clause}, example {number}", "条款 {clause}，第 {number} 个示例"),
    "promised.violates": (
        "it should violate the clause, and nothing was found",
        "应当违反该条款，却没有发现",
    ),
    "promised.complies": (
        "it should comply with the clause, and a violation was found",
        "应当符合该条款，却判为违规",
    ),
    "unplayable": ("it cannot be played: {fault}", "无法执行：{fault}"),
    "examples": (
        "{name}: {count} examples, {passed} as they should be, {failed} not",
        "{name}：{count} 个示例，{passed} 个相符，{failed} 个不符",
    ),
    # ------------------------------------------------------------------------- coverage
    "no_statements": (
        "`{name}` holds no statement of a policy\n{faults}",
        "`{name}` 中没有可用的条目\n{faults}",
    ),
    "more_faults": (
        "warning: and {count} more, --as json tells all",
        "注意：另有 {count} 处，--as json 列出全部",
    ),
    "coverage_of": ("{name}: {title} ({policy})", "{name}：{title}（{policy}）"),
    "all_policies": ("All {count} policies", "全部 {count} 份制度"),
    "left_to_do": ("Left to do:", "待补："),
    "to_look_at": ("Worth a look:", "供参考："),
    "each_reference": ("References:", "条目："),
    "counted.references": ("references", "条目"),
    "counted.clauses": ("clauses", "条款"),
    "counted.norms": ("norms", "规范"),
    "counted.permissions": ("permissions", "许可"),
    "counted.examples": ("examples", "示例"),
    "counted.judged": ("judged {count}", "已判 {count}"),
    "counted.permitted": ("permitted {count}", "许可 {count}"),
    "counted.penalty": ("by penalties {count}", "由处理执行 {count}"),
    "counted.noted": ("noted {count}", "说明 {count}"),
    "counted.missing": ("missing {count}", "缺 {count}"),
    "counted.clauses_shown": ("with examples both ways {count}", "正反示例齐全 {count}"),
    "counted.norms_shown": ("shown both ways {count}", "正反都有 {count}"),
    "counted.fired": ("broken by an example {count}", "有违规示例 {count}"),
    "counted.missed": ("with a near miss {count}", "有相近的合规示例 {count}"),
    "counted.permissions_shown": ("shown by an example {count}", "有示例体现 {count}"),
    "counted.failed": ("not as they promise {count}", "不符 {count}"),
    "covering.judged": ("judged", "已判"),
    "covering.permitted": ("permitted", "许可"),
    "covering.penalty": ("by penalties", "由处理执行"),
    "covering.noted": ("noted", "说明"),
    "covering.missing": ("missing", "缺"),
    "place.clause": ("{where}: clause {clause} ({kinds})", "{where}：条款 {clause}（{kinds}）"),
    "place.note": ("{where}: note “{reason}”", "{where}：说明“{reason}”"),
    "of.forbid": ("forbid", "不得"),
    "of.forbid.should": ("should not", "不宜"),
    "of.forbid.suspect": ("suspect", "疑似"),
    "of.require": ("require", "须"),
    "of.require.should": ("should", "宜"),
    "of.limit": ("limit", "限制"),
    "of.limit.should": ("should limit", "宜限制"),
    "of.permit": ("permit", "允许"),
    "of.deadline": ("after … require", "自…须"),
    "of.deadline.should": ("after … should", "自…宜"),
    "of.daily": ("before … require", "于…前须"),
    "of.daily.should": ("before … should", "于…前宜"),
    "of.periodic": ("every … require", "每隔…须"),
    "of.periodic.should": ("every … should", "每隔…宜"),
    "no_statement_of": (
        "the inventory holds no statement of `{policy}`",
        "清单中没有 `{policy}` 的条目",
    ),
    "left.missing": (
        "{ref} is missing: {article} {text}",
        "{ref} 缺：{article} {text}",
    ),
    "left.gap": (
        "{refs} is cited nowhere, between numbers that are ({count})",
        "{refs} 没有引用，前后编号都有（{count}）",
    ),
    "left.no_norm": (
        "{ref} is missing: the clause that cites it demands nothing ({places})",
        "{ref} 缺：引用它的条款没有规范（{places}）",
    ),
    "left.judgeable": (
        "{ref} has a note only ({places}), and a breach can be seen ({checkable}): {reason}",
        "{ref} 只有说明（{places}），而违反与否可以看出（{checkable}）：{reason}",
    ),
    "left.no_penalties": (
        "{ref} tells of a measure ({places}), and the policy has no penalties: {reason}",
        "{ref} 写的是处理措施（{places}），而制度没有“处理”：{reason}",
    ),
    "left.no_reason": (
        "{ref} has a note without a reason ({places})",
        "{ref} 的说明没有写原因（{places}）",
    ),
    "left.unlisted": (
        "{ref} is cited and not in the inventory ({places})",
        "{ref} 有引用，清单中没有（{places}）",
    ),
    "left.clause.violates": (
        "line {line}: clause {clause} has no example that violates it",
        "第 {line} 行：条款 {clause} 没有违规示例",
    ),
    "left.clause.complies": (
        "line {line}: clause {clause} has no example that complies",
        "第 {line} 行：条款 {clause} 没有合规示例",
    ),
    "left.clause.both": (
        "line {line}: clause {clause} has no examples",
        "第 {line} 行：条款 {clause} 没有示例",
    ),
    "left.norm.fires": (
        "line {line}: {clause} ({number}): no example breaks it: {words}",
        "第 {line} 行：{clause}（{number}）：没有违反它的示例：{words}",
    ),
    "left.norm.near": (
        "line {line}: {clause} ({number}): no near miss complies: {words}",
        "第 {line} 行：{clause}（{number}）：没有与它相近的合规示例：{words}",
    ),
    "left.norm.both": (
        "line {line}: {clause} ({number}): no example breaks it, no near miss complies: {words}",
        "第 {line} 行：{clause}（{number}）：违反它的和与它相近的合规示例都没有：{words}",
    ),
    "look.repeated": (
        "{ref} is cited more than once ({places})",
        "{ref} 引用了不止一次（{places}）",
    ),
    "look.permission": (
        "line {line}: {clause} ({number}): no example complies because of it: {words}",
        "第 {line} 行：{clause}（{number}）：没有因它而合规的示例：{words}",
    ),
    "look.switched": (
        "line {line}: {clause} ({number}): parameter {switch}, as it is set, switches it off: "
        "{words}",
        "第 {line} 行：{clause}（{number}）：参数 {switch} 的现值使它不适用：{words}",
    ),
    "look.failed": (
        "line {line}: clause {clause}: the example does not come out as it promises, see "
        "`wechat-policy test`",
        "第 {line} 行：条款 {clause}：示例的结果不符，见 `wechat-policy test`",
    ),
    # --------------------------------------------------------------------------- ledger
    "nobody": ("nothing is known of `{person}`", "没有关于 `{person}` 的任何内容"),
    "as_of": ("{person}, as of {time}", "{person}，截至 {time}"),
    "account": ("Under {policy}", "依据 {policy}"),
    "findings": ("told by findings", "人工认定的事实"),
    "duties": ("Open duties", "未结期限"),
    "open_duty": (
        "due {due}: {clause} ({policy}), since {since}, opened by {event}",
        "{due} 到期：{clause}（{policy}），自 {since} 起，由 {event} 引起",
    ),
    "overdue": (
        "overdue since {due}: {clause} ({policy}), since {since}, opened by {event}",
        "{due} 已逾期：{clause}（{policy}），自 {since} 起，由 {event} 引起",
    ),
    "owed_by": ("{duty}, owed by {who}", "{duty}，应办人：{who}"),
    "nothing_open": ("No duty is open.", "没有未到期的期限。"),
    "also_held": (
        "Also held, see `ledger export`: {parts}",
        "另外保存的还有（见 `ledger export`）：{parts}",
    ),
    "held.entry": ("entries: {count}", "台账条目 {count}"),
    "held.penalty": ("penalties: {count}", "处理 {count}"),
    "held.violation": ("violations: {count}", "违规 {count}"),
    "held.duty": ("duties: {count}", "期限 {count}"),
    "held.window": ("windows of limits: {count}", "限量时段 {count}"),
    "held.series": ("series of earlier events: {count}", "先前事件序列 {count}"),
    "held.period": ("periods: {count}", "周期 {count}"),
    "held.directory": ("changes of the directory: {count}", "通讯录变更 {count}"),
    "held.waiting": ("waiting events: {count}", "等候中的事件 {count}"),
    "held.verdict": ("undelivered verdicts: {count}", "未送出的判定 {count}"),
    "erase": (
        "Delete what is held about {person} ({parts})? It cannot be brought back.",
        "删除关于 {person} 的内容（{parts}）？删除后无法恢复。",
    ),
    "erased": ("deleted: {parts}", "已删除：{parts}"),
    "not_erased": ("nothing was deleted", "未删除任何内容"),
    "not_asked": (
        "nobody can be asked here whether it is meant; say --yes",
        "此处无法询问确认，请加 --yes",
    ),
    "named_in": (
        "Still named in what is about others:",
        "以下关于他人的内容中仍提到此人：",
    ),
    "named.entry": ("an entry of an account: {place}", "台账条目：{place}"),
    "named.violation": ("a violation: {place}", "违规：{place}"),
    "named.duty": ("a duty: {place}", "期限：{place}"),
    "named.window": ("a window of a limit: {place}", "限量时段：{place}"),
    "named.series": ("a series of earlier events: {place}", "先前事件序列：{place}"),
    "named.period": ("a period: {place}", "周期：{place}"),
    "named.directory": ("a change of the directory: {place}", "通讯录变更：{place}"),
    "named.waiting": ("a waiting event: {place}", "等候中的事件：{place}"),
    "named.verdict": ("an undelivered verdict: {place}", "未送出的判定：{place}"),
    # ------------------------------------------------------------------------ directory
    "plain": ("{fault}", "{fault}"),
    "nothing_known": (
        "nothing in the files tells who is who",
        "这些文件都不能作为通讯录",
    ),
    "read_of": ("{name}: {kinds}; rows begun: {count}", "{name}：{kinds}；新增 {count} 行"),
    "read_nothing": ("{name}: nothing that tells who is who", "{name}：没有可用的内容"),
    "rows_of": ("rows: {parts}", "合计：{parts}"),
    "kind.native": ("native directory", "原生通讯录"),
    "kind.table": ("table of members", "成员表"),
    "kind.members": ("members", "成员"),
    "kind.departments": ("departments", "部门"),
    "kind.internal group": ("internal group", "内部群"),
    "kind.external group": ("customers' group", "客户群"),
    "kind.contacts": ("customers", "客户"),
    "kind.devices": ("trusted devices", "可信设备"),
    "kind.check-in rules": ("rules of check-in", "打卡规则"),
    "count.people": ("people {count}", "人员 {count}"),
    "count.groups": ("groups {count}", "群 {count}"),
    "count.accounts": ("accounts {count}", "账号 {count}"),
    "count.devices": ("devices {count}", "设备 {count}"),
    "nobody_strange": (
        "Every id that the events name is in the directory.",
        "事件中提到的标识都在通讯录中。",
    ),
    "strange": (
        "Ids that events name and nobody knows:",
        "事件中提到、但通讯录中没有的标识：",
    ),
    "stranger": (
        "{kind} {id}: {count} times, first at {source}:{line}, `{attribute}` of {event}",
        "{kind} {id}：{count} 次，首见 {source} 第 {line} 条，事件 {event} 的 `{attribute}`",
    ),
    "stranger.person": ("person", "人员"),
    "stranger.internal": ("person", "人员"),
    "stranger.external": ("external person", "外部人员"),
    "stranger.robot": ("robot", "机器人"),
    "stranger.group": ("group", "群"),
    "stranger.account": ("account", "账号"),
    "stranger.device": ("device", "设备"),
    # ---------------------------------------------------------------------------- rules
    "loss": ("{loss}", "{loss}"),
    "bad_rule": ("{name}, {place}: {reason}", "{name}，{place}：{reason}"),
    "in_file": ("line {line}", "第 {line} 行"),
    "exported": (
        "rules: {rules}, what they cannot say: {losses}",
        "规则 {rules} 条，无法表示的内容 {losses} 处",
    ),
    "no_departments": (
        "`{name}` is no answer of department/list",
        "`{name}` 不是 department/list 的应答",
    ),
    "no_rules": ("the files hold no rule of WeCom", "这些文件中没有企业微信规则"),
    # -------------------------------------------------------------------------- gallery
    "pages": ("pages written to `{name}`: {count}", "已写入 `{name}` 的页面：{count} 个"),
    "same_page": (
        "two pages would be called `{name}`",
        "有两个页面都叫 `{name}`",
    ),
    # ---------------------------------------------------------------------------- packs
    "library": ("library", "词库等公共内容"),
}
"""Every phrase of the commands, English and Chinese."""


def phrase(key: str, language: Language, **facts: object) -> str:
    """A phrase with its places filled."""
    return PHRASES[key][language == "zh"].format(**facts)


def listed(parts: Iterable[str], language: Language) -> str:
    """Several things in a row."""
    return ("、" if language == "zh" else ", ").join(parts)

"""Names of accounts, and the secrets that open them, beside the word for each."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy.recognizers.patterns import APART, Spans, compiled, narrowed

_OPENING = " \t\r\n\"'“‘「【(（["

_CLOSING = ",.;:'\")]}>"

_SIGN = "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
"""A picture, as people put before and behind what is to catch the eye."""

_WECHAT_ID = rf"""
    (?<![a-z0-9_]) (?P<wxid> wxid_[a-z0-9]{{8,24}} ) (?![a-z0-9_])
  | (?: 微信 | 薇信 | 威信 | 维信 | [vw]信 | 绿泡泡
        | [微薇威维][芯心欣鑫伈] (?= [\s:：]{{0,2}} (?: [号是为] | [a-z]{{1,19}}[_\-\d] ) )
      | (?<![a-z]) [vw] (?: {_SIGN} | [.*] ){{1,2}} x (?![a-z_])
      | (?<![a-z0-9/]) [加+➕]\s{{0,2}}(?:我\s?)? (?: [vw]x? (?![a-z]) | [微薇威] )
      | 徽信 | 微 (?: {_SIGN} | [ ·.*\-] ){{1,2}} 信
      | (?<![\u4e00-\u9fff]) 卫星 | (?<![a-z0-9]) v (?=\s?:)
      | (?<![蔷薔紫采小阿]) 薇 (?= \s?{_SIGN} | \s?[:：]\s?[a-z] | [a-z]{{1,19}}[_\-\d] )
      | (?<![稍略轻輕小]) 微 (?= [我\s]?{_SIGN} | 我\s?[a-z]{{1,19}}[_\-\d] | \s?[:：]\s?[a-z] )
      | (?<![\u4e00-\u9fff]) 微 (?= [a-z]{{1,19}}[_\-\d] )
      | (?<![a-z]) (?:vx|wx|wechat|weixin) (?![a-z_]) )
    (?P<link> {_SIGN}{{0,2}} [\s\-]{{0,2}} (?: [号號][码碼]? | [账帐帳][号號]
        | id(?![a-z]) )? \s{{0,2}}
      (?: [:=➕+,，~] | 是 | [为為] | 叫 | 加 | 同 (?:手机)? [号號]? | 搜索? | -> | → | 我
        | \s | [号號] | id(?![a-z]) | 新的? | 以前的? | 原来的? | 老的? | [现現]在 | 目前 | 已经?
        | [改换換][了成]? | [变變]更?[了成]? | 更[换換][了成]? | is (?= \s )
        | (?: user)?name (?= \s?[:=]|\s is) | 更新 | 的 | 大[写寫] | 小[写寫] | 全是? | [还還]是
        | 就是 | 都是
      ){{0,8}}
      {_SIGN}{{0,2}} ["'“「【(（\[]? )
    (?: (?! iphone | ipad | android | version | windows | macos | harmony )
        (?P<name> [a-z][a-z0-9_\-]{{5,19}} ) (?![a-z0-9_\-])
      | (?P<number> [1-9]\d{{5,10}} ) (?![\da-z]) )
  | (?<![a-z0-9_\-@./]) (?P<before> [a-z][a-z0-9_\-]{{5,19}} ) [\s，,]{{0,2}} {_SIGN}{{0,2}}
    (?: (?: [就这]?是 | [加➕] ) (?: 我的? | [一下]{{2}} )? | 我的? )
    (?: 微信 | 薇信 | 威信 | vx (?![a-z]) )
  | [大小] 号 [\s:是]{{0,2}} (?P<other> [a-z][a-z0-9_\-]{{5,19}} ) (?![a-z0-9_\-])"""

_TOLD = "[号號:=➕+是为為叫加搜同→>我] | id"
"""Behind the word for WeChat it says that a name follows."""

_NEXT_ID = r"""
    ["'”」】)）\]]? \s? (?: [、/／&和与與及跟或] | 以及 | 还有
        | ，\s?(?:[还還]有|或者?|备用的?|[另新]的?) ){1,2} \s?
    (?P<value> (?= [a-z\-]{1,19} [_\d] ) [a-z][a-z0-9_\-]{5,19} ) (?![a-z0-9_\-.@])"""

_WECHAT = "[微薇威徽]信 | (?<![a-z]) (?: vx | wx | wechat ) (?![a-z])"

_QQ = rf"""
    (?: (?<![a-z]) q [\s\-]? q | 扣扣 | 抠抠 | 企鹅 | 球球 | 秋秋 | 🐧 | 叩叩 | [q扣]群
      | (?<![a-z0-9]) q号
      | (?<![a-z0-9]) q (?= \s?[我他她:是]? \s? {_SIGN}{{0,2}} \d )
      | (?<![抵折克苛剔回扣倒减]) 扣 (?= [ ]? [1-9]\d{{7,9}} (?![\d.]) | \s?[:：]\s?\d
        | [我他她]\s?:?\d )
      | 加 我? 扣 (?= \s? \d{{6}} ) )
    (?: [\u4e00-\u9fff]{{0,3}} 群主? | [12一二] (?= \s?: ) | [当當][年时時] | [这這那]个? | 以前
        | [用叫] | [号號][码碼]? | [账帐帳][号號] | [还還]?是 | [为為] | 加 | 上 (?: 找我 | 说
        | 聊 )?
      | (?: [一二三四五六七八九十5-9] | 1[0-2] ) 位数?字?的? | [靓靚老小大新]号 | [老新小]的 | 的
        | [我他她你您]们?
      | [现現]在 | 目前 | [改换換][绑綁]?[定成了]? | 绑定?[了]? | 就
      | (?: 空[间間] | 等[级級] | 名 | 昵称 ) [\u4e00-\u9fff]{{0,6}} [，,] \s? (?=[号號账帐])
      | [\s:=➕+,，~] | {_SIGN} ){{0,8}}
    ["'“「【(（\[]?
    (?P<value> [1-9]\d{{4,10}} | [1-9]\d{{1,3}}(?:{APART}\d{{2,4}}){{1,3}} )
    (?![\da-z]) (?! [ ]?[元块人条个次年月日万%多余+] )
  | 群 [号號] [码碼]? [\s:是为為]{{0,3}} (?P<group> [1-9]\d{{5,10}} ) (?![\da-z]) (?= .{{0,12}} (?:
        qq | 扣扣 ) )"""

_NEXT_QQ = r"""
    \s? (?: [、/／&和与與及跟或] | 以及 | 还有 | ，\s?(?:[还還]有|或者?|备用) ){1,2} \s?
    (?! 1[3-9]\d{9} ) (?P<value> [1-9]\d{5,10} ) (?![\da-z]) (?! [ ]?[元块人条个次年月日万%多余+]
        )"""

_PASSWORD = r"""
    授[权權][码碼] [\s:是为為]{0,3} (?P<grant> [a-z]{16} ) (?! [!-~] )
  | (?: 密[码碼马] | [蜜秘]码 | 口令 | [验驗][证證][码碼] | 校验码 | 动态码 | 提取码 | 授权码
        | 密钥 | 令牌
      | [解开]锁码 | 解压码 | 开门码
      | (?<![a-z]) (?: (?:api|access|secret|private|client|app|corp|sign|jwt|session|refresh|aes)
          [ _\-]? (?: (?:key|secret|token|id) [ _\-]? ){0,2}
          | (?:auth[ _\-]?)?token ) (?<![ _\-]) (?![a-z])
      | (?<![a-z]) (?: ak | sk ) (?= \s? [:=] \s? [a-z0-9/+]{16} )
      | (?<![a-z]) auth (?= [\s:=]{1,3} (?= [!-~]{0,30}\d ) [!-~]{0,30}[a-z] )
      | (?<![a-z]) (?: password | passwd | pwd | passcode | psw | pw | pin(?:[ ]?code | 码 )? )
        (?![a-z]) )
    (?P<link> \s{0,3}
      (?: [:=→] | 就?是 | [为為] | 我?改[成为為] | 已?重[置设設][成为為] | [设設][置定]?[成为為]
        | [换換更][换換新]?[成为為] | [还還]是 | [\-=]>
        | [统統]一 | 都 | 均 | 默[认認] | [预預][设設] | 初始 | [现現]在 | 目前 | [暂暫][时時] | 先
        | 已[经經]? | [帮幫][你您他她忙] | [给給][你您他她] | 我 | 就 | 仍 | [写寫][了着著]?
        | [发發]你了? | [这這]个? | 依旧 | 用 | 叫[做作]?
        | [旧舊老]的? | 新的?[设設]?的? ){0,4}
      (?: \s{1,2} is (?=\s) )? \s{0,3} [\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]{0,2}
      ["'“‘「【(（\[]? )
    (?P<value> [0-9a-z!\#$%&*+./?@^_~\-][!-~]{3,127} ) (?! [!-~] )
    (?! \s? [位年月日天次个条元字] )
  | (?: [锁鎖]屏 | [门門][禁锁鎖] | 保[险險][柜箱櫃] ) (?:[密码碼])? [\s:是为為]{0,2}
    (?P<lock> (?: \d{4} | \d{6}
        | \d{8} ) [\#*]? ) (?! [!-~] ) (?! \s? [年月日天次个個条元字位块号號人户台度张分秒万] )
  | (?<! [!-~] ) (?: admin | administrator | root | sa ) \s? [/／|] \s?
    (?P<after> (?= [!-.0-~]{0,30} \d ) [!-.0-~]{6,32} ) (?! [!-~] )
  | (?: 密[码碼] | 口令 | [验驗][证證][码碼] | 校验码 | 动态码 | 提取码 )
    (?: [\s:是为] | 就是 ){0,4}
    (?P<parts> (?: \d (?: [ ] \d ){3,7} | \d{2,4} (?: [ \-] \d{2,4} ){1,3} )
        (?! [\da-z\-] ) (?! \s? [位年月日天次个条元字点分秒] )
      | [一两二三四五六七八九十\d]{1,2}个 [\da-z] (?! [\da-z个位字] ) )
  | (?<! [!-~] ) (?P<before> [!-~]{4,32} ) [\s\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]{0,3}
    (?: (?<= [\U0001f000-\U0001faff\u2600-\u27bf\ufe0f] ) | 就?是 | 为 | [当做]作? )
    (?: 我的? | 新的? | 这个 | 家里的? | wifi 的? | [\u4e00-\u9fff]{2} 的? ){0,2} 密码
    (?= $ | [^\u4e00-\u9fff] | [吧啊呢哦啦] )
  | (?<![\da-z]) (?P<code> \d{4,8} ) \s? (?: [(（] | 是 | 为 )
    (?:您|你)?的? (?:本次|此次)? (?: 登[录陆] | 注册 | 动态 | 短信 | 手机 ){0,2}
    (?: 验证码 | 校验码 | 动态码 )"""

_NO_SECRET = r"""
    https?:// | www\. | \$\{ | \d\d?:\d\d
  | \d{2,4} [\-/.] (?: 0?[1-9] | 1[0-2] ) (?: [\-/.] (?: 0?[1-9] | [12]\d | 3[01] ) )? $"""

_TELLS = "[:=→>是为為成]"
"""Before a value it says that this is the secret."""

_NEXT_SECRET = r"""
    \s? (?: [，,、；;/] | 和 | 或者? ) \s?
    (?: (?: 新 | [旧舊] | 老 | [备備]用 | [另还還] (?: 一 | 有 )? [个個]? | 第[二三四][个個]?
        | [后後]台 | [测測][试試]
      | 管理[员員] | [访訪]客 | 正式 | 工作 | 支付 | 交易
        | 登[录錄陆] ) 的? (?: 密[码碼] )? \s? [:=是为為]? \s? )?
    (?P<value> [0-9a-z!\#$%&*+./?@^_~\-][!-~]{3,127} ) (?! [!-~] )
    (?! \s? [位年月日天次个個条元字点分秒号号] )"""


def wechat_id(text: str) -> Spans:
    """A WeChat account name after a word for WeChat, as 微信, vx or 加V, or one with wxid_."""
    plain = narrowed(text)
    spans: list[tuple[int, int]] = []
    for found in compiled(_WECHAT_ID).finditer(plain):
        group = found.lastgroup or "name"
        if spans and found.start(group) < spans[-1][1]:
            continue
        if group == "before" and found[group].isalpha():
            continue
        if group == "other" and not compiled(_WECHAT).search(plain):
            continue
        link = (found["link"] or "").strip(f"{_OPENING},，~-")
        value = found[group]
        if group == "name" and value.isalpha():
            # Latin words follow 微信 in ordinary sentences, brands mostly with a capital.
            named = compiled("[号號] | id").search(link) is not None
            if not named and not (value.islower() and compiled(_TOLD).search(link)):
                continue
        if group == "number" and len(value) < 11 and not compiled(_TOLD).search(link):
            continue
        if group == "name" and value.startswith(("gh_", "GH_")):
            continue  # that of a public account
        spans.append(found.span(group))
        spans.extend(_further(_NEXT_ID, plain, found.end(group)))
    return tuple(spans)


def _further(pattern: str, plain: str, end: int) -> Iterator[tuple[int, int]]:
    """What else follows of its kind behind one that ends here, told only by what joins them."""
    while (found := compiled(pattern).match(plain, end)) is not None:
        end = found.end("value")
        yield found.span("value")


def qq(text: str) -> Spans:
    """A QQ number of a person or a group, after a word for it."""
    plain = narrowed(text)
    spans: list[tuple[int, int]] = []
    for found in compiled(_QQ).finditer(plain):
        group = found.lastgroup or "value"
        if not spans or found.start(group) >= spans[-1][1]:
            spans.append(found.span(group))
            spans.extend(_further(_NEXT_QQ, plain, found.end()))
    return tuple(spans)


def password(text: str) -> Spans:
    """A password or a one-time code that stands beside the word for it."""
    spans: list[tuple[int, int]] = []
    plain = narrowed(text)
    for found in compiled(_PASSWORD).finditer(plain):
        if spans and found.start() < spans[-1][1]:
            continue
        if found["code"]:
            spans.append(found.span("code"))
            continue
        if found["parts"]:
            spans.append(found.span("parts"))
            continue
        if found["lock"] or found["grant"]:
            spans.append(found.span("lock" if found["lock"] else "grant"))
            continue
        if found["after"]:
            if _is_secret(found["after"], told=False):
                spans.append(found.span("after"))
            continue
        if found["before"]:
            value = found["before"]
            if any(map(str.isdecimal, value)) and _is_secret(value, told=False):
                spans.append(found.span("before"))
            continue
        value = found["value"].rstrip(_CLOSING)
        link = found["link"].strip(_OPENING)
        if _is_secret(value, told=compiled(_TELLS).search(link) is not None):
            end = found.start("value") + len(value)
            spans.append((found.start("value"), end))
            for start, behind in _further(_NEXT_SECRET, plain, end):
                other = plain[start:behind].rstrip(_CLOSING)
                mixed = any(map(str.isalpha, other)) and any(map(str.isdecimal, other))
                if not mixed or not _is_secret(other, told=False):
                    break
                spans.append((start, start + len(other)))
    return tuple(spans)


def _is_secret(value: str, *, told: bool) -> bool:
    """Whether a value beside the word for it can be the secret itself.

    Unless a sign or verb between them told that it is, the value needs a digit.
    """
    if len(value) < 4 or not any(map(str.isalnum, value)) or set(value) <= set("xX*#.?_-"):
        return False
    if compiled(_NO_SECRET).match(value):
        return False
    return told or any(map(str.isdecimal, value))

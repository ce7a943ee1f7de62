"""Names of accounts, and the secrets that open them, beside the word for each."""

from __future__ import annotations

from wechat_policy.recognizers.patterns import APART, Spans, compiled, narrowed

_OPENING = " \t\r\n\"'“‘「【(（["

_SIGN = "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
"""A picture, as people put before and behind what is to catch the eye."""

_WECHAT_ID = rf"""
    (?<![a-z0-9_]) (?P<wxid> wxid_[a-z0-9]{{8,24}} ) (?![a-z0-9_])
  | (?: 微信 | 薇信 | 威信 | 维信 | v信 | 绿泡泡
      | (?<![a-z0-9/]) [加+➕]\s{{0,2}}(?:我\s?)? (?: [vw]x? (?![a-z]) | [微薇威] )
      | 徽信 | 微 (?: {_SIGN} | [ ·.*\-] ){{1,2}} 信
      | (?<![\u4e00-\u9fff]) 卫星 | (?<![a-z0-9]) v (?=\s?:) | 薇 (?=\s?{_SIGN})
      | (?<![a-z]) (?:vx|wx|wechat|weixin) (?![a-z_]) )
    (?P<link> {_SIGN}{{0,2}} [\s\-]{{0,2}} (?: 号码? | [账帐]号 | id(?![a-z]) )? \s{{0,2}}
      (?: [:=➕+,，~] | 是 | 为 | 叫 | 加 | 同 (?:手机)? 号? | 搜索? | -> | → | 我
      ){{0,2}} \s{{0,2}}
      {_SIGN}{{0,2}} ["'“「【(（\[]? )
    (?: (?! iphone | ipad | android | version | windows | macos | harmony )
        (?P<name> [a-z][a-z0-9_\-]{{5,19}} ) (?![a-z0-9_\-])
      | (?P<number> [1-9]\d{{5,10}} ) (?![\da-z]) )
  | (?<![a-z0-9_\-@./]) (?P<before> [a-z][a-z0-9_\-]{{5,19}} ) [\s，,]{{0,2}} {_SIGN}{{0,2}}
    (?: (?: [就这]?是 | [加➕] ) (?: 我的? | [一下]{{2}} )? | 我的? )
    (?: 微信 | 薇信 | 威信 | vx (?![a-z]) )
  | [大小] 号 [\s:是]{{0,2}} (?P<other> [a-z][a-z0-9_\-]{{5,19}} ) (?![a-z0-9_\-])"""

_WECHAT = "[微薇威徽]信 | (?<![a-z]) (?: vx | wx | wechat ) (?![a-z])"

_QQ = rf"""
    (?: (?<![a-z]) q [\s\-]? q | 扣扣 | 抠抠 | 企鹅 | 球球 | 秋秋 | 🐧 | 叩叩 | [q扣]群
      | (?<![a-z0-9]) q号
      | (?<![a-z0-9]) q (?= \s?:? {_SIGN}{{0,2}} \d ) )
    (?: 群 | 号码? | [账帐]号 | 是 | 为 | 加 | 上 (?: 找我 | 说 | 聊 )?
      | [\s:=➕+,，~] | {_SIGN} ){{0,6}}
    ["'“「【(（\[]?
    (?P<value> [1-9]\d{{4,10}} | [1-9]\d{{1,3}}(?:{APART}\d{{2,4}}){{1,3}} )
    (?![\da-z]) (?! [ ]?[元块人条个次年月日万%多余+] )"""

_PASSWORD = r"""
    (?: 密[码碼] | 口令 | [验驗][证證][码碼] | 校验码 | 动态码 | 提取码 | 授权码 | 密钥 | 令牌
      | [解开]锁码 | 解压码 | 开门码
      | (?<![a-z]) (?: (?:api|access|secret) [ _\-]? (?:key|secret|token)? | token ) (?![a-z])
      | (?<![a-z]) (?: password | passwd | pwd | passcode | psw | pw | pin(?:[ ]?code | 码 )? )
        (?![a-z]) )
    (?P<link> \s{0,3}
      (?: [:=→] | 就?是 | 为 | 我?改[成为] | 已?重置为 | 设置?[成为] | 换成 | 还是 | [\-=]> ){0,2}
      (?: \s{1,2} is (?=\s) )? \s{0,3} [\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]{0,2}
      ["'“‘「【(（\[]? )
    (?P<value> [0-9a-z!\#$%&*+./?@^_~\-][!-~]{3,127} ) (?! [!-~] )
    (?! \s? [位年月日天次个条元字] )
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

_NO_SECRET = r"https?:// | www\. | \$\{ | \d{2,4}[\-/.]\d\d?(?:[\-/.]\d\d?)? $ | \d\d?:\d\d"


def wechat_id(text: str) -> Spans:
    """A WeChat account name after a word for WeChat, as 微信, vx or 加V, or one with wxid_."""
    plain = narrowed(text)
    spans = []
    for found in compiled(_WECHAT_ID).finditer(plain):
        group = found.lastgroup or "name"
        if group == "before" and found[group].isalpha():
            continue
        if group == "other" and not compiled(_WECHAT).search(plain):
            continue
        link = (found["link"] or "").strip(f"{_OPENING},，~-")
        value = found[group]
        if group == "name" and value.isalpha():
            # Latin words follow 微信 in ordinary sentences, brands mostly with a capital.
            named = "号" in link or "id" in link.casefold()
            if not named and not (link and value.islower()):
                continue
        if group == "number" and not link and len(value) < 11:
            continue
        spans.append(found.span(group))
    return tuple(spans)


def qq(text: str) -> Spans:
    """A QQ number of a person or a group, after a word for it."""
    return tuple(found.span("value") for found in compiled(_QQ).finditer(narrowed(text)))


def password(text: str) -> Spans:
    """A password or a one-time code that stands beside the word for it."""
    spans = []
    for found in compiled(_PASSWORD).finditer(narrowed(text)):
        if found["code"]:
            spans.append(found.span("code"))
            continue
        if found["parts"]:
            spans.append(found.span("parts"))
            continue
        if found["before"]:
            value = found["before"]
            if any(map(str.isdecimal, value)) and _is_secret(value, told=False):
                spans.append(found.span("before"))
            continue
        value = found["value"].rstrip(",.;:'\")]}>")
        link = found["link"].strip(_OPENING)
        if _is_secret(value, told=bool(link) and not link.casefold().endswith("is")):
            spans.append((found.start("value"), found.start("value") + len(value)))
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

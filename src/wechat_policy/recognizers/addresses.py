"""Addresses on the Internet: of people, of pages and of machines."""

from __future__ import annotations

from wechat_policy.recognizers.numerals import in_place
from wechat_policy.recognizers.patterns import Spans, compiled, narrowed

_NATIONAL = "中国|公司|网络|网址|集团|在线"
_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-"
_DOMAIN = r"@ ([ ]{0,2}) (?: [a-z0-9\-]{1,63} [.。] ){1,8} (?: [a-z]{2,24} | 中国 | 公司 | 网络 )"

_FILE = r"""
    \. (?: png | jpe?g | gif | svg | webp | bmp | psd | tiff? | heic | ico | eps | sketch | pdf
        | mp4
      | docx? | xlsx? | pptx? | txt | csv | json | jsx? | tsx? | css | html? | vue | git ) $"""

_REPOSITORY = r": [\w.~\-]{1,64} /"
"""Behind an address it makes it the place of a repository, as in git@host:team/project."""

_REST = r"(?: [:/?#] [!\#-&(-;=?-Z\[\]_a-z~|]{0,2048} )?"
_LABEL = r"[a-z0-9][a-z0-9\-]{0,62}"
_STRONG = (
    "com|cn|net|org|gov|edu|info|biz|cc|tv|vip|top|xyz|club|site|online|store|shop|ltd|wang|icu"
    "|hk|tw|mobi|io|blog|website|press|ink|ren|asia"
)
_WEAK = "me|co|ai|app|dev|live|work|link|fun|us|uk|de|fr|jp|kr|ru|sg|group|pro|name|tech|gl|ly"
_URL = rf"""
    (?<![a-z])
    (?: https? | ftps? | wss? | weixin | wxwork | wechat | alipays? | taobao | tg ) ://
    (?: (?: [\w\-\u4e00-\u9fff]{{1,63}} \. ){{1,5}} (?:{_NATIONAL})
      | [a-z0-9_\-.~%:@\[\]]{{1,255}} ) {_REST}
  | (?<![a-z0-9@._\-:/]) // (?: {_LABEL} \. ){{1,5}} (?:{_STRONG}) (?![a-z0-9\-_@]) {_REST}
  | (?: 官[网網方] | [网網] (?:站 | 址 | 页 | 頁) | 域名 | 友[链鏈] | 主[页頁] | 博客 | 站点
        | 浏览器
      | 访问 )
    [\s:是为為在]{{0,3}} (?P<site> (?: {_LABEL} \. ){{1,5}} (?:{_STRONG}|{_WEAK}) (?![a-z0-9\-_@.])
      {_REST} )
  | (?<![a-z0-9@._\-/]) (?<!@[ ]) (?! v?\d{{1,4}} (?: \.\d{{1,4}} ){{1,4}} \.[a-z] )
    (?! (?: (?: asp | ado | vb | ml ) \.net | socket\.io ) (?![:/.a-z]) )
    (?: www [.。] (?: {_LABEL} [.。] ){{1,5}} [a-z]{{2,24}} {_REST}
      | (?: {_LABEL} \. ){{1,5}} (?:{_STRONG}) (?![a-z0-9\-_@]) {_REST}
      | {_LABEL} 。 (?: com | cn | net | org ) (?![a-z0-9\-_@]) {_REST}
      | (?: {_LABEL} \. ){{1,5}} (?:{_WEAK}) (?=/[!-~]) {_REST}
      | (?: {_LABEL} \. ){{2,5}} (?:{_WEAK}) (?![a-z0-9\-_@]) {_REST} )"""

_OCTET = r"(?: 25[0-5] | 2[0-4]\d | 1\d\d | [1-9]?\d )"
_HEX = "[0-9a-f]{1,4}"
_GROUPS = f"(?: {_HEX} (?: :{_HEX} ){{0,6}} )"
_IP = rf"""
    (?: (?<![\da-z.。第]) | (?<=ip) ) {_OCTET} (?P<dot>[.。]) (?: {_OCTET}(?P=dot) ){{2}} {_OCTET}
    (?![\da-z]) (?![.。]\d)
  | (?<! [\da-z.] ) (?: (?<! : ) | (?<= ip: ) | (?<= v6: ) | (?<= [^\da-f:]: ) )
    (?P<six> (?:{_HEX}:){{7}} {_HEX}
      | (?=[0-9a-f:]{{0,38}}\d) {_GROUPS}? :: {_GROUPS}? )
    (?![\da-z:])"""
_SPOKEN = rf"(?<![\d点]) [12]\d\d 点 (?: {_OCTET} 点 ){{2}} {_OCTET} (?![\d点])"
"""Three digits before the first of three 点: no time of day."""

_VERSION = r"""
    (?: (?: 版本号? | version | ver | release | 更新到 | 升级到 | [章小][节節] | 条款 | 條款
        | 固件 | 驱动
        | [编編条條图圖型货貨款] [号號] | 评分 | 得分 | 尺寸 | 规格 | 規格 | 目录 | 目錄
        | 图[纸表] | 公式 | 附[录錄] )
      [\s:.=]{0,3}
    | (?<![a-z]) (?: chrome | bios | uefi | python | java | jdk | node | nginx | mysql | redis
        | php | office
        | windows | ios | android | sdk | edge | firefox | wps ) \s{0,2} v?
    | (?: 微信 | 企微 | 钉钉 | 飞书 | 客户端 | 系统 | app ) (?: 更新到 | 升级到 )? \s{0,2} ) $"""


def email(text: str) -> Spans:
    """An e-mail address."""
    plain = narrowed(text)
    spans: list[tuple[int, int]] = []
    for found in compiled(_DOMAIN).finditer(plain):
        # The part before the sign is read backwards: forwards it would be tried at each letter.
        before = plain[max(0, found.start() - 66) : found.start()]
        name = before.rstrip(" ") if found[1] else before
        local = name[len(name.rstrip(_LOCAL)) :].lstrip(".-+%")
        blanks = len(before) - len(name)
        start = found.start() - blanks - len(local)
        # icon@2x.png is a file, and //user@host a part of a web address.
        file = compiled(_FILE).search(found[0]) is not None
        file = file or compiled(_REPOSITORY).match(plain, found.end()) is not None
        file = file or plain[max(0, start - 2) : start] == "//"
        apart = not spans or start >= spans[-1][1]
        if local.strip("._%+-") and blanks <= 2 and apart and not file:
            spans.append((start, found.end()))
    return tuple(spans)


def url(text: str) -> Spans:
    """A web address, with its scheme, with www or as a bare domain of a common ending.

    Endings that are also words or files count only before a path or behind two further labels.
    """
    spans = []
    for found in compiled(_URL).finditer(narrowed(text)):
        group = "site" if found["site"] else 0
        address = found[group].rstrip(".,;:!?'\"*_")
        if address.endswith((")", "]")) and "(" not in address and "[" not in address:
            address = address.rstrip(")].,;:!?")
        spans.append((found.start(group), found.start(group) + len(address)))
    return tuple(spans)


def ip(text: str) -> Spans:
    """An Internet address of version 4 or 6; a version or section number of four parts is none."""
    plain = narrowed(text)
    spans = []
    for found in compiled(_IP).finditer(plain):
        start = found.start()
        if found["six"]:
            # What `::` stands for is at least one group, so that seven others are the most.
            if "::" in found[0] and len(found[0].replace(":", " ").split()) > 7:
                continue
        elif compiled(_VERSION).search(plain[max(0, start - 12) : start]):
            continue
        spans.append(found.span())
    if not spans and "点" in plain:
        spans = [one.span() for one in compiled(_SPOKEN).finditer(in_place(plain))]
    return tuple(spans)

"""x."""
import attrs
from wechat_policy.drafting.paragraphs import Line
from wechat_policy.drafting.sorting import read, Statement
def read_document(path):
    return [Line(x,i) for i,x in enumerate(open(path,encoding='utf-8-sig').read().splitlines(),1)]
class D: pass
class S: pass
def draft(lines):
    d=D(); d.statements=[]
    for s in read(lines)[1]:
        if isinstance(s,Statement):
            x=S(); x.text=s.text; x.kind=s.sort.kind; d.statements.append(x)
    return d

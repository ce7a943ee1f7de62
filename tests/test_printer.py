from __future__ import annotations
from hypothesis import given, settings, HealthCheck, strategies as st
import strategies as made
from wechat_policy import nodes
from wechat_policy.source import Source
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
import pytest

def doc(*s): return nodes.Document(tuple(s), source=Source("m",""))
MADE={
 "documents": made.documents,
 "cond": made.conditions.map(lambda c: doc(nodes.Clause("c",(nodes.Forbid("must",(nodes.Pattern("message"),),when=c),)))),
 "test": made._tests(made.conditions).map(lambda c: doc(nodes.Clause("c",(nodes.Require("must",c,(nodes.Pattern("message"),)),)))),
 "norms": made.norms.map(lambda c: doc(nodes.Clause("c",(c,)))),
 "items": st.tuples(made.clause_items,made.clause_items).map(lambda c: doc(nodes.Clause("c",c))),
 "rows": made.rows.map(lambda r: doc(nodes.Penalties((r,)))),
}
@pytest.mark.parametrize("kind",MADE)
@settings(max_examples=800, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_rt(kind, data):
    document=data.draw(MADE[kind])
    for skin in ("en","zh"):
        text=print_policy(document,skin)
        again,faults=parse(Source("x",text))
        assert [f.code for f in faults]==[], text
        assert again.sections==document.sections, text
        assert print_policy(again,skin)==text

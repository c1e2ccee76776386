"""How well a network does, for plots."""

import gc
from weakref import ref

from nnviz.document.files import open_document
from nnviz.gui.plots.standing import Standing
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from tests.gui.samples import chain


def test_what_a_closed_document_was_worth_does_not_keep_it(qapp):
    session = Session(open_document("example:iris"))
    standing = Standing(session, runner := Runner(session))
    assert standing.scores() is standing.scores()
    before = ref(session.document)
    session.new(chain())
    runner.recording.begin(session.document)  # as the recorder does
    assert standing.scores().loss == session.trace.loss
    gc.collect()
    assert before() is None

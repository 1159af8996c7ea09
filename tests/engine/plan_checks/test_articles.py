"""What looks like an article of a law, and what does not."""

from __future__ import annotations

import pytest

from engine.plan_checks import check
from tests.support.plan_files import small_source

GOOD = ("9", "9999", "1.2.1", "11-1", "19a", "9(2)", "5之一", "第9条", "第九条", "附件3", "续报")
BAD = ("0", "03", "10000", "1.0", "-1", "1..2", "x", "第0条", "１２", "9 3", "2.5.", "")


@pytest.mark.parametrize("article", GOOD)
def test_an_article_may_be_cited_as_laws_number_them(article: str) -> None:
    assert check(*small_source(('"law:3"', f'"law:{article}"'))) == []


@pytest.mark.parametrize("article", BAD)
def test_what_no_law_has_for_an_article_is_refused(article: str) -> None:
    found = check(*small_source(('"law:3"', f'"law:{article}"')))
    assert [(f.code, f.severity) for f in found] == [("no_such_article", "error")]

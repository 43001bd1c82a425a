"""What is new since the last visit is told by what the browser kept, and nobody is followed."""

from dateline.store import Change
from dateline.web.visits import Visit, news, visit_of


def test_a_first_visit_has_nothing_to_compare() -> None:
    """Nor has a reload of it, nor a cookie that is none of ours."""
    seen, kept = visit_of(None, change=5, minute=1000)
    assert seen is None
    again, kept = visit_of(kept, change=7, minute=1010)
    assert again is None
    for strange in ("", "x", "1.2.3", "9.9.9.9.9", "99.1.99.1"):
        assert visit_of(strange, change=5, minute=1000)[0] is None


def test_the_next_visit_sees_what_the_first_left_off_at() -> None:
    """And goes on seeing it while it lasts, however often the page is loaded."""
    _, kept = visit_of(None, change=5, minute=1_000_000)
    _, kept = visit_of(kept, change=7, minute=1_000_010)
    later, kept = visit_of(kept, change=9, minute=1_000_100)
    assert later == Visit("1971-11-26", 7)
    still, _ = visit_of(kept, change=12, minute=1_000_110)
    assert still == later


def test_another_store_is_no_news() -> None:
    """A number beyond the store's newest change comes from elsewhere."""
    _, kept = visit_of(None, change=500, minute=1_000_000)
    assert visit_of(kept, change=3, minute=1_000_100)[0] is None


def test_news_counts_reports_and_incidents_once() -> None:
    """An incident that came and went is no news; one that changed twice is one."""
    rows = [("added", "article", "a"), ("added", "incident", "i"), ("revised", "incident", "j")]
    rows += [("removed", "incident", "i"), ("revised", "incident", "j"), ("withdrawn", "article", "a")]
    changes = [Change(number=n, at="", kind=k, about=about, target=t) for n, (k, about, t) in enumerate(rows)]
    found = news(Visit("2021-11-20", 0), changes)
    assert (found.reports, found.incidents) == (1, ("j",))

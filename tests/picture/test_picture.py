"""The picture over a store, as a researcher asks for it."""

from pathlib import Path

from dateline import Picture, Store


def test_an_empty_store_has_an_empty_picture(tmp_path: Path) -> None:
    """Nothing was read, so nothing is said, and nothing fails."""
    with Store(tmp_path / "empty.db") as store:
        picture = store.picture()
    assert picture.relation("USA", "taliban").facets == ()
    assert picture.presence("isis-k", since="2021-11-01", until="2021-11-30").verdict == "not known"
    assert picture.calendar() == ()
    assert picture.warnings() == ()


def test_a_picture_needs_no_store() -> None:
    """Values of one's own are enough."""
    assert Picture(events=()).relation("AVL", "SOR").events == 0

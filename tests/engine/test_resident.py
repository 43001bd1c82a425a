"""Few heaps for many threads."""

import platform

from dateline.engine.resident import share_heaps


def test_heaps_are_shared_where_the_c_library_lets_us() -> None:
    """Asked for on glibc it is done, elsewhere it is left alone without an error."""
    assert share_heaps() is (platform.libc_ver()[0] == "glibc")

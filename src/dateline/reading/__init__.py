"""The world into articles: folders, text files, HTML pages, JSON Lines and standard input.

Every file, line or page gives one `Article` or one `Refused` that says what is wrong and how to mend it; nothing is
lost, nothing raises for what a file holds. What a report means belongs to the rooms after this one.
"""

from dateline.reading.folders import Read, read

__all__ = ["Read", "read"]

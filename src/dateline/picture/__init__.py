"""What it adds up to: relations, presence, calendar, warnings - pure functions over events with their evidence."""

from dateline.picture.picture import Picture

__all__ = ["Picture"]

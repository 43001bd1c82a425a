"""Names to places."""


class Gazetteer:
    """Candidates by name."""

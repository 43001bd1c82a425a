"""The actors we know by name, role and date."""


class Catalogue:
    """Actors by name and by office."""

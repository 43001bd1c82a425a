"""Translation engines: the edge that talks to programs, servers and models.

Each engine answers to `dateline.language.translation.Translator`. Which ones there are is read from `translators.toml`;
without one it is Apertium, where it is installed. No engine that sends text away is ever used unless it is configured.
"""

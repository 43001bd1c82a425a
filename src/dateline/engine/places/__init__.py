"""What the gazetteer is compiled from: packages and our own tables, made into rows in a fixed order."""

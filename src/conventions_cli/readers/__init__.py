"""Texts to document trees. `markdown` reads the closed dialect of clauses, and the published Markdown back."""

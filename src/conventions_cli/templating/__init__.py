"""Packs of clauses and a spec's values, made into a document. Jinja is known here only."""

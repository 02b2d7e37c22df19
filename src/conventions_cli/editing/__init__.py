"""Specs rewritten with their comments: canonical form, values set, suggestions applied, older drafts mended.

Everything is made in memory and proved before a file is written: read again, it must mean what it meant, or what was
asked.
"""

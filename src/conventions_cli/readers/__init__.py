"""Texts and files to document trees: `markdown` reads clauses and the published Markdown, `docx` a Word file."""

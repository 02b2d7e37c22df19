"""French as an administration writes it: amounts, dates, words, grammar, typography. Knows nothing of conventions."""

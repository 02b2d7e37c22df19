"""An act that comes back: what it changed of its spec, and what the linter (`linting/`) finds in its words."""

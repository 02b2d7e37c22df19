"""Diagnostics to people and machines, one module per form."""

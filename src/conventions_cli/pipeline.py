"""The product in a few sentences: check a spec, build its document, write its files."""

"""The document tree: what an act says, whatever format it comes from or goes to."""

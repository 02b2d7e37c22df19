"""What is published of signed acts: the acts, their metadata, an index, the data of grants, fingerprints.

`prepare` computes the whole bundle as values, names to bytes; the command writes it afterwards.
"""

from conventions_cli.publication.bundle import Candidate, is_draft, prepare

__all__ = ["Candidate", "is_draft", "prepare"]

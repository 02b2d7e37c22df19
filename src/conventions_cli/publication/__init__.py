"""The publication of signed acts: the acts, their metadata, an index, the data of grants, fingerprints.

`prepare` computes the whole bundle, as bytes by name; the command then writes it.
"""

from conventions_cli.publication.bundle import Candidate, is_draft, prepare

__all__ = ["Candidate", "is_draft", "prepare"]

"""Avenants: from the versions of a signed act to the act that says what changes.

`lines` counts alinéas, `holders` cuts an act into what is amended one by one, `finding` finds the modifications,
`applying` proves they say all, `legal_wording` says them in French; `versions` reads the chain of acts, `refusals`
tells what no avenant can do, `avenant` makes it and the consolidated version.
"""

from conventions_cli.amendment.avenant import PACK, Prepared, prepare, prepare_chain

__all__ = ["PACK", "Prepared", "prepare", "prepare_chain"]

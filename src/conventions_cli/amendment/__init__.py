"""Avenants: from the versions of a signed act to the avenant between the last two.

`lines` counts alinéas, `holders` cuts an act into the texts that are amended separately, `finding` finds the
modifications, `applying` proves that they lead to the new version, `legal_wording` words them in French.
`act_versions` reads the chain of acts, `refusals` lists the changes that no avenant can make, `avenant` makes the
avenant and the consolidated act.
"""

from conventions_cli.amendment.avenant import Prepared, prepare, prepare_chain

__all__ = ["Prepared", "prepare", "prepare_chain"]

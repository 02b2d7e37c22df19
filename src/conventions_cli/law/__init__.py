"""The official texts that acts cite: the facts of each, and the faults of sentences that cite them."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.law.citations import addresses, disagreements, out_of_force
    from conventions_cli.law.named import names_text
    from conventions_cli.law.texts import LegalText, Threshold, all_texts, find_text, replacing, thresholds

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

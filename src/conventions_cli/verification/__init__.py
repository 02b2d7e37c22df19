"""The check of a returned act: its differences from the act of its spec, and the remarks of `linting/` on its words."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.verification.alterations import altered, printed, values_of
    from conventions_cli.verification.annotations import pending_in
    from conventions_cli.verification.beside import Held, between, lost
    from conventions_cli.verification.carrying import Carrying, Left, Proposal, carrying_of
    from conventions_cli.verification.json_verdict import json_report
    from conventions_cli.verification.printed_verdict import text_report
    from conventions_cli.verification.remade import Remade
    from conventions_cli.verification.returned import Given, Report, examine
    from conventions_cli.verification.verdicts import Verdict
    from conventions_cli.verification.versions_carried import signed_act
    from conventions_cli.verification.word_origins import Origins

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

"""The linter: remarks on the words of an act, wherever it comes from.

`remarking` runs the checks, each a function from an act (`passages`) to remarks, on a tree read from any format;
`article_references`, `sums`, `imputation`, `namings` and `visa_checks` are some of their modules. `own` lints the acts
made with clauses of the user.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.linting.own import reread
    from conventions_cli.linting.passages import CONSOLIDATED
    from conventions_cli.linting.remarking import lint
    from conventions_cli.linting.remarks import Remark

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

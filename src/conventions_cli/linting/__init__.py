"""What is wrong in the words of an act, wherever it comes from.

`remarking` works on a tree, whatever it was read from: `passages` is how it looks at one; `article_references`,
`sums`, `imputation`, `namings` and `visa_checks` are its checks, each a function from an act to remarks. `own` reads
again the acts made with clauses of one's own.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.linting.comparable import folded, plain
    from conventions_cli.linting.own import reread
    from conventions_cli.linting.passages import CONSOLIDATED
    from conventions_cli.linting.remarking import lint
    from conventions_cli.linting.remarks import Remark

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

"""The steps from a spec to an act, the checks of a set of specs, and the warnings that a spec tolerates."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.pipeline import sets
    from conventions_cli.pipeline.sets import Identity, Member, check_set, clashes, identities_of, member, one_file
    from conventions_cli.pipeline.shared import Shared, check_shared
    from conventions_cli.pipeline.steps import (
        Checked,
        Options,
        assemble,
        assemble_bare,
        assembled,
        check,
        check_bytes,
        check_carried,
        forget,
        promises,
        render,
        shared_refused,
        write,
    )
    from conventions_cli.pipeline.tolerance import all_codes

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

"""Rewrites specs and keeps their comments: canonical form, values set, suggestions applied, old formats migrated.

Each new text is made in memory, and proved before a file is written: read again, it must have the meaning of the old
text, with the changes that were asked for.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.editing.assignments import Change, change, change_of, lay_all
    from conventions_cli.editing.copy_update import PackUpdate, update_pack
    from conventions_cli.editing.file_faults import new_errors
    from conventions_cli.editing.files import files_in, is_pack
    from conventions_cli.editing.fixing import Choice, Fixed, Proposal, fix, open_to_fix, proposals
    from conventions_cli.editing.formatting import Rewritten, TextFile, diff_of, format_file, format_source, open_file
    from conventions_cli.editing.migrations import migrate_file
    from conventions_cli.editing.showing import changed_lines, marked_lines
    from conventions_cli.editing.storing import Keeping, Overwritten, rewrite
    from conventions_cli.editing.undoing import undo

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

"""The base of all rooms, which knows no act: records, diagnostics, codes, budgets, files and characters allowed."""

from typing import TYPE_CHECKING

from conventions_cli.foundation.doors import door

if TYPE_CHECKING:
    from conventions_cli.foundation import catalogue, confines, diagnostics, memory
    from conventions_cli.foundation.catalogue import CODES
    from conventions_cli.foundation.clock import NO_DATE, Moment, made_at, moment_made
    from conventions_cli.foundation.confines import (
        NotRegularError,
        Opened,
        OutsideError,
        find_inside,
        is_anyone_s,
        is_inside,
        open_folder,
        opened,
        read_bytes,
        read_found,
        resolved,
        resume,
        root_of,
        set_racine,
    )
    from conventions_cli.foundation.consulted import Stamp, consult, noting, stamp
    from conventions_cli.foundation.diagnostics import (
        Code,
        Diagnostic,
        Outcome,
        Position,
        Related,
        Replacement,
        Severity,
        SourceText,
        Span,
        has_errors,
        ordered,
    )
    from conventions_cli.foundation.effort import LEAST, STEPS, Effort
    from conventions_cli.foundation.endings import ENDINGS, endings_held
    from conventions_cli.foundation.memory import Memo, on_forget, remembered
    from conventions_cli.foundation.records import Packing, Record, field, read_table, replace
    from conventions_cli.foundation.resources import (
        cache_folder,
        config_folder,
        example_specs,
        installed_version,
        pages_dir,
        templates_dir,
    )
    from conventions_cli.foundation.staging import hidden_file, hidden_folder, turn
    from conventions_cli.foundation.visibility import (
        MARK,
        escaped,
        is_plain,
        json_text,
        page_text,
        visible,
        visible_lines,
        without_orders,
    )

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

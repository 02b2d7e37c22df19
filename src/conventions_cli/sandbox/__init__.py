"""Limits clauses: counts steps and sizes, checks names, guards values. It hooks private parts of Jinja."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.sandbox import bounds, literals
    from conventions_cli.sandbox.budget import Budget, TooMuchError
    from conventions_cli.sandbox.generator import BoundedGenerator
    from conventions_cli.sandbox.guard import (
        CURRENT,
        Guard,
        Suite,
        ValueRefusedError,
        line_marker,
        marked_places,
        tokens_of,
        without_marks,
    )
    from conventions_cli.sandbox.messages import (
        FrenchUndefined,
        failure_message,
        syntax_hint,
        syntax_message,
        undefined_name,
    )
    from conventions_cli.sandbox.reach import BYTES, DICTIONARIES, given, is_named_by_clauses, letters, offered
    from conventions_cli.sandbox.refusal import ClauseRefusedError
    from conventions_cli.sandbox.sizes import printed_size

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

"""Reads YAML into a located tree: a file, the files it inherits, and the values given on the command line."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.source import overrides
    from conventions_cli.source.bare import scalar_text
    from conventions_cli.source.conflicts import conflicts_in
    from conventions_cli.source.decoding import (
        ENDINGS,
        FORBIDDEN,
        MAX_BYTES,
        WITHOUT_WIDTH,
        closed_folder,
        closed_to_us,
        decode,
        forbidden_in,
        kind_of,
        read_file,
        without_forbidden,
    )
    from conventions_cli.source.dump import normalized_yaml, remedy
    from conventions_cli.source.file_names import as_on_disk, is_from_a_root, with_backslashes
    from conventions_cli.source.former import (
        CURRENT,
        KEY,
        MIGRATIONS,
        Former,
        applies,
        modernize,
        read_version,
        steps_for,
    )
    from conventions_cli.source.inheritance import KEY_STEPS, Inheritance, TooDearError, Walk, merge
    from conventions_cli.source.loading import load_text, load_tree
    from conventions_cli.source.node import (
        Entry,
        KeyPath,
        Mapping,
        Node,
        Scalar,
        Sequence,
        find,
        first_line,
        holds_blank,
        is_blank,
        key_span,
        nowhere,
        path_in,
        plain,
        span_of,
        weight,
    )
    from conventions_cli.source.outline import Line, as_layout, comment_text, says_nothing, yaml_lines
    from conventions_cli.source.overrides import Assignment, override, read_assignment
    from conventions_cli.source.pasted import damage_in, describe, first_leftover, repaired
    from conventions_cli.source.pictures import MAX_BYTES as MAX_PICTURE
    from conventions_cli.source.pictures import PictureFile, picture_of, read_picture
    from conventions_cli.source.printer import entry_text, flow_text, group_lines, print_layout
    from conventions_cli.source.text_layout import (
        BLOCK_STYLES,
        Group,
        Layout,
        LayoutEntry,
        Leaf,
        key_to_write,
        to_write,
    )
    from conventions_cli.source.yaml_layout import read_layout
    from conventions_cli.source.yaml_reader import parse

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

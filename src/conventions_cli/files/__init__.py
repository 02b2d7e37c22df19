"""Finds the files that commands read, and writes their outputs, whole or not at all."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.files.changed import concerned
    from conventions_cli.files.discovery import (
        MANIFEST,
        SHARED_KIND,
        acts_in,
        is_shared,
        kind_of,
        shared_in,
        shows_an_act,
        specs_in,
        yaml_files,
    )
    from conventions_cli.files.outputs import (
        Written,
        file_stem,
        is_stream,
        placed,
        refuse_taken,
        write_all,
        write_bytes,
        write_folder,
        write_new,
        write_output,
        write_whole,
    )

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)

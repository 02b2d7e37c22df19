"""A tree back to YAML: the normalised text of a spec, all that it inherits laid in."""

import yaml

from conventions_cli.source.node import Mapping, plain


def normalized_yaml(tree: Mapping) -> str:
    """The spec as one file, without what only served to write it (`herite`, `annuaire`).

    Equal trees give equal texts.
    """
    data = plain(tree.without("herite", "annuaire"))
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120))

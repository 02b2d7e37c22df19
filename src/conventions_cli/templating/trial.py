"""Tries an expression or a clause on one spec, without a pack: what does it print?"""

from typing import Any

from jinja2 import Template, TemplateError

from conventions_cli.document import Blocks, Heading, Missing, plain_text
from conventions_cli.foundation import remembered
from conventions_cli.model import Designations, Spec
from conventions_cli.readers import read_blocks
from conventions_cli.sandbox import CURRENT, Guard, ValueRefusedError
from conventions_cli.templating.context import context_for
from conventions_cli.templating.environment import environment_for
from conventions_cli.templating.guarded import GuardedBlock, guarded_title

_FAULTS = (TemplateError, ValueRefusedError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@remembered(4096)  # the same expressions are tried on many values
def _template(text: str) -> Template:
    """A text compiled, whatever it will print."""
    return environment_for(()).from_string(text)


class Trial:
    """The values of one spec, for any clause to print. `typography`: whether French typography is applied to texts.

    `extras`: the values of the fields of a pack; `designations`: how it calls the parties.
    """

    def __init__(
        self,
        spec: Spec,
        extras: dict[str, Any] | None = None,
        *,
        typography: bool,
        designations: Designations | None = None,
    ) -> None:
        self.environment = environment_for(())
        values = context_for(spec, extras or {}, designations=designations)
        self.context: dict[str, Any] = {**self.environment.globals, **values}
        self.typography = typography

    def text(self, expression: str) -> str | None:
        """What `{{ expression }}` prints; None when it fails, prints nothing, or prints a value still to complete."""
        return self.title(f"{{{{ {expression} }}}}")

    def title(self, template: str) -> str | None:
        """What a template that is not Markdown prints, like the title of an article; None as for `text`."""
        guard = Guard()
        try:
            heading = guarded_title(self._printed(guard, template))
            finished = heading.finish(guard, typography=self.typography)
            inlines = tuple(inline for block in finished if isinstance(block, Heading) for inline in block.content)
        except _FAULTS:
            return None
        if any(isinstance(inline, Missing) for inline in inlines):
            return None
        return plain_text(inlines) or None

    def blocks(self, clause: str, **names: object) -> Blocks | None:
        """The blocks of a clause; None when it fails. `names`: more values for it, besides those of the spec."""
        guard = Guard()
        try:
            result = read_blocks(self._printed(guard, clause, **names), guard.is_address)
            if result.faults:
                return None
            guarded = map(GuardedBlock.of, result.blocks)
            return tuple(node for block in guarded for node in block.finish(guard, typography=self.typography))
        except _FAULTS:
            return None

    def _printed(self, guard: Guard, text: str, **names: object) -> str:
        previous = CURRENT.set(guard)
        try:
            return self.environment.printed(_template(text), self.context | names)
        finally:
            CURRENT.reset(previous)

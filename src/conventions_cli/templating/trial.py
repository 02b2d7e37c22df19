"""Try an expression or a clause on one spec, without a pack: what would it print?"""

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
    """The values of one spec, ready to be printed by any clause. `typography`: whether texts take that of French.

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
        """What `{{ expression }}` prints, or None when it prints nothing or what is still to complete."""
        return self.title(f"{{{{ {expression} }}}}")

    def title(self, template: str) -> str | None:
        """The same for a template that is not Markdown: the title of an article."""
        guard = Guard()
        try:
            heading = guarded_title(self._printed(guard, template))
            finished = heading.finish(guard, typography=self.typography)
            inlines = tuple(one for block in finished if isinstance(block, Heading) for one in block.content)
        except _FAULTS:
            return None
        if any(isinstance(inline, Missing) for inline in inlines):
            return None
        return plain_text(inlines) or None

    def blocks(self, clause: str, **names: object) -> Blocks | None:
        """The blocks of a clause; None when it fails. `names`: what it can use besides the values of the spec."""
        guard = Guard()
        try:
            read = read_blocks(self._printed(guard, clause, **names), guard.is_address)
            if read.faults:
                return None
            return tuple(
                one for block in read.blocks for one in GuardedBlock.of(block).finish(guard, typography=self.typography)
            )
        except _FAULTS:
            return None

    def _printed(self, guard: Guard, text: str, **names: object) -> str:
        previous = CURRENT.set(guard)
        try:
            return self.environment.printed(_template(text), self.context | names)
        finally:
            CURRENT.reset(previous)

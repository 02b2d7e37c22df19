"""What a spec means: pydantic models, frozen, strict. pydantic is known here only."""

"""What an act of any origin states: read here once, for the import and for the checks of any act."""

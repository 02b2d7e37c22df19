"""Small acts as offices write them, with what a right reading gives.

`wording` says how an act is given here; `structure`, `people` and `money` hold acts that differ from a usual one by what
is looked at; `whole`, `traps`, `offices` and `passing` hold whole acts of other hands; `files` writes each as a Word
file with heading styles, as one typed by hand, as Markdown, as text and as ODT.
"""

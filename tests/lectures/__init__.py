"""Small acts as offices write them, with what a right reading gives.

`wording` says how an act is given here; `structure`, `people` and `money` hold the acts; `files` writes each as a Word
file with heading styles, as one typed by hand, as Markdown, as text and as ODT.
"""

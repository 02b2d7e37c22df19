"""Inputs nobody wrote: the files of this repository, cut, swapped and filled with what attackers write (`make fuzz`).

`targets` says, for each kind of input, which commands read it and what must hold; `mutations` makes the inputs, as
strategies of Hypothesis, which also finds the shortest input that fails; `watch` sees what a run touches and how long
it is; `made` looks at what it made. An input that failed is kept in `corpus/`, which the ordinary suite replays.
"""

"""What is wrong in the words of an act, wherever it comes from.

`lint` works on a tree, whatever it was read from: `act` is how it looks at one, `references`, `money`, `codes`, `names`
and `law` are its checks, each a function from an act to remarks. `own` reads again the acts made with clauses of one's
own.
"""

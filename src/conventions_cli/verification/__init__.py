"""An act that comes back, or comes from elsewhere: what it gets wrong (`lint`), what it changed (`verify`).

The linter works on a tree, whatever it was read from: `act` is how it looks at one, `references`, `money`, `codes`,
`names` and `law` are its checks, each a function from an act to remarks.
"""

"""The live page of one spec: what it is (`state`), how it reads (`page`), who serves it (`app`, `server`, `watch`).

`state` and the modules of the page are pure: a spec in, values and texts out. The three libraries of the server are
imported in `app`, `server` and `watch` only; they come with the extra `preview` (`checkup.PREVIEW`).
"""

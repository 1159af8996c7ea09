"""Plans as data: their shape, and how a file becomes one.

`model` and its two companions `expressions` and `cadences` say what a plan file may
hold; `loader` reads one through `tree`; `clauses` ties it to the plan's text; `schema` is
for editors. That a plan keeps its promises is proved in `engine.checks`. Rules of a
particular plan are never in here: they are in `plans/`.
"""

"""Plans as data: their shape, how a file becomes one, and how one is checked.

`model` and its two small companions `expressions` and `cadences` say what a plan file
may hold; `loader` reads one; `check` proves it; `clauses` ties it to the plan's text;
`select` chooses between a special and a general plan. Rules of a particular plan are
never in here: they are in `plans/`.
"""

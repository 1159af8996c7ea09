"""Plans as data: their shape, and how a file becomes one.

`model`, with `expressions` and `cadences`, says what a plan file may hold. `plan_files` finds the
files, `loader` joins them through `yaml_tree`, `clauses` ties a plan to its text, and `json_schema`
makes the schemas for editors. `engine.plan_checks` proves that a plan keeps its promises. Rules of
a particular plan stand in `plans/`, never here.
"""

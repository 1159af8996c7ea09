"""What the recorded facts mean under a plan: conditions, criteria, the recommended level.

`evaluation` gives a condition one of three values: true, false or unknown. `criteria` applies
it to the response conditions of each level and `assessment` to the whole plan; `explanations`
puts the result in words. `fact_values` checks figures that come in, `plan_selection` decides
which plan governs an incident. Nothing here decides who may act.
"""

"""Where a careless reader of the three plans goes wrong, and what is built where they are silent.

64 numbered traps and 25 readings (A1 to A25). Each is the subject of at least one test
that carries its number (`@trap`) or id (`@reading`) and the clause; `test_all_numbered`
proves that none is missing. Traps are in `test_thresholds_of_…` (1-18), `test_authority`
(19-23), `test_command` (24-30), `test_duties` (31-41), `test_reports` (42-52),
`test_transitions` (53-59) and `test_text` (60-64). `test_readings_…` prove moreover that a
reading is data: with another word in the plan file the program does otherwise.
"""

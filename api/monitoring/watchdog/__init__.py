"""The watchdog: does the report ledger say what plan and journal ask for?

1. `incident_audit` reads one incident from the store and has `engine.ledger_audit` recompute
   its ledger, in another way than the scheduler; `audit_progress` says where it left off.
2. `audit_queue` says which incidents are next.
3. `auditor` audits round after round, in slices that leave time for commands.
4. `audit_status` holds the findings and judges the auditor by the age of its last round.
   Readiness, metrics and screens ask the status, never the auditor.
5. `dead_man_switch` tells another machine that all is well; its silence is the alarm.

Nothing is repaired here: the ledger is read, never written. `api.app` wires it.
"""

"""The watchdog: does the report ledger say what plan and journal ask for, and who asks?

1. `examining` reads one incident from the store and has `engine.audit` recompute its
   ledger, on another way than the scheduler's; `progress` says how far it was read before;
2. `agenda` says which incidents it is the turn of;
3. `auditor` does that round after round, in slices that leave room for everything else;
4. `watch` holds what was found and judges the auditor itself by the age of its last round:
   whoever shows the state (readiness, figures, screens) asks the watch, never the auditor;
5. `deadman` tells the outside, as long as all is well; its silence is the alarm.

Nothing is repaired here. The ledger is read, never written. `api.app` wires it.
"""

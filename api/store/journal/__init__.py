"""Writing: commands run and commit here, in one transaction a batch.

`writer` is the only one that commits, with group commit; `jobs` wait for it and `batches` run
in it. `journal` is `engine.ports.Journal` inside one transaction, `commit` what a batch leaves
behind, `incident_cache` keeps folded incidents, `idempotency` the first replies by key.
"""

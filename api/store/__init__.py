"""The store: everything Zhiban keeps, on SQLite or PostgreSQL, by one code path.

The only package that knows sqlmodel, sqlalchemy and alembic. No rule of a plan and
nothing of HTTP lives here.

    store      opens all of the below and closes it again
    database   engines, transactions, what a broken database is called
    tables     the tables (SQLModel) and the type of instants
    schema     migrations up and down, in-process (migrations/)
    rows       events, incidents, slots ↔ rows
    states     the cache of folded incidents
    bare       the few statements of every command, handed to the driver as they are
    journal    `engine.ports.Journal` inside one transaction
    writer     the one writer with group commit (tickets, batches, appended)
    answers    first answers by Idempotency-Key
    reads      queries for screens and machines
    accounts   accounts and passwords
    sessions   sign-ins and tokens
    plans      `engine.ports.PlanLibrary`, with the older versions that incidents need
    verify     is every journal whole, and does everything derived agree with it
    heads      what an owner publishes of the journal, and whether it is still true
    backup     one snapshot into one file (archive, copying)
    restore    one file into one database, in one transaction
"""

"""The store: everything Zhiban keeps, on SQLite or PostgreSQL, by one code path.

The only package that imports sqlmodel, sqlalchemy and alembic. No rule of a plan and
nothing of HTTP lives here.

    facade     opens all of the below and closes it again
    errors     what a broken or refusing database is called
    database   connections, tables, rows, the schema's version, notifications between nodes
    journal    the one writer with group commit, the incident cache, idempotency
    queries    what screens and machines read, and the plans of incidents
    accounts   accounts, passwords, sign-ins and tokens
    integrity  is every journal whole, and does it extend the heads that were published
    backup     one snapshot into one file, and one file into one database
    migrations the schema, step by step
"""

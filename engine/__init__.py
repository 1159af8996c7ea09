"""The engine: plans, states, deadlines and drills, with no input or output.

Nothing in here opens a file at run time (except `engine.plan.loader`, which reads
plan files when it is asked to), starts a thread, draws a random number or reads a
clock other than through `engine.clock`.
"""

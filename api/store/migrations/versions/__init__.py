"""One file a step, `rNNNN_words.py`, each with its way up and its way down."""

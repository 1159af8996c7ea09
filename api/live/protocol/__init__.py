"""The words of the live channel: messages, encodings, deltas of lists, the AsyncAPI document."""

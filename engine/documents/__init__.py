"""Documents: what leaves a duty office on paper, as typed values made from the journal."""

"""Who may what, folded from the feed's facts: a registry of small nouns."""

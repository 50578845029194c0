"""Keep and fetch. Leaves out: ranking."""

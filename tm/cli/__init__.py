"""Parse, call one job, show the result. Leaves out: logic."""

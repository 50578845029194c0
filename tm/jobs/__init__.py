"""One module for each thing a user does. Leaves out: printing and HTTP."""

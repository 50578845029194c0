"""Results to pages. Leaves out: computing them."""

"""A draft to findings, one module a family of rules. Leaves out: file formats."""

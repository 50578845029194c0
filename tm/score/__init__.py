"""Drafts to scores with signatures. Leaves out: file formats."""

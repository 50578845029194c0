"""Read HTML, DOCX, text, Markdown and PDF into a release and cut it into segments. Leaves out: pairing."""

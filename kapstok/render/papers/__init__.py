"""Papers: from template to Markdown, from there to Word and PDF, and what a paper says of itself."""

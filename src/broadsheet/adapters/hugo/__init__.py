"""The Markdown of the Hugo page: its escaping, and the small theme that the site comes with."""

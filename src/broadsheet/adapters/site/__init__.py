"""What the site publisher shows: quotes in context, views for the templates, the map of the day, the templates."""

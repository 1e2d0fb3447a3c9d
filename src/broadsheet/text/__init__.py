"""Pure functions on text that know no news."""

"""Formats of feeds: bytes of RSS, Atom, CDF or JSON Feed become entries, and entries become items."""

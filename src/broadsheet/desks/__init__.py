"""Beats as data: a folder each."""

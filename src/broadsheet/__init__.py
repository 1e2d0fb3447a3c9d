"""Broadsheet: what a field published in the last 24 hours, told as stories, each with the sentence that says so."""

__version__ = "0.1.0"

"""The words that models are given, by language.  docs/style.md says why they are what they are."""

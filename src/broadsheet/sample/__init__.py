"""The sample day: 17 December 2025 as feeds and pages, restated in our own words and served on loopback.

``day/*.jsonl`` holds the articles, ``sources.toml`` the sources that list them, ``feeds.toml`` what is odd about a
feed; ``records.py`` reads and checks them, ``origin.py`` builds what each address answers, ``server.py`` answers.
"""

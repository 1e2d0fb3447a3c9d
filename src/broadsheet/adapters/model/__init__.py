"""A language model behind an OpenAI-compatible address: ask it, count it, remember it, stop in time.

The address is the operator's own choice, often this machine, so it does not go through the guarded fetch.  In return
nothing else is ever asked here: no proxy, no redirect, no address from an article.
"""

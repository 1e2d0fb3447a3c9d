"""The web: the only part of the house that opens a connection, and what it keeps of what came.

fetch      the Fetch port: manners, memory, redirects          archive    the same from a capture
  robots     what a site wants left alone                        journal    what a run fetched; memory: what sites said
  manners    turns of a host, Retry-After, freshness
  transport  one exchange, with every limit
  guard      only what the public internet routes is dialled
"""

"""The desk of AI and technology."""

"""The desk of spaceflight and astronomy."""

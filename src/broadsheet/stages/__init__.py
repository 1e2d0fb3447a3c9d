"""One arrow a file; none imports another, nor an adapter."""

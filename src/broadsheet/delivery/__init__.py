"""A printed edition goes out: to each subscriber, chat and webhook, once."""

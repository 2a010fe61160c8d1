"""Running the site: whether it is alive and ready."""

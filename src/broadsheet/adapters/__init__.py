"""Whatever touches the world: one adapter a file, registered as an entry point; none imports a stage."""

"""Running Heard on one machine: checks before the start, and a supervisor for the web server and the workers."""

"""Work on files from outside, done in child processes that are small, short-lived and know nothing."""

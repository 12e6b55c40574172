"""What the program measures of itself while it runs, for a monitor."""

"""For operators: commands, the command socket, the demo town."""

"""For those who run it: commands, the command socket, a town for trying out."""

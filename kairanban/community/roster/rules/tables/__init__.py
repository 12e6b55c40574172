"""The tables of a file's sheets: where each begins and ends, and which of them are rosters."""

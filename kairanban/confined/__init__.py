"""Work on untrusted files, done in short-lived child processes without network, database or secrets."""

from tests.engines import ENGINE

collect_ignore_glob = [] if ENGINE == "postgresql" else ["*"]

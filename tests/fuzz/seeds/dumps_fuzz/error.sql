pg_dump: error: no

"""The ground floor: settings, database, jobs, events, errors and files. No domain words."""

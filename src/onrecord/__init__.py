"""On Record: read -> annotate -> record -> weigh -> watch -> show."""

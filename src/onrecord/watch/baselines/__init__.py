"""How unusual a count is beside the days before it: `unusual` is ours, `published` holds EARS C2 and Farrington's."""

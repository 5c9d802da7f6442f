"""From YAML text to data with places: events, our own YAML 1.2 construction, and what is wrong in plain words."""

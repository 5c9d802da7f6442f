"""YAML text becomes documents that know where everything stands."""

"""The templates themselves: found, compiled, escaped, and their mistakes explained."""

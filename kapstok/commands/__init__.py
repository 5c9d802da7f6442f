"""What `kapstok` can do besides checking and building, and how findings are printed."""

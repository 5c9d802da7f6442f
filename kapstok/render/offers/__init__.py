"""What a template may see and use."""

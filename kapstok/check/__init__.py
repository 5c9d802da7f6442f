"""What every agenda must keep to, and notes on plain language."""

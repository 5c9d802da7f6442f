"""Documents become one model: validated, and with every reference resolved."""

"""What changes in a ledger: indicators that warn, held against their own baselines."""

"""What the chapters share: data, weights, profile, ledger, networks and figures."""

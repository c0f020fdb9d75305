"""The auth node: people, passwords, second factors, codes, sessions and tokens."""

"""What people write, read exactly: TOML and where a key stands, quantities, and the words a mistake gets."""

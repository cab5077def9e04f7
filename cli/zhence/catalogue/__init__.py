"""A folder of policies, read into a Catalogue with every fault found at once."""

"""The shapes everything else speaks of; imports nothing of ours and nothing heavy."""

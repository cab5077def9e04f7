"""From verdict to action: what could change, what to change, what to ask. Answers come from the engine alone."""

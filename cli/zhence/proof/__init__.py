"""Prove that the rules bite: run the examples of measures, then run them against rules changed on purpose."""

"""The columns engine: the rule tree as expressions over a table of subjects, the same answers as the engine of one."""

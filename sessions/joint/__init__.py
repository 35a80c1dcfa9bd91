"""Reading several sides together: the rule, its reasons, and which activities are the same."""

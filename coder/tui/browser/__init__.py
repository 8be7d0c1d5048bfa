"""The same screens in a browser: each tab is a process of its own, behind a door that a token opens once."""

"""Widgets that draw lines from the values they are given."""

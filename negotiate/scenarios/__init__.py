"""Scenario files that ship with the library, one TOML file each."""

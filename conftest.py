"""Run the code on README and the documentation pages with the tests; fix random examples in the check."""

import os

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

# In the project's check the examples are the same at every run; elsewhere they are new ones.
settings.register_profile("check", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("check")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
).pytest()

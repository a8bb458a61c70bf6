"""Run the code on README and the documentation pages with the tests; fix random examples in the check."""

import os

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

# In the project's check the examples are the same at every run; elsewhere they are new ones. A test
# may take its time on any machine.
settings.register_profile("check", derandomize=True, deadline=None)
settings.register_profile("anew", deadline=None)
settings.load_profile("check" if os.environ.get("CI") else "anew")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
).pytest()

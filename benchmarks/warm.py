"""Loads the reading tools when it is imported: for processes that are forked from one that has, and killed soon after."""

from dateline.engine.tools import load_tools

load_tools()

"""Dateline: news reporting in, a sourced picture out."""

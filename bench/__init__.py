"""Accuracy and speed against the gold data; floors that may not fall."""

"""Document -> findings: parse, then actors, places, times, quantities, statements and events, each by its annotator."""

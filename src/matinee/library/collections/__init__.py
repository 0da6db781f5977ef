"""Media put together by somebody."""

"""Ways in beside the page: JSON for programs, tools for assistants, and letters that come and go."""

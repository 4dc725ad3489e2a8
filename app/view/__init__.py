"""What is shown of answers, letters and conversations."""

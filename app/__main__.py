"""``python -m app`` is the command ``vindplaats``."""

from app.cli import main

if __name__ == "__main__":
    main()

"""`python -m conventions_cli`."""

from conventions_cli.cli import main

if __name__ == "__main__":
    main()

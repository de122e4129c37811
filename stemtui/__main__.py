"""`python -m stemtui` and the `stemtui` command."""

from stemtui.cli import program

if __name__ == "__main__":
    program()

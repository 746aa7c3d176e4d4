"""``python -m caseflags`` is the same as the console script."""

from caseflags.cli.app import main

if __name__ == "__main__":
    main()

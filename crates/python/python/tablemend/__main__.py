"""The program: ``tablemend``, or ``python -m tablemend``."""

import signal
import sys

from . import _native


def main() -> None:
    """Run the program with the arguments of this process."""
    # Ctrl-C is the program's own business: the interpreter would not hear of it before the end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What the interpreter was started with: its own name and options, then the program and its
    # arguments, which `sys.argv` has too.
    leading = len(sys.orig_argv) - len(sys.argv)
    sys.exit(_native.main(leading, sys.executable or None))


if __name__ == "__main__":
    main()

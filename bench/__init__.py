"""The benchmarks. They run wireroom as it is once installed: with its modules compiled.

pip compiles what it installs; a checkout may never be compiled where
PYTHONDONTWRITEBYTECODE is set, and compiling it anew takes longer than all its imports.
"""

from compileall import compile_dir
from pathlib import Path

compile_dir(Path(__file__).parents[1] / "tui", quiet=2)

"""How many threads matrix products use. Leaves out: the products."""

from functools import cache
from typing import Any


@cache
def _blas() -> Any:
    """Return the controller of the loaded BLAS; scanning for it takes milliseconds, so once."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_blas_thread() -> Any:
    """Return a context in which matrix products use one thread; what is to run side by side, does so above.

    Measured on 2 cores: two Python threads with a BLAS of one thread each encode 1.5 times as much as
    one with two; on a busy machine a BLAS of two threads waits for itself and takes 3.5 times as long.
    """
    return _blas().limit(limits=1, user_api="blas")

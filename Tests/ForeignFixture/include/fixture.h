/* What the package needs to see of a library that knows nothing of anybody: nothing. */

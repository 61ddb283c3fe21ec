/* The bad plugins have no interface but the contract's. */

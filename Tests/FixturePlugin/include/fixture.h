/* The fixture plugin has no interface but the contract's. */

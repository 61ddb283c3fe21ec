// Compiles the contract by itself, so that the header stays plain C11 with the layout it promises.
#include "reframe.h"

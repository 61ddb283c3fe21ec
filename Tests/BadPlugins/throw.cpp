// What unwinds out of a bad plugin.

extern "C" void throw_exception(void);

void throw_exception(void) { throw 1; }

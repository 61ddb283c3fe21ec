# Reads and writes PNG (Debian: libpng-dev).
LDLIBS += -lpng

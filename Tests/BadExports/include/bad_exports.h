/* What a plugin should not export. */
#ifndef BAD_EXPORTS_H
#define BAD_EXPORTS_H

int helper(void);

#endif

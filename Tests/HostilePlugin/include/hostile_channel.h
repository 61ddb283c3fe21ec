/* Garbage for the worker's channel, as a plugin that finds its descriptors could write it. */
#ifndef HOSTILE_CHANNEL_H
#define HOSTILE_CHANNEL_H

/* Writes packets of that name to every socket of this process but the control one. */
void write_to_channel(const char *name);

#endif

/* What the host asks of the plugin. */
#ifndef CALLS_H
#define CALLS_H

#include "lane.h"

/* The plugin whose instances are made, and what it is told of its host. Called once, before any lane is served. */
void rw_set_plugin(const rf_entry *entry, rf_text host_name, rf_text host_version);

/* Serves one packet of a lane, and sends what the plugin answers. */
void rw_serve(rw_lane *lane, rw_reader *reader);

#endif

/* What the plugin is offered as its host: every call goes through the lane of the job that it is for. */
#ifndef SERVICES_H
#define SERVICES_H

#include "lane.h"

/* One host, as an instance is lent it. */
typedef struct rw_services {
  rf_host host;
  uint32_t extensions; /* RW_MAY_... */
} rw_services;

/* `name` and `version` have to live as long as the services. */
void rw_make_services(rw_services *services, uint32_t extensions, rf_text name, rf_text version);

#endif

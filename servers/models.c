#include <string.h>

#include "servers/model.h"

extern const struct server_model thread_per_request_model;
extern const struct server_model event_loop_model;

const struct server_model *const server_models[] = {
    &thread_per_request_model,
    &event_loop_model,
    NULL,
};

const struct server_model *server_model_find(const char *name)
{
    for (const struct server_model *const *model = server_models; *model != NULL; model++)
        if (strcmp((*model)->name, name) == 0)
            return *model;
    return NULL;
}

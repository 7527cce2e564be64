#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "servers/model.h"

#define MODELS_MOST 32

extern const struct server_model thread_per_request_model;
extern const struct server_model event_loop_model;

const struct server_model *const server_models[] = {
    &thread_per_request_model,
    &event_loop_model,
    NULL,
};

static void complain(const char *name, struct error *error)
{
    const char *names[MODELS_MOST];
    char list[1024] = "";
    size_t count = 0;
    for (; server_models[count] != NULL && count < MODELS_MOST; count++) {
        names[count] = server_models[count]->name;
        size_t length = strlen(list);
        (void)snprintf(list + length, sizeof list - length, "%s%s", count > 0 ? ", " : "",
                       names[count]);
    }
    const char *nearest = json_nearest(name, names, count);
    if (nearest != NULL)
        (void)error_set(error, "there is no model \"%s\"; did you mean %s? There are: %s", name,
                        nearest, list);
    else
        (void)error_set(error, "there is no model \"%s\"; there are: %s", name, list);
}

const struct server_model *server_model_find(const char *name, struct error *error)
{
    for (size_t i = 0; server_models[i] != NULL; i++)
        if (strcmp(server_models[i]->name, name) == 0)
            return server_models[i];
    complain(name, error);
    return NULL;
}

#include "loadgen/traffic.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *header_value(const struct scenario_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    }
    return NULL;
}

static void print_head(FILE *out, const struct scenario_request *request, const char *authority)
{
    (void)fprintf(out, "%s %s HTTP/1.1\r\n", request->method, request->path);
    if (header_value(request, "Host") == NULL)
        (void)fprintf(out, "Host: %s\r\n", authority);
    for (size_t i = 0; i < request->header_count; i++)
        (void)fprintf(out, "%s: %s\r\n", request->headers[i].name, request->headers[i].value);
    if (request->body != NULL && header_value(request, "Content-Length") == NULL)
        (void)fprintf(out, "Content-Length: %zu\r\n", request->body_length);
    (void)fputs("\r\n", out);
}

static bool render(struct traffic_request *rendered, const struct scenario_request *request,
                   const char *authority, struct error *error)
{
    *rendered = (struct traffic_request){
        .head_only = strcmp(request->method, "HEAD") == 0,
        .timeout_ns = request->timeout_ns,
        .expect = request->expect,
    };
    FILE *out = open_memstream(&rendered->bytes, &rendered->length);
    if (out == NULL)
        return error_set_errno(error, "cannot render request \"%s\"", request->name);
    print_head(out, request, authority);
    if (request->body != NULL)
        (void)fwrite(request->body, 1, request->body_length, out);
    bool written = ferror(out) == 0;
    if (fclose(out) != 0 || !written)
        return error_set(error, "out of memory for request \"%s\"", request->name);
    return true;
}

static void weigh(struct traffic_mix *mix, const struct scenario_phase *phase)
{
    double sum = 0;
    for (size_t i = 0; i < phase->mix_count; i++)
        sum += phase->mix[i].weight;
    double below = 0;
    for (size_t i = 0; i < phase->mix_count; i++) {
        below += phase->mix[i].weight;
        mix->bound[i] = below / sum;
        mix->request[i] = (unsigned)phase->mix[i].request;
    }
    mix->count = phase->mix_count;
    mix->bound[mix->count - 1] = 1.0; /* whatever rounding made of it */
}

bool traffic_init(struct traffic *traffic, const struct scenario *scenario, const char *authority,
                  uint64_t seed, struct error *error)
{
    *traffic = (struct traffic){
        .requests = calloc(scenario->request_count, sizeof *traffic->requests),
        .mixes = calloc(scenario->phase_count, sizeof *traffic->mixes),
        .request_count = scenario->request_count,
        .phase_count = scenario->phase_count,
        .draws = random_stream_init(seed, RANDOM_MIX),
    };
    if (traffic->requests == NULL || traffic->mixes == NULL) {
        traffic_release(traffic);
        return error_set(error, "out of memory for the requests");
    }
    for (size_t i = 0; i < scenario->request_count; i++) {
        if (!render(&traffic->requests[i], &scenario->requests[i], authority, error)) {
            traffic_release(traffic);
            return false;
        }
    }
    for (size_t i = 0; i < scenario->phase_count; i++)
        weigh(&traffic->mixes[i], &scenario->phases[i]);
    return true;
}

void traffic_release(struct traffic *traffic)
{
    for (size_t i = 0; traffic->requests != NULL && i < traffic->request_count; i++)
        free(traffic->requests[i].bytes);
    free(traffic->requests);
    free(traffic->mixes);
    *traffic = (struct traffic){0};
}

static unsigned draw(const struct traffic_mix *mix, double unit)
{
    size_t low = 0;
    size_t high = mix->count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (unit < mix->bound[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return mix->request[low];
}

unsigned traffic_pick(const struct traffic *traffic, unsigned phase, uint64_t number)
{
    assert(phase < traffic->phase_count);
    return draw(&traffic->mixes[phase], random_unit(traffic->draws, number));
}

unsigned traffic_pick_user(const struct traffic *traffic, unsigned phase, unsigned user,
                           uint64_t iteration)
{
    assert(phase < traffic->phase_count);
    struct random_stream own = random_stream_part(traffic->draws, user);
    return draw(&traffic->mixes[phase], random_unit(own, iteration));
}

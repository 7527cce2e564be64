#include "loadgen/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "loadgen/series.h"

static bool name_files(struct output *output, struct error *error)
{
    return file_join(output->result, output->folder, "result.json", error) &&
           file_join(output->seconds, output->folder, "timeseries.csv", error) &&
           file_join(output->slow, output->folder, "slow.ndjson", error) &&
           file_join(output->events, output->folder, "events.ndjson", error);
}

bool output_prepare(struct output *output, const char *folder, struct error *error)
{
    if (strlen(folder) >= sizeof output->folder || folder[0] == '\0')
        return error_set(error, "--out: that is no name of a folder");
    memcpy(output->folder, folder, strlen(folder) + 1);
    if (!file_make_folder(folder, error) || !name_files(output, error))
        return false;
    if (access(output->result, F_OK) == 0)
        return error_set(error,
                         "%s exists: results are never overwritten; name another folder with "
                         "--out, or remove it",
                         output->result);
    if (access(folder, W_OK | X_OK) != 0)
        return error_set_errno(error, "cannot write into %s", folder);
    return true;
}

bool output_write(const struct output *output, const struct scenario *scenario,
                  const struct run *run, const struct result *result, struct error *error)
{
    return series_write_seconds(&run->recorder, output->seconds, error) &&
           series_write_slow(&run->recorder, scenario, output->slow, error) &&
           result_write(result, output->result, error);
}

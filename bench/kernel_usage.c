#include "bench/kernel_usage.h"

#include "bench/proc.h"

struct machine_time kernel_usage_time(int stat_fd)
{
    char text[512]; /* the first line is all that counts */
    struct proc_machine_stat stat;
    if (!proc_read(stat_fd, text, sizeof text) || !proc_parse_machine_stat(text, &stat))
        return (struct machine_time){0};
    return (struct machine_time){proc_ticks_s(stat.busy_ticks), proc_ticks_s(stat.steal_ticks)};
}

static int64_t meminfo_bytes(const char *meminfo, const char *name)
{
    uint64_t bytes;
    return proc_parse_kilobytes(meminfo, name, &bytes) ? (int64_t)bytes : 0;
}

struct kernel_usage kernel_usage_now(void)
{
    char text[PROC_TEXT_BYTES];
    uint64_t overflows;
    struct kernel_usage usage = {0};
    if (proc_read_path("/proc/meminfo", text, sizeof text)) {
        usage.kernel_stack_bytes = meminfo_bytes(text, "KernelStack");
        usage.page_tables_bytes = meminfo_bytes(text, "PageTables");
        usage.slab_bytes = meminfo_bytes(text, "Slab");
    }
    if (proc_read_path("/proc/net/netstat", text, sizeof text) &&
        proc_parse_counter(text, "TcpExt", "ListenOverflows", &overflows))
        usage.listen_overflows = (int64_t)overflows;
    return usage;
}

struct kernel_usage kernel_usage_growth(const struct kernel_usage *before,
                                        const struct kernel_usage *after)
{
    return (struct kernel_usage){
        .kernel_stack_bytes = after->kernel_stack_bytes - before->kernel_stack_bytes,
        .page_tables_bytes = after->page_tables_bytes - before->page_tables_bytes,
        .slab_bytes = after->slab_bytes - before->slab_bytes,
        .listen_overflows = after->listen_overflows - before->listen_overflows,
    };
}

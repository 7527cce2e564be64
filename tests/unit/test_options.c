/* The command line: what it means, and one sentence for what it cannot mean. */
#include "loadgen/options.h"

#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

#define COUNT(array)   (sizeof(array) / sizeof *(array))
#define ARGUMENTS_MAX  24
#define ARGUMENT_BYTES 64

/* A command line as main() gets it: argp wants to move its words about. */
struct line {
    char words[ARGUMENTS_MAX][ARGUMENT_BYTES];
    char *argv[ARGUMENTS_MAX + 1];
    int argc;
};

static void split(struct line *line, const char *text)
{
    line->argc = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        CU_ASSERT_TRUE_FATAL(length < ARGUMENT_BYTES && line->argc < ARGUMENTS_MAX);
        memcpy(line->words[line->argc], text, length);
        line->words[line->argc][length] = '\0';
        line->argv[line->argc] = line->words[line->argc];
        line->argc++;
        text += length + (text[length] == ' ' ? 1 : 0);
    }
    line->argv[line->argc] = NULL;
}

static bool parse(struct line *line, const char *text, struct options *options, struct error *error)
{
    split(line, text);
    error->text[0] = '\0';
    return options_parse(line->argc, line->argv, options, error);
}

static void everything_can_be_said(void)
{
    static struct line line;
    struct options options;
    struct error error;
    CU_ASSERT_TRUE(parse(&line,
                         "loadgen a.json --url=http://127.0.0.1:1 --out=o --threads=3 --seed=18"
                         " --spin=90us --start-at=12345 --server-id=i --server-model=m"
                         " --server-label=l --allow-target=10.0.0.0/8 --max-rate=1k/s"
                         " --max-duration=2h --max-connections=9 --json --quiet",
                         &options, &error));
    CU_ASSERT_EQUAL(options.command, COMMAND_RUN);
    CU_ASSERT_EQUAL(options.file_count, 1);
    CU_ASSERT_STRING_EQUAL(options.files[0], "a.json");
    CU_ASSERT_STRING_EQUAL(options.url, "http://127.0.0.1:1");
    CU_ASSERT_STRING_EQUAL(options.out, "o");
    CU_ASSERT_EQUAL(options.threads, 3);
    CU_ASSERT(options.has_seed && options.seed == 18);
    CU_ASSERT(options.has_spin && !options.spin_auto && options.spin_ns == 90000);
    CU_ASSERT_EQUAL(options.start_at_ns, 12345);
    CU_ASSERT_STRING_EQUAL(options.server_id, "i");
    CU_ASSERT_STRING_EQUAL(options.server_model, "m");
    CU_ASSERT_STRING_EQUAL(options.server_label, "l");
    CU_ASSERT_EQUAL(options.allowed.count, 1);
    CU_ASSERT_EQUAL(options.caps.rate_per_s, 1000);
    CU_ASSERT_EQUAL(options.caps.duration_ns, 7200 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(options.caps.connections, 9);
    CU_ASSERT(options.json && options.quiet);
}

static void quick_mode_needs_no_file(void)
{
    static struct line line;
    struct options options;
    struct error error;
    CU_ASSERT_TRUE(parse(&line, "loadgen --url=http://[::1]/x --connections=64 --duration=5s",
                         &options, &error));
    CU_ASSERT_EQUAL(options.command, COMMAND_RUN);
    CU_ASSERT_EQUAL(options.file_count, 0);
    CU_ASSERT_EQUAL(options.connections, 64);
    CU_ASSERT_EQUAL(options.duration_ns, 5 * ONE_SECOND_NS);
    CU_ASSERT_EQUAL(options.rate_per_s, 0);
    CU_ASSERT_EQUAL(options.caps.rate_per_s, LOADGEN_RATE_MAX_PER_S);
    CU_ASSERT_FALSE(options.has_seed);
    CU_ASSERT_FALSE(options.has_spin);
}

static void commands_stand_first_and_options_anywhere(void)
{
    static const struct {
        const char *line;
        enum loadgen_command command;
        unsigned files;
    } cases[] = {
        {"loadgen check a.json b.json", COMMAND_CHECK, 2},
        {"loadgen schedule --dump a.json", COMMAND_SCHEDULE, 1},
        {"loadgen --dump schedule a.json --seed=0", COMMAND_SCHEDULE, 1},
        {"loadgen --version", COMMAND_VERSION, 0},
        {"loadgen --json --version", COMMAND_VERSION, 0},
        {"loadgen ./check --url=http://a", COMMAND_RUN, 1},
        {"loadgen --url=http://a a.json", COMMAND_RUN, 1},
        {"loadgen --spin=auto --url=http://a", COMMAND_RUN, 0},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        static struct line line;
        struct options options;
        struct error error;
        CU_ASSERT_TRUE(parse(&line, cases[i].line, &options, &error));
        CU_ASSERT_EQUAL(options.command, cases[i].command);
        CU_ASSERT_EQUAL(options.file_count, cases[i].files);
    }
}

static void nonsense_is_refused_in_one_sentence(void)
{
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"loadgen", "say what to do"},
        {"loadgen a.json", "Add --url="},
        {"loadgen a.json b.json --url=http://a", "one scenario at a time"},
        {"loadgen a.json --url=http://a --rate=1/s", "--rate is for quick mode"},
        {"loadgen a.json --url=http://a --connections=1", "--connections is for quick mode"},
        {"loadgen a.json --url=http://a --duration=1s", "--duration is for quick mode"},
        {"loadgen --url=http://a --dump", "loadgen schedule --dump SCENARIO"},
        {"loadgen check", "loadgen check SCENARIO"},
        {"loadgen schedule a.json", "loadgen schedule --dump SCENARIO"},
        {"loadgen schedule --dump", "loadgen schedule --dump SCENARIO"},
        {"loadgen schedule --dump a b", "loadgen schedule --dump SCENARIO"},
        {"loadgen --url=http://a --rate=5", "--rate=5: "},
        {"loadgen --url=http://a --rate=0/s", "--rate=0/s: "},
        {"loadgen --url=http://a --duration=5", "--duration=5: "},
        {"loadgen --url=http://a --duration=1ms", "at least 10 ms"},
        {"loadgen --url=http://a --connections=0", "from 1 to"},
        {"loadgen --url=http://a --connections=-1", "from 1 to"},
        {"loadgen --url=http://a --threads=257", "from 1 to 256"},
        {"loadgen --url=http://a --threads=2x", "from 1 to 256"},
        {"loadgen --url=http://a --seed=18446744073709551616", "--seed="},
        {"loadgen --url=http://a --spin=fast", "--spin=fast: "},
        {"loadgen --url=http://a --spin=11ms", "at most 10 ms"},
        {"loadgen --url=http://a --start-at=soon", "--start-at=soon"},
        {"loadgen --url=http://a --allow-target=all", "--allow-target: "},
        {"loadgen --url=http://a --max-rate=fast", "--max-rate=fast: "},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        static struct line line;
        struct options options;
        struct error error;
        CU_ASSERT_FALSE(parse(&line, cases[i].line, &options, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, cases[i].words));
        CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
    }
}

static CU_TestInfo tests[] = {
    {"everything can be said", everything_can_be_said},
    {"quick mode needs no file", quick_mode_needs_no_file},
    {"commands stand first and options anywhere", commands_stand_first_and_options_anywhere},
    {"nonsense is refused in one sentence", nonsense_is_refused_in_one_sentence},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("options", tests)

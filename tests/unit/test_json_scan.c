#include "core/json_scan.h"

#include <stdio.h>
#include <string.h>

#include "core/limits.h"
#include "tests/support/suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* A text with its length: some hold a NUL. */
struct text {
    const char *bytes;
    size_t length;
};

#define T(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct text good[] = {
    T("{}"),
    T("[]"),
    T("\"\""),
    T("0"),
    T("true"),
    T("false"),
    T("null"),
    T(" {} "),
    T("\t\r\n[]\n"),
    T("[1]"),
    T("[1,2]"),
    T("[ 1 , 2 ]"),
    T("[[]]"),
    T("[{}]"),
    T("{\"a\":1}"),
    T("{ \"a\" : 1 }"),
    T("{\"\":0}"),
    T("{\"a\":{}}"),
    T("{\"a\":[]}"),
    T("{\"a\":1,\"b\":2}"),
    T("{\"a\":1,\"a\":2}"),
    T("[null,true,false]"),
    T("[\n\n1\n,\n2]"),
    T("[-0]"),
    T("[-1]"),
    T("[0.0]"),
    T("[1.5]"),
    T("[1e5]"),
    T("[1E5]"),
    T("[1e+5]"),
    T("[1e-5]"),
    T("[0e0]"),
    T("[0E+1]"),
    T("[1.25E-2]"),
    T("[1e308]"),
    T("[-1e308]"),
    T("[1e-400]"),
    T("[123456789012345678901234567890]"),
    T("[0.1000000000000000055511151231257827]"),
    T("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
    T("[\"\\u0001\"]"),
    T("[\"\\u00e9\\u20AC\"]"),
    T("[\"\\ud83d\\ude00\"]"),
    T("[\"\\uD800\\uDC00\"]"),
    T("[\"\\uDBFF\\uDFFF\"]"),
    T("[\"\\ufffe\\uffff\"]"),
    T("[\" \"]"),
    T("[\"\x7f\"]"),
    T("[\"\xc3\xa9\"]"),
    T("[\"\xe2\x82\xac\"]"),
    T("[\"\xf0\x9f\x98\x80\"]"),
    T("[\"\xef\xbb\xbf\"]"),
    T("[\"\xe2\x80\xa8\"]"),
    T("[\"a/*b*/c//d\"]"),
    T("[\"'\"]"),
    T("{\"k\\u0065y\":\"v\"}"),
    T("[\"\\\\u0000\"]"),
    T("[\"\\\\\"]"),
    T("[[[[[[[[[[]]]]]]]]]]"),
    T("[\"\",0,{},[],null]"),
};

static const struct text bad[] = {
    /* nothing, or more than one value */
    T(""),
    T(" "),
    T("\n"),
    T("{}x"),
    T("{}{}"),
    T("[][]"),
    T("1 2"),
    T("[1]]"),
    T("{}}"),
    T("]"),
    T("}"),
    T(","),
    T(":"),
    T("{},"),
    T("[1]\0"),
    T("\0"),
    T("[]\f"),
    T("\v[]"),
    T("\xc2\xa0[]"),
    /* encodings */
    T("\xef\xbb\xbf{}"),
    T("\xff\xfe{\0}\0"),
    T("\xfe\xff\0{\0}"),
    T("\xef\xbb\xbf"),
    T("\xe2\x81\xa0[]"),
    /* containers */
    T("["),
    T("{"),
    T("[1"),
    T("[1,"),
    T("{\"a\""),
    T("{\"a\":"),
    T("{\"a\":1"),
    T("{\"a\":1,"),
    T("[1,]"),
    T("[,1]"),
    T("[1,,2]"),
    T("[,]"),
    T("{,}"),
    T("{\"a\":1,}"),
    T("{\"a\":1,,\"b\":2}"),
    T("[1 2]"),
    T("[1 \"a\"]"),
    T("[1}"),
    T("{\"a\":1]"),
    T("[1:2]"),
    T("{\"a\",1}"),
    T("{\"a\" 1}"),
    T("{\"a\"::1}"),
    T("{\"a\":}"),
    T("{\"a\"}"),
    T("{1:1}"),
    T("{a:1}"),
    T("{'a':1}"),
    T("{null:1}"),
    T("{\"a\":1 \"b\":2}"),
    T("{[]:1}"),
    T("[{]}"),
    T("((1))"),
    T("<1>"),
    /* words */
    T("tru"),
    T("True"),
    T("TRUE"),
    T("nul"),
    T("NULL"),
    T("nil"),
    T("None"),
    T("undefined"),
    T("falsee"),
    T("truefalse"),
    T("NaN"),
    T("Infinity"),
    T("-Infinity"),
    T("-NaN"),
    T("inf"),
    T("[a]"),
    T("[true false]"),
    T("yes"),
    T("@"),
    /* numbers */
    T("01"),
    T("-01"),
    T("00"),
    T("-"),
    T("+1"),
    T("--1"),
    T("1."),
    T(".5"),
    T("-.5"),
    T("1.e1"),
    T("1.5."),
    T("1.2.3"),
    T("1e"),
    T("1e+"),
    T("1e-"),
    T("1E"),
    T("1ee5"),
    T("1e5.0"),
    T("1e1e1"),
    T("0x10"),
    T("0b1"),
    T("1_000"),
    T("1,000"),
    T("1f"),
    T("1L"),
    T("10ms"),
    T("1 000"),
    T("2.e3"),
    T("1e400"),
    T("-1e400"),
    T("1e99999999999999999999"),
    T("0e"),
    T("\xef\xbc\x91"),
    T("[1+2]"),
    T("0.0000000000000000000000000000000000000000000000000000000000001"),
    T("1000000000000000000000000000000000000000000000000000000000000"),
    /* strings */
    T("\""),
    T("\"a"),
    T("\"a\\\""),
    T("'a'"),
    T("\"a\nb\""),
    T("\"a\rb\""),
    T("\"a\tb\""),
    T("\"a\0b\""),
    T("\"\x01\""),
    T("\"\x1f\""),
    T("\"\\\""),
    T("\"\\x41\""),
    T("\"\\a\""),
    T("\"\\v\""),
    T("\"\\0\""),
    T("\"\\'\""),
    T("\"\\U0041\""),
    T("\"\\\n\""),
    T("\"\\\0\""),
    T("\"\\u\""),
    T("\"\\u1\""),
    T("\"\\u12\""),
    T("\"\\u123\""),
    T("\"\\u00g0\""),
    T("\"\\u-123\""),
    T("\"\\u 123\""),
    T("\"\\u0000\""),
    T("\"a\\u0000b\""),
    T("\"\\ud800\""),
    T("\"\\udc00\""),
    T("\"\\ud800a\""),
    T("\"\\ud800\\n\""),
    T("\"\\ud800\\ud800\""),
    T("\"\\ud800\\u0041\""),
    T("\"\\udc00\\ud800\""),
    T("\"\\ud800\\u\""),
    T("\"\\ud800\\udc0\""),
    T("{\"\\ud800\":1}"),
    T("\"\x80\""),
    T("\"\xc0\x80\""),
    T("\"\xc3\""),
    T("\"\xc3\"x\""),
    T("\"\xed\xa0\x80\""),
    T("\"\xf4\x90\x80\x80\""),
    T("\"\xff\""),
    T("\"\xe2\x82\""),
    T("\"\xfc\x83\xbf\xbf\xbf\xbf\""),
    T("\"a\" \"b\""),
    T("\"a\"b"),
    T("a\"b\""),
    T("`a`"),
    T("\xe2\x80\x9c"),
    /* not JSON: comments */
    T("//\n{}"),
    T("/**/{}"),
    T("{}//"),
    T("[1/*,2*/]"),
    T("#\n{}"),
    T("{\"a\":1 /* x */}"),
    T("/"),
};

static bool accepts(struct text text)
{
    struct json_scan scan;
    char *copy = malloc(text.length == 0 ? 1 : text.length); /* no NUL behind: reading on is seen */
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, text.bytes, text.length);
    bool accepted = json_scan(copy, text.length, &scan);
    CU_ASSERT_EQUAL(accepted, scan.fault.words[0] == '\0');
    CU_ASSERT_TRUE(scan.fault.place.offset + scan.fault.place.length <= text.length + 1);
    json_scan_release(&scan);
    free(copy);
    return accepted;
}

static void what_the_rfc_allows_is_accepted(void)
{
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        bool accepted = accepts(good[i]);
        if (!accepted)
            (void)fprintf(stderr, "refused: %s\n", good[i].bytes);
        CU_ASSERT_TRUE(accepted);
    }
}

static void what_it_forbids_is_refused(void)
{
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        bool accepted = accepts(bad[i]);
        if (accepted)
            (void)fprintf(stderr, "accepted: %s\n", bad[i].bytes);
        CU_ASSERT_FALSE(accepted);
    }
}

static void every_good_text_cut_off_is_refused_or_good(void)
{
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        bool container = strchr("{[\"", good[i].bytes[0]) != NULL;
        size_t end = good[i].length;
        while (end > 0 && strchr(" \n", good[i].bytes[end - 1]) != NULL)
            end--;
        for (size_t cut = 0; container && cut < end; cut++)
            CU_ASSERT_FALSE(accepts((struct text){good[i].bytes, cut}));
    }
}

static void depth_ends_at_its_limit(void)
{
    char nested[2 * (JSON_DEPTH_MAX + 1) + 1];
    for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        memset(nested, '[', (size_t)depth);
        memset(nested + depth, ']', (size_t)depth);
        CU_ASSERT_EQUAL(accepts((struct text){nested, 2 * (size_t)depth}), depth == JSON_DEPTH_MAX);
    }
    char *brackets = malloc(1000000);
    CU_ASSERT_PTR_NOT_NULL_FATAL(brackets);
    memset(brackets, '[', 1000000);
    CU_ASSERT_FALSE(accepts((struct text){brackets, 1000000}));
    free(brackets);
}

static void siblings_do_not_count_as_depth(void)
{
    char many[4 * 1000 + 2];
    size_t length = 0;
    many[length++] = '[';
    for (int i = 0; i < 1000; i++) {
        memcpy(many + length, "[],", 3);
        length += 3;
    }
    many[length - 1] = ']';
    CU_ASSERT_TRUE(accepts((struct text){many, length}));
}

static void places_are_those_of_keys_and_values_in_document_order(void)
{
    static const char text[] = "{\"a\": [1, \"xy\"], \"b\" : {}}";
    static const struct json_scan_entry wanted[] = {
        {0, 0, 0, 26}, {1, 3, 6, 9}, {0, 0, 7, 1}, {0, 0, 10, 4}, {17, 3, 23, 2},
    };
    struct json_scan scan;
    CU_ASSERT_TRUE_FATAL(json_scan(text, strlen(text), &scan));
    CU_ASSERT_EQUAL_FATAL(scan.count, COUNT_OF(wanted));
    CU_ASSERT_EQUAL(memcmp(scan.entries, wanted, sizeof wanted), 0);
    json_scan_release(&scan);
}

static CU_TestInfo tests[] = {
    {"what the RFC allows is accepted", what_the_rfc_allows_is_accepted},
    {"what it forbids is refused", what_it_forbids_is_refused},
    {"every good text cut off is refused", every_good_text_cut_off_is_refused_or_good},
    {"depth ends at its limit", depth_ends_at_its_limit},
    {"siblings do not count as depth", siblings_do_not_count_as_depth},
    {"places are those of keys and values in order",
     places_are_those_of_keys_and_values_in_document_order},
    CU_TEST_INFO_NULL,
};

TEST_SUITE("json_scan", tests)

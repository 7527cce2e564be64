#include "core/http_characters.h"

#include <ctype.h>
#include <string.h>

#include "tests/support/suite.h"

static bool is_one_of(int character, const char *others)
{
    return isalnum(character) || (character != 0 && strchr(others, character) != NULL);
}

static void the_classes_are_those_of_the_standards(void)
{
    for (int i = 0; i < 256; i++) {
        bool ascii = i < 128;
        bool printable = ascii && isgraph(i);
        CU_ASSERT_EQUAL(http_character_is((char)i, HTTP_TOKEN),
                        ascii && is_one_of(i, "!#$%&'*+-.^_`|~"));
        CU_ASSERT_EQUAL(http_character_is((char)i, HTTP_TARGET), printable && i != '#');
        CU_ASSERT_EQUAL(http_character_is((char)i, HTTP_TEXT),
                        printable || i == ' ' || i == '\t' || !ascii);
        CU_ASSERT_EQUAL(http_character_is((char)i, HTTP_HOST),
                        ascii && is_one_of(i, "-._~%!$&'()*+,;="));
    }
}

static void hexadecimal_digits_have_values(void)
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 256; i++) {
        const char *place = i != 0 ? strchr(digits, tolower(i)) : NULL;
        CU_ASSERT_EQUAL(http_hex_digit((char)i), place != NULL ? place - digits : -1);
    }
}

static CU_TestInfo tests[] = {
    {"the classes are those of the standards", the_classes_are_those_of_the_standards},
    {"hexadecimal digits have values", hexadecimal_digits_have_values},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("http_characters", tests)

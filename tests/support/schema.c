#include "tests/support/schema.h"

#include <CUnit/CUnit.h>
#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

#define MEMBERS_MAX 256

/* Which members of the object at hand some schema has looked at (for unevaluatedProperties). */
struct seen {
    bool member[MEMBERS_MAX];
};

struct check {
    const cJSON *root;
    const cJSON *schema;
    const cJSON *value;
    struct seen *seen;
};

static bool accepts(const cJSON *root, const cJSON *schema, const cJSON *value, struct seen *seen);

static const cJSON *get(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool is_type(const cJSON *value, const char *type)
{
    return (strcmp(type, "object") == 0 && cJSON_IsObject(value)) ||
           (strcmp(type, "array") == 0 && cJSON_IsArray(value)) ||
           (strcmp(type, "string") == 0 && cJSON_IsString(value)) ||
           (strcmp(type, "boolean") == 0 && cJSON_IsBool(value)) ||
           (strcmp(type, "number") == 0 && cJSON_IsNumber(value)) ||
           (strcmp(type, "integer") == 0 && cJSON_IsNumber(value) &&
            value->valuedouble == floor(value->valuedouble));
}

static bool matches(const char *text, const char *pattern)
{
    regex_t regex;
    CU_ASSERT_EQUAL_FATAL(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool found = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static int count_characters(const char *text)
{
    int count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static bool check_scalar(const struct check *check, const cJSON *rule)
{
    const cJSON *value = check->value;
    const char *keyword = rule->string;
    bool number = cJSON_IsNumber(value);
    if (strcmp(keyword, "type") == 0)
        return is_type(value, rule->valuestring);
    if (strcmp(keyword, "const") == 0)
        return cJSON_Compare(value, rule, true);
    if (strcmp(keyword, "pattern") == 0)
        return !cJSON_IsString(value) || matches(value->valuestring, rule->valuestring);
    if (strcmp(keyword, "maxLength") == 0)
        return !cJSON_IsString(value) ||
               count_characters(value->valuestring) <= (int)rule->valuedouble;
    if (strcmp(keyword, "minimum") == 0)
        return !number || value->valuedouble >= rule->valuedouble;
    if (strcmp(keyword, "maximum") == 0)
        return !number || value->valuedouble <= rule->valuedouble;
    return !number || value->valuedouble > rule->valuedouble; /* exclusiveMinimum */
}

static bool check_enum(const struct check *check, const cJSON *rule)
{
    for (const cJSON *word = rule->child; word != NULL; word = word->next)
        if (cJSON_Compare(check->value, word, true))
            return true;
    return false;
}

static bool check_items(const struct check *check, const cJSON *rule)
{
    if (!cJSON_IsArray(check->value))
        return true;
    for (const cJSON *item = check->value->child; item != NULL; item = item->next)
        if (!accepts(check->root, rule, item, NULL))
            return false;
    return true;
}

static bool check_size(const struct check *check, const cJSON *rule)
{
    bool of_array = strcmp(rule->string + 3, "Items") == 0;
    bool applies = of_array ? cJSON_IsArray(check->value) : cJSON_IsObject(check->value);
    int size = cJSON_GetArraySize(check->value);
    bool lower = rule->string[1] == 'i'; /* min…, max… */
    return !applies || (lower ? size >= (int)rule->valuedouble : size <= (int)rule->valuedouble);
}

static bool check_required(const struct check *check, const cJSON *rule)
{
    if (!cJSON_IsObject(check->value))
        return true;
    for (const cJSON *key = rule->child; key != NULL; key = key->next)
        if (get(check->value, key->valuestring) == NULL)
            return false;
    return true;
}

/* properties, additionalProperties and unevaluatedProperties: one walk over the members. */
static bool check_members(const struct check *check, const cJSON *rule)
{
    bool named = strcmp(rule->string, "properties") == 0;
    bool additional = strcmp(rule->string, "additionalProperties") == 0;
    size_t index = 0;
    if (!cJSON_IsObject(check->value))
        return true;
    for (const cJSON *item = check->value->child; item != NULL; item = item->next, index++) {
        CU_ASSERT_TRUE_FATAL(index < MEMBERS_MAX);
        const cJSON *subschema = rule;
        if (named)
            subschema = get(rule, item->string);
        else if (additional && get(get(check->schema, "properties"), item->string) != NULL)
            continue;
        else if (!additional && check->seen->member[index])
            continue;
        if (subschema == NULL)
            continue;
        if (!accepts(check->root, subschema, item, NULL))
            return false;
        check->seen->member[index] = true;
    }
    return true;
}

static bool check_names(const struct check *check, const cJSON *rule)
{
    if (!cJSON_IsObject(check->value))
        return true;
    for (const cJSON *item = check->value->child; item != NULL; item = item->next) {
        cJSON *name = cJSON_CreateString(item->string);
        bool good = accepts(check->root, rule, name, NULL);
        cJSON_Delete(name);
        if (!good)
            return false;
    }
    return true;
}

static bool check_one_of(const struct check *check, const cJSON *rule)
{
    unsigned accepted = 0;
    for (const cJSON *subschema = rule->child; subschema != NULL; subschema = subschema->next)
        accepted += accepts(check->root, subschema, check->value, check->seen);
    return accepted == 1;
}

static bool check_all_of(const struct check *check, const cJSON *rule)
{
    for (const cJSON *subschema = rule->child; subschema != NULL; subschema = subschema->next)
        if (!accepts(check->root, subschema, check->value, check->seen))
            return false;
    return true;
}

static bool check_if(const struct check *check, const cJSON *rule)
{
    const cJSON *then = get(check->schema, "then");
    return !accepts(check->root, rule, check->value, check->seen) || then == NULL ||
           accepts(check->root, then, check->value, check->seen);
}

static bool check_reference(const struct check *check, const cJSON *rule)
{
    static const char prefix[] = "#/$defs/";
    CU_ASSERT_EQUAL_FATAL(strncmp(rule->valuestring, prefix, strlen(prefix)), 0);
    const cJSON *found = get(get(check->root, "$defs"), rule->valuestring + strlen(prefix));
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return accepts(check->root, found, check->value, check->seen);
}

static bool check_nothing(const struct check *check, const cJSON *rule)
{
    (void)check;
    (void)rule;
    return true;
}

static const struct keyword {
    const char *name;
    bool (*check)(const struct check *check, const cJSON *rule);
} keywords[] = {
    {"$ref", check_reference},
    {"type", check_scalar},
    {"const", check_scalar},
    {"pattern", check_scalar},
    {"maxLength", check_scalar},
    {"minimum", check_scalar},
    {"maximum", check_scalar},
    {"exclusiveMinimum", check_scalar},
    {"enum", check_enum},
    {"items", check_items},
    {"minItems", check_size},
    {"maxItems", check_size},
    {"minProperties", check_size},
    {"maxProperties", check_size},
    {"required", check_required},
    {"properties", check_members},
    {"additionalProperties", check_members},
    {"unevaluatedProperties", check_members}, /* written after allOf in our schemas */
    {"propertyNames", check_names},
    {"oneOf", check_one_of},
    {"allOf", check_all_of},
    {"if", check_if},
    {"then", check_nothing}, /* with "if" */
    {"$schema", check_nothing},
    {"$id", check_nothing},
    {"$defs", check_nothing},
    {"title", check_nothing},
    {"description", check_nothing},
    {"default", check_nothing},
};

static bool check_rule(const struct check *check, const cJSON *rule)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(keywords[i].name, rule->string) == 0)
            return keywords[i].check(check, rule);
    (void)fprintf(stderr, "unknown keyword \"%s\"\n", rule->string);
    CU_FAIL("the schema has a keyword that the tests do not know");
    return false;
}

static bool accepts(const cJSON *root, const cJSON *schema, const cJSON *value, struct seen *seen)
{
    struct seen own = {{false}};
    const struct check check = {root, schema, value, seen != NULL ? seen : &own};
    if (cJSON_IsBool(schema))
        return cJSON_IsTrue(schema);
    for (const cJSON *rule = schema->child; rule != NULL; rule = rule->next)
        if (!check_rule(&check, rule))
            return false;
    return true;
}

bool schema_accepts(const cJSON *schema, const cJSON *value)
{
    return accepts(schema, schema, value, NULL);
}

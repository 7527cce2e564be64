#include "servers/conn_reading.h"

#include "tests/support/conn_driver.h"

/* What a server must refuse, and what it must not. Every refused input is followed by a canary. */

#define HOST            "Host: a\r\n"
#define GET(fields)     "GET /hello HTTP/1.1\r\n" fields "\r\n"
#define LINE(line)      line "\r\n" HOST "\r\n" CANARY
#define FIELDS(fields)  "GET /hello HTTP/1.1\r\n" HOST fields "\r\n" CANARY
#define BODY(fields)    "GET /hello HTTP/1.1\r\n" HOST fields "\r\n"
#define CHUNKED(chunks) BODY("Transfer-Encoding: chunked\r\n") chunks

static const struct driver_case request_lines[] = {
    {"a plain request", GET(HOST), "200:13 idle", 0},
    {"an empty line before the request", "\r\n" GET(HOST), "200:13 idle", 0},
    {"two empty lines before the request", "\r\n\r\n" GET(HOST) CANARY, "400! linger", 0},
    {"a bare LF before the request", "\n" GET(HOST) CANARY, "400! linger", 0},
    {"a bare CR before the request", "\r" GET(HOST) CANARY, "400! linger", 0},
    {"a space before the method", LINE(" GET /hello HTTP/1.1"), "400! linger", 0},
    {"two spaces after the method", LINE("GET  /hello HTTP/1.1"), "400! linger", 0},
    {"a tab after the method", LINE("GET\t/hello HTTP/1.1"), "400! linger", 0},
    {"two spaces after the target", LINE("GET /hello  HTTP/1.1"), "400! linger", 0},
    {"a tab after the target", LINE("GET /hello\tHTTP/1.1"), "400! linger", 0},
    {"a space after the version", LINE("GET /hello HTTP/1.1 "), "400! linger", 0},
    {"no target", LINE("GET HTTP/1.1"), "505! linger", 0},
    {"no target but two spaces", LINE("GET  HTTP/1.1"), "400! linger", 0},
    {"only a method", LINE("GET"), "400! linger", 0},
    {"no method", LINE("/hello HTTP/1.1"), "400! linger", 0},
    {"a character that no method has", LINE("GE(T /hello HTTP/1.1"), "400! linger", 0},
    {"a line that ends in LF", "GET /hello HTTP/1.1\n" HOST "\r\n" CANARY, "400! linger", 0},
    {"a line that ends in CR", "GET /hello HTTP/1.1\r" HOST "\r\n" CANARY, "400! linger", 0},
    {"CR CR LF", "GET /hello HTTP/1.1\r\r\n" HOST "\r\n" CANARY, "400! linger", 0},
    {"a fragment", LINE("GET /hello#here HTTP/1.1"), "400! linger", 0},
    {"a byte beyond ASCII in the target", LINE("GET /h{%e9*1}llo HTTP/1.1"), "400! linger", 0},
    {"NUL in the target", LINE("GET /hello{%00*1} HTTP/1.1"), "400! linger", 0},
    {"DEL in the target", LINE("GET /hello{%7f*1} HTTP/1.1"), "400! linger", 0},
    {"a control character in the target", LINE("GET /hello{%01*1} HTTP/1.1"), "400! linger", 0},
    {"a target that is no path", LINE("GET hello HTTP/1.1"), "400! linger", 0},
    {"an asterisk for GET", LINE("GET * HTTP/1.1"), "400! linger", 0},
    {"an address", "GET http://b:80/hello HTTP/1.1\r\n" HOST "\r\n", "200:13 idle", 0},
    {"an address in capitals", "GET HTTP://b/hello HTTP/1.1\r\n" HOST "\r\n", "200:13 idle", 0},
    {"an address without path", "GET http://b HTTP/1.1\r\n" HOST "\r\n", "404 idle", 0},
    {"an address without host", LINE("GET http:///hello HTTP/1.1"), "400! linger", 0},
    {"an address with a user", LINE("GET http://me@b/hello HTTP/1.1"), "400! linger", 0},
    {"an address of another scheme", LINE("GET ftp://b/hello HTTP/1.1"), "400! linger", 0},
    {"TLS on a plain port", "{%16*1}{%03*1}{%01*1}{%02*1}{%00*1}{%01*1}", "400! linger", 0},
    {"an unknown method", LINE("BREW /hello HTTP/1.1"), "501! linger", 0},
    {"a method in small letters", LINE("get /hello HTTP/1.1"), "501! linger", 0},
    {"a method that only begins like one", LINE("GETS /hello HTTP/1.1"), "501! linger", 0},
    {"a method of 32 characters", LINE("{M*32} /hello HTTP/1.1"), "501! linger", 0},
    {"a method of 33 characters", "{M*33} ", "501! linger", 0},
    {"a method without end", "{M*5000}", "501! linger", 0},
};

static const struct driver_case versions[] = {
    {"HTTP/1.0 without Host", "GET /hello HTTP/1.0\r\n\r\n", "200:13! close", 0},
    {"HTTP/1.0 with more after it", "GET /hello HTTP/1.0\r\n\r\n" CANARY, "200:13! close", 0},
    {"HTTP/2.0", LINE("GET /hello HTTP/2.0"), "505! linger", 0},
    {"HTTP/1.2", LINE("GET /hello HTTP/1.2"), "505! linger", 0},
    {"HTTP/9.9", LINE("GET /hello HTTP/9.9"), "505! linger", 0},
    {"HTTP/0.9 with its version", LINE("GET /hello HTTP/0.9"), "505! linger", 0},
    {"HTTP/0.9", "GET /hello\r\n", "505! linger", 0},
    {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" CANARY, "505! linger", 0},
    {"http/1.1", LINE("GET /hello http/1.1"), "400! linger", 0},
    {"HTTP/1.10", LINE("GET /hello HTTP/1.10"), "400! linger", 0},
    {"HTTP/01.1", LINE("GET /hello HTTP/01.1"), "400! linger", 0},
    {"HTTP/1", LINE("GET /hello HTTP/1"), "400! linger", 0},
    {"HTTPS/1.1", LINE("GET /hello HTTPS/1.1"), "400! linger", 0},
    {"ICY/1.1", LINE("GET /hello ICY/1.1"), "400! linger", 0},
};

static const struct driver_case fields[] = {
    {"a field without value", GET(HOST "A:\r\n"), "200:13 idle", 0},
    {"blanks around a value", GET("Host: \t a \t \r\n"), "200:13 idle", 0},
    {"a value beyond ASCII", GET(HOST "A: {%c3*1}{%bc*1}\r\n"), "200:13 idle", 0},
    {"a space before the colon", FIELDS("A : b\r\n"), "400! linger", 0},
    {"a tab before the colon", FIELDS("A\t: b\r\n"), "400! linger", 0},
    {"a name with a space", FIELDS("A b: c\r\n"), "400! linger", 0},
    {"an empty name", FIELDS(": b\r\n"), "400! linger", 0},
    {"no colon", FIELDS("A\r\n"), "400! linger", 0},
    {"a folded line", FIELDS("A: b\r\n c\r\n"), "400! linger", 0},
    {"a line folded with a tab", FIELDS("A: b\r\n\tc\r\n"), "400! linger", 0},
    {"a folded first line", "GET /hello HTTP/1.1\r\n " HOST "\r\n" CANARY, "400! linger", 0},
    {"a folded Transfer-Encoding", FIELDS("Transfer-Encoding:\r\n chunked\r\n"), "400! linger", 0},
    {"a line of a blank only", FIELDS(" \r\n"), "400! linger", 0},
    {"a field that ends in LF", FIELDS("A: b\n"), "400! linger", 0},
    {"a bare CR in a value", FIELDS("A: b\rC: d\r\n"), "400! linger", 0},
    {"a bare CR for a value", FIELDS("A:\r\rC: d\r\n"), "400! linger", 0},
    {"NUL in a value", FIELDS("A: {%00*1}\r\n"), "400! linger", 0},
    {"BEL in a value", FIELDS("A: {%07*1}\r\n"), "400! linger", 0},
    {"DEL in a value", FIELDS("A: {%7f*1}\r\n"), "400! linger", 0},
    {"NUL in a name", FIELDS("A{%00*1}: b\r\n"), "400! linger", 0},
    {"a byte beyond ASCII in a name", FIELDS("{%e9*1}: b\r\n"), "400! linger", 0},
    {"a quoted name", FIELDS("\"A\": b\r\n"), "400! linger", 0},
    {"the empty line ends in LF", "GET /hello HTTP/1.1\r\n" HOST "\n" CANARY, "400! linger", 0},
    {"CR and no LF for the empty line", GET(HOST "\rX") CANARY, "400! linger", 0},
    {"no Host", GET("") CANARY, "400! linger", 0},
    {"an empty Host", GET("Host:\r\n") CANARY, "400! linger", 0},
    {"two of the same Host", GET(HOST HOST) CANARY, "400! linger", 0},
    {"an empty Host before a good one", GET("Host:\r\n" HOST) CANARY, "400! linger", 0},
    {"two hosts in one field", GET("Host: a, b\r\n") CANARY, "400! linger", 0},
    {"a host with a path", GET("Host: a/b\r\n") CANARY, "400! linger", 0},
    {"a host with a user", GET("Host: me@a\r\n") CANARY, "400! linger", 0},
    {"a host with a blank", GET("Host: a b\r\n") CANARY, "400! linger", 0},
    {"a port that is no number", GET("Host: a:b\r\n") CANARY, "400! linger", 0},
    {"two ports", GET("Host: a:1:2\r\n") CANARY, "400! linger", 0},
    {"a host beyond ASCII", GET("Host: {%c3*1}\r\n") CANARY, "400! linger", 0},
    {"only a port", GET("Host: :80\r\n") CANARY, "400! linger", 0},
    {"an open bracket", GET("Host: [::1\r\n") CANARY, "400! linger", 0},
    {"empty brackets", GET("Host: []\r\n") CANARY, "400! linger", 0},
    {"more after the bracket", GET("Host: [::1]a\r\n") CANARY, "400! linger", 0},
    {"a host with a port", GET("Host: a.example:8080\r\n"), "200:13 idle", 0},
    {"a host with an empty port", GET("Host: a:\r\n"), "200:13 idle", 0},
    {"a numeric IPv6 host", GET("hOsT: [::1]:8080\r\n"), "200:13 idle", 0},
};

static const struct driver_case sizes[] = {
    {"a target of 8,000", "GET /{a*7999} HTTP/1.1\r\n" HOST "\r\n", "404 idle", 0},
    {"a target of 8,191", "GET /{a*8190} HTTP/1.1\r\n" HOST "\r\n", "404 idle", 0},
    {"a target of 8,192", "GET /{a*8191} HTTP/1.1\r\n" HOST "\r\n", "404 idle", 0},
    {"a target of 8,193", LINE("GET /{a*8192} HTTP/1.1"), "414! linger", 0},
    {"a target without end", "GET /{a*100000}", "414! linger", 0},
    {"16,383 bytes of fields", GET(HOST "A: {b*16369}\r\n"), "200:13 idle", 0},
    {"16,384 bytes of fields", GET(HOST "A: {b*16370}\r\n"), "200:13 idle", 0},
    {"16,385 bytes of fields", FIELDS("A: {b*16371}\r\n"), "431! linger", 0},
    {"a field without end", "GET /hello HTTP/1.1\r\nA: {b*100000}", "431! linger", 0},
    {"a name without end", "GET /hello HTTP/1.1\r\n{A*100000}", "431! linger", 0},
    {"99 fields", GET(HOST "{A: b\r\n*98}"), "200:13 idle", 0},
    {"100 fields", GET(HOST "{A: b\r\n*99}"), "200:13 idle", 0},
    {"101 fields", FIELDS("{A: b\r\n*100}"), "431! linger", 0},
    {"fields without end", "GET /hello HTTP/1.1\r\n{A: b\r\n*10000}", "431! linger", 0},
    {"the largest head", "\r\nGET http://a/{a*8183} HTTP/1.1\r\n" HOST "A: {b*16370}\r\n\r\n",
     "404 idle", 0},
    {"the largest head after a request",
     GET(HOST) "\r\nGET /{a*8191} HTTP/1.1\r\n" HOST "A: {b*16370}\r\n\r\n", "200:13 404 idle", 0},
    {"a head that is one byte too long", "\r\n{M*32} /{a*8191} HTTP/1.1\r\nA:{b*16385}",
     "431! linger", 0},
    {"a body of 999", BODY("Content-Length: 999\r\n") "{b*999}" GET(HOST), "200:13 200:13 idle", 0},
    {"a body of 1,000", BODY("Content-Length: 1000\r\n") "{b*1000}", "200:13 idle", 0},
    {"a body of 1,001", BODY("Content-Length: 1001\r\n") CANARY, "413! linger", 0},
    {"10 GB announced", BODY("Content-Length: 10000000000\r\n") "b", "413! linger", 0},
};

static const struct driver_case framing[] = {
    {"a body", BODY("Content-Length: 5\r\n") "GET /" GET(HOST), "200:13 200:13 idle", 0},
    {"half a body", BODY("Content-Length: 5\r\n") "GET", "more", 0},
    {"an empty body", BODY("Content-Length: 0\r\n"), "200:13 idle", 0},
    {"leading zeros", BODY("Content-Length: 0005\r\n") "12345", "200:13 idle", 0},
    {"an empty length", FIELDS("Content-Length:\r\n"), "400! linger", 0},
    {"a negative length", FIELDS("Content-Length: -1\r\n"), "400! linger", 0},
    {"a signed length", FIELDS("Content-Length: +5\r\n"), "400! linger", 0},
    {"a hexadecimal length", FIELDS("Content-Length: 0x5\r\n"), "400! linger", 0},
    {"a length with a blank in it", FIELDS("Content-Length: 5 5\r\n"), "400! linger", 0},
    {"a list of lengths", FIELDS("Content-Length: 5, 5\r\n"), "400! linger", 0},
    {"two different lengths", FIELDS("Content-Length: 5\r\nContent-Length: 6\r\n"), "400! linger",
     0},
    {"two equal lengths", FIELDS("Content-Length: 5\r\nContent-Length: 5\r\n"), "400! linger", 0},
    {"a length of 21 digits", FIELDS("Content-Length: 184467440737095516160\r\n"), "400! linger",
     0},
    {"a length over 64 bits", FIELDS("Content-Length: 18446744073709551616\r\n"), "400! linger", 0},
    {"both framings", FIELDS("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400! linger",
     0},
    {"both, the other way", FIELDS("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
     "400! linger", 0},
    {"both, with no length", FIELDS("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"),
     "400! linger", 0},
    {"chunked twice", FIELDS("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
     "400! linger", 0},
    {"two codings", FIELDS("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
     "400! linger", 0},
    {"chunked, chunked", FIELDS("Transfer-Encoding: chunked, chunked\r\n"), "400! linger", 0},
    {"chunked, then another", FIELDS("Transfer-Encoding: chunked, identity\r\n"), "400! linger", 0},
    {"another, then chunked", FIELDS("Transfer-Encoding: gzip, chunked\r\n"), "501! linger", 0},
    {"an unknown coding", FIELDS("Transfer-Encoding: xchunked\r\n"), "501! linger", 0},
    {"a quoted coding", FIELDS("Transfer-Encoding: \"chunked\"\r\n"), "501! linger", 0},
    {"an empty coding", FIELDS("Transfer-Encoding:\r\n"), "501! linger", 0},
    {"a vertical tab before chunked", FIELDS("Transfer-Encoding: {%0b*1}chunked\r\n"),
     "400! linger", 0},
    {"a coding in HTTP/1.0",
     "GET /hello HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" CANARY, "400! linger", 0},
};

static const struct driver_case chunks[] = {
    {"no data", CHUNKED("0\r\n\r\n"), "200:13! linger", 0},
    {"two chunks", CHUNKED("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), "200:13! linger", 0},
    {"chunked in capitals", BODY("Transfer-Encoding: CHUNKED\r\n") "0\r\n\r\n", "200:13! linger",
     0},
    {"nothing is read after it", CHUNKED("0\r\n\r\n") CANARY, "200:13! linger", 0},
    {"an extension", CHUNKED("3;a=b;c=\"d\"\r\nabc\r\n0;e\r\n\r\n"), "200:13! linger", 0},
    {"trailers", CHUNKED("0\r\nA: b\r\nC: d\r\n\r\n"), "200:13! linger", 0},
    {"half a chunk", CHUNKED("3\r\nab"), "more", 0},
    {"half the trailers", CHUNKED("0\r\nA: b\r\n"), "more", 0},
    {"no size", CHUNKED("\r\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"a size that is no number", CHUNKED("g\r\n") CANARY, "400! linger", 0},
    {"a size with 0x", CHUNKED("0x3\r\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"a signed size", CHUNKED("+3\r\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"a blank before the size", CHUNKED(" 3\r\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"a blank after the size", CHUNKED("3 \r\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"a size of 17 digits", CHUNKED("{0*17}\r\n") CANARY, "400! linger", 0},
    {"a size line ends in LF", CHUNKED("3\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"a size line ends in CR CR", CHUNKED("5\r\r;ABCD\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"data longer than its size", CHUNKED("3\r\nabcd\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"data ends in LF", CHUNKED("3\r\nabc\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"data ends in CR", CHUNKED("3\r\nabc\r0\r\n\r\n") CANARY, "400! linger", 0},
    {"LF in an extension", CHUNKED("3;a\nabc\r\n0\r\n\r\n") CANARY, "400! linger", 0},
    {"NUL in an extension", CHUNKED("3;{%00*1}\r\nabc\r\n") CANARY, "400! linger", 0},
    {"extensions of 4,096", CHUNKED("3;{a*2048}\r\nabc\r\n0;{b*2048}\r\n\r\n"), "200:13! linger",
     0},
    {"extensions of 4,097", CHUNKED("3;{a*2048}\r\nabc\r\n0;{b*2049}\r\n\r\n") CANARY,
     "400! linger", 0},
    {"chunks of 1,000", CHUNKED("1F4\r\n{a*500}\r\n1f4\r\n{b*500}\r\n0\r\n\r\n"), "200:13! linger",
     0},
    {"chunks of 1,001", CHUNKED("1F4\r\n{a*500}\r\n1f5\r\n") CANARY, "413! linger", 0},
    {"a chunk of 64 bits", CHUNKED("ffffffffffffffff\r\n") CANARY, "413! linger", 0},
    {"1,001 chunks of one byte", CHUNKED("{1\r\na\r\n*1001}") CANARY, "413! linger", 0},
    {"a folded trailer", CHUNKED("0\r\nA: b\r\n c\r\n\r\n") CANARY, "400! linger", 0},
    {"a trailer without end", CHUNKED("0\r\nA: {b*20000}"), "431! linger", 0},
};

static void only_well_formed_request_lines_are_answered(void)
{
    DRIVER_CHECK(request_lines);
}

static void only_two_versions_are_spoken(void)
{
    DRIVER_CHECK(versions);
}

static void only_well_formed_fields_and_one_host_are_accepted(void)
{
    DRIVER_CHECK(fields);
}

static void everything_has_a_limit_and_is_good_up_to_it(void)
{
    DRIVER_CHECK(sizes);
}

static void the_length_of_a_request_is_never_in_doubt(void)
{
    DRIVER_CHECK(framing);
}

static void chunked_bodies_are_framed_strictly(void)
{
    DRIVER_CHECK(chunks);
}

static CU_TestInfo tests[] = {
    {"only well-formed request lines are answered", only_well_formed_request_lines_are_answered},
    {"only two versions are spoken", only_two_versions_are_spoken},
    {"only well-formed fields and one Host are accepted",
     only_well_formed_fields_and_one_host_are_accepted},
    {"everything has a limit and is good up to it", everything_has_a_limit_and_is_good_up_to_it},
    {"the length of a request is never in doubt", the_length_of_a_request_is_never_in_doubt},
    {"chunked bodies are framed strictly", chunked_bodies_are_framed_strictly},
    CU_TEST_INFO_NULL,
};
TEST_SUITE("conn_reading", tests)

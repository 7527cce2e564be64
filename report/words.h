#pragma once

/*
 * Numbers as people read them: with their unit, at most three significant digits, counts exact,
 * thousands apart. The same on the page and in the charts. NAN is "–": it is not known.
 *
 *     fprintf(page, "<td>%s</td>", words_latency(measures->response_time.p99_us).text);
 */
struct words {
    char text[40];
};

struct words words_latency(double us);   /* "45 µs", "0.45 ms", "18.4 ms", "1.84 s" */
struct words words_count(double count);  /* "60,000" */
struct words words_rate(double per_s);   /* "1,200/s", "0.5/s" */
struct words words_share(double share);  /* 0.18 is "18 %", 0.004 is "0.4 %" */
struct words words_seconds(double s);    /* "4 s", "14.2 s", "2 min 5 s" */
struct words words_bytes(double bytes);  /* "38 MiB", "9.8 KiB" */
struct words words_number(double value); /* "1,230", "12.3", "0.0123" */

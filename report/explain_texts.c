/* The texts of explain.h. */
#include "report/explain.h"

const struct explanation explain_terms[] = {
    {.name = "response time",
     .meaning = "From the instant at which a request was meant to start to its last byte: what a "
                "visitor feels. The headline of every table here.",
     .formula = "response time = lag + connection wait + service time",
     .lesson = "The queue in front of the counter belongs to the wait, even when nobody behind "
               "the counter sees it. A clock that starts only when the order is taken praises "
               "slow shops."},
    {.name = "service time",
     .meaning = "From the moment the request was sent to its last byte: what the server, and the "
                "sockets before it, took.",
     .formula = "service time = done - sent",
     .lesson = "How long the barista takes, once he has heard the order. Many load generators "
               "report only this."},
    {.name = "lag",
     .meaning = "From the intended start of a request to the moment the load generator took it up. "
                "The generator's own lateness, never the server's.",
     .formula = "lag = dispatched - intended",
     .lesson = "A guest held up in traffic must not be booked as slow service. When lag is large, "
               "the run is not to be trusted (rule V1)."},
    {.name = "connection wait",
     .meaning = "From taking up a request to having sent it: waiting for a free connection, or for "
                "a new one to be accepted.",
     .formula = "connection wait = sent - dispatched",
     .lesson = "Standing at the door because all tables are taken. It is the system's fault, and "
               "so it counts."},
    {.name = "open model",
     .meaning = "Requests come at their own times, whether earlier ones were answered or not: many "
                "visitors who do not know of each other.",
     .formula = NULL,
     .lesson = "Guests do not stay at home because the queue is long. So a slow server meets a "
               "growing queue, as in real life."},
    {.name = "closed model",
     .meaning = "A fixed number of clients, each of which waits for its answer before it asks "
                "again.",
     .formula = "rate = clients / (response time + think time)",
     .lesson = "When the only ten guests are waiting, nobody new can come: a slow moment receives "
               "fewer requests and looks better than it was."},
    {.name = "Poisson arrivals",
     .meaning = "Arrivals of many independent visitors: gaps are random and exponential, so some "
                "come in bunches and some moments stay empty.",
     .formula = "P(gap > t) = e^(-rate * t)",
     .lesson = "Guests on the minute never queue at a shop that needs less than a minute. Real "
               "ones come in bunches, and bunches make queues."},
    {.name = "p99",
     .meaning = "The 99th percentile: 99 of 100 requests were at least as fast, 1 of 100 slower.",
     .formula = "the value at rank ceil(0.99 * n) of the sorted response times",
     .lesson = "A page of 100 requests meets it at every visit. The mean hides it: nobody is "
               "served in the mean time."},
    {.name = "knee",
     .meaning = "The load at which latency starts to rise steeply. Its place on a picture depends "
                "on the scale, so what is printed is the rate that a server sustains.",
     .formula = NULL,
     .lesson = "One guest more in a half-empty shop changes nothing; in a full one, everybody "
               "behind waits."},
    {.name = "goodput",
     .meaning = "Answers per second that were right and within the objective's time.",
     .formula = "goodput = ok within the objective / duration",
     .lesson = "Cold coffee does not count as coffee served, and a guest turned away in a second "
               "was not served fast."},
    {.name = "sustains",
     .meaning = "The highest planned rate that meets the scenario's objective with errors of at "
                "most 0.1 % and without falling behind.",
     .formula = "max(rate: objective met, errors <= 0.1 %, served >= 99 % of offered)",
     .lesson = "Throughput without a promise about latency is no capacity: any shop takes more "
               "orders than it can serve."},
    {.name = "busy interval",
     .meaning = "From an event loop leaving its poll to its return: the time in which it notices "
                "nobody. One of more than 20 ms is called a block.",
     .formula = NULL,
     .lesson = "The barista with his back to the counter. Short is fine; while it is long, every "
               "guest waits, whatever he wants."},
    {.name = NULL},
};

const struct explanation explain_rules[] = {
    {"V1", "the load generator was the limit",
     "A step was judged less certain or not to be trusted by the generator itself: it sent late, "
     "ran out of CPU, lost count, or the machine took its CPUs away.",
     "degraded: lag p99 > max(200 us, 5 % of response p99) or sent < 99.9 %; invalid: lag p99 > "
     "max(1 ms, 10 %) or sent < 99 %, books unbalanced, steal > 5 %",
     "Measure the measuring first. A late waiter makes every kitchen look slow, and the fastest "
     "kitchen most of all."},
    {"V2", "the server fell behind",
     "It served less than was offered while its queue grew. Its latencies then depend on how long "
     "the step lasted and say nothing else.",
     "served = achieved, or offered - growth of the queue per second if that is less; fell "
     "behind: served < 0.99 * offered",
     "Compare latencies only at loads that all servers keep up with. Beyond, a test twice as long "
     "gives latencies twice as bad."},
    {"V3", "percentiles that are not shown",
     "A percentile rests on the requests beyond it. With fewer than 10 of them it is not printed.",
     "seconds needed = 10 / (1 - percentile / 100) / rate",
     "Nobody knows the unluckiest guest in a thousand after watching a hundred."},
    {"V7", "other programs disturbed the run",
     "The machine worked for others while a server was measured, or its hypervisor gave CPU time "
     "to other machines.",
     "others = time the CPUs were busy - the server's - the generator's",
     "Measure while the kitchen is yours. What a neighbour takes is missing at random moments, "
     "and the tail is made of moments."},
    {"V9", "generator and servers shared CPUs",
     "The machine has too few CPUs to give each side its own. The generator goes first (its nice "
     "value is lower), so it stays punctual; the servers get what is left.",
     NULL,
     "Two who share a kitchen slow each other down. Who is faster can still be told, how fast "
     "cannot."},
    {"V12", "the books do not balance",
     "Little's law ties three measured numbers together; when they disagree beyond what the edges "
     "of a step explain, requests are missing from the statistics.",
     "mean in flight = rate * mean response time",
     "Guests in the shop = guests per minute times minutes they stay. If the count at the tables "
     "is higher, somebody left by the back door uncounted."},
    {"V14", "many requests failed",
     "Percentiles are those of the requests that were answered. When more than 1 % failed they "
     "describe a selection, usually the lucky ones.",
     "errors = 1 - ok / planned", "Whoever turns guests away has short queues."},
    {"V16", "not an optimised build",
     "The programs were built without optimisation or with sanitizers, which make the common "
     "parts of all servers several times slower.",
     NULL, "Do not time a race in which everybody carries a piano."},
    {"D1", "the event loop was blocked",
     "A loop that works on one request for more than 20 ms does not notice any other meanwhile. "
     "The rule wants two signals: the loop was blocked, and the slow requests were there when it "
     "was.",
     "overlap = slow requests whose [intended, done] meets a block of their worker / slow "
     "requests; by chance = share of the time from which an ordinary request meets a block",
     "One barista who makes a cake to order lets the whole queue wait for it, also those who only "
     "want water. Send the cake to a second person or keep orders short."},
    {"D3", "one core is full while others idle",
     "A single event loop is one thread and so at most one core. It is busy all the time while "
     "the machine has CPUs to spare.",
     "busy share of the loop = time not spent polling / duration",
     "A second counter helps, a second barista behind the same counter does not: more loops, or "
     "the work off the loop."},
    {"D4", "all cores are busy",
     "The server uses all the CPU it can get. Its limit is the amount of work, not how it is "
     "arranged.",
     "ceiling = cores / CPU time per request",
     "When everybody works all the time, only less work per order helps. All models meet here, "
     "apart from what each wastes."},
    {"D16", "where the limit lies",
     "The highest step that meets the objective, and the first that does not. The limit lies "
     "between the two, or below the lowest step.",
     NULL, "Capacity is a promise kept: so many guests per hour, each served in time."},
    {"D20", "the limit was not found",
     "Every step met the objective, so the result is a lower bound.", NULL,
     "A shop that was never full has not shown what it can do."},
    {"U1", "slow, and no rule knows why",
     "The objective was missed although the loop was not blocked, cores were free and the queue "
     "did not grow.",
     NULL,
     "To say \"unknown\" is a result too. The list of slow requests shows when it happened and "
     "to whom."},
    {"N0", "no problem found",
     "Nothing fired. The run shows health at its load; it does not show the limit.", NULL,
     "A quiet hour proves nothing about the rush."},
    {.name = NULL},
};

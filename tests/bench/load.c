/* The load generator: one thread, epoll, so that the server under test stays the bottleneck.
 *
 *   load fanout  --port P --clients N --poll FILE --publish FILE --cursor none|json|nchan
 *   load publish --port P --connections C --seconds S --publish FILE
 *
 * `fanout` parks N polls, then obeys its stdin ("go TAG" publishes one message, "storm" waits
 * for the server's death, for a line that says its process is gone, and for its return, end of
 * file ends it) and prints one JSON line for each thing that happened. `publish` sends as fast as the server answers, one request at a time on each
 * connection, and prints one JSON line. */
#define _GNU_SOURCE
#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

static enum cursor_kind cursor_named(const char *name)
{
    if (!strcmp(name, "json"))
        return CURSOR_JSON;
    if (!strcmp(name, "nchan"))
        return CURSOR_NCHAN;
    if (strcmp(name, "none"))
        fail("unknown cursor: %s", name);
    return CURSOR_NONE;
}

static int number(const char *name, const char *text, int low, int high)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*end || value < low || value > high)
        fail("%s must be a number from %d to %d", name, low, high);
    return (int)value;
}

static void take(struct options *o, const char *name, const char *value)
{
    if (!strcmp(name, "--port"))
        o->port = number(name, value, 1, 65535);
    else if (!strcmp(name, "--clients"))
        o->clients = number(name, value, 1, 100000);
    else if (!strcmp(name, "--per-address"))
        o->per_address = number(name, value, 1, 20000);
    else if (!strcmp(name, "--deadline"))
        o->deadline_s = number(name, value, 1, 3600);
    else if (!strcmp(name, "--connections"))
        o->connections = number(name, value, 1, 1024);
    else if (!strcmp(name, "--seconds"))
        o->seconds = number(name, value, 1, 600);
    else if (!strcmp(name, "--cursor"))
        o->cursor = cursor_named(value);
    else if (!strcmp(name, "--forgets"))
        o->forgets = number(name, value, 0, 1);
    else if (!strcmp(name, "--first-cursor"))
        o->first_cursor = value;
    else if (!strcmp(name, "--poll"))
        template_load(&o->poll, value);
    else if (!strcmp(name, "--publish"))
        template_load(&o->publish, value);
    else
        fail("unknown argument: %s", name);
}

int main(int count, char **words)
{
    static struct options options = {.mode = "", .clients = 1, .per_address = 5000,
                                     .deadline_s = 60, .connections = 32, .seconds = 5,
                                     .first_cursor = ""};
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* never outlives the harness */
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count > 1)
        options.mode = words[1];
    for (int i = 2; i + 1 < count; i += 2)
        take(&options, words[i], words[i + 1]);
    if (!options.port || !options.publish.parts)
        fail("--port and --publish are needed");
    if (!strcmp(options.mode, "fanout") && options.poll.parts)
        run_fanout(&options);
    else if (!strcmp(options.mode, "publish"))
        run_publish(&options);
    else
        fail("the first argument is fanout (with --poll) or publish");
    return 0;
}

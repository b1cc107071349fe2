/* The publishing rate: each connection sends its next message when the last one is answered. */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum {
    SAMPLES = 1 << 22, /* latencies kept, 16 MB; later ones count for the rate alone */
    WARM_MS = 500,     /* before counting: caches, code paths and the log's first pages */
};

struct sender {
    int fd;
    unsigned index;
    uint64_t start;
    size_t have;
    char bytes[8192]; /* an answer to a publish is short; a longer one ends the run */
};

static struct options *o;
static uint32_t *latency;
static uint64_t counted, sent;

static void send_next(struct sender *s)
{
    char request[REQUEST_BYTES], tag[TAG_BYTES];
    snprintf(tag, sizeof tag, "m%07lu", (unsigned long)(sent++ % 10000000u));
    size_t length = template_fill(&o->publish, request, 1000000u + s->index, "", tag);
    s->have = 0;
    s->start = now_ns();
    send_all(s->fd, request, length);
}

static void readable(struct sender *s, uint64_t count_from)
{
    struct answer answer;
    ssize_t got = recv(s->fd, s->bytes + s->have, sizeof s->bytes - s->have, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        fail("the server closed a publisher's connection");
    s->have += (size_t)got;
    int state = answer_parse(s->bytes, s->have, &answer);
    if (state < 0 || (!state && s->have == sizeof s->bytes))
        fail("the answer to a publish cannot be read");
    if (!state)
        return;
    if (answer.status / 100 != 2)
        fail("HTTP %d to a publish: %s", answer.status, answer_excerpt(&answer));
    uint64_t now = now_ns();
    if (now >= count_from) {
        uint64_t took = now - s->start;
        if (counted < SAMPLES)
            latency[counted] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
        counted++;
    }
    send_next(s);
}

static int rising(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void run_publish(struct options *options)
{
    o = options;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct sender *senders = calloc((size_t)o->connections, sizeof *senders);
    latency = malloc(SAMPLES * sizeof *latency);
    if (epoll < 0 || !senders || !latency)
        fail("cannot set up %d connections", o->connections);
    for (int i = 0; i < o->connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &senders[i]};
        senders[i].fd = dial(o->port, i, o->per_address);
        senders[i].index = (unsigned)i;
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, senders[i].fd, &event) < 0)
            fail("epoll: %s", strerror(errno));
        send_next(&senders[i]);
    }
    uint64_t count_from = now_ns() + WARM_MS * 1000000ul, now = 0, cpu = 0;
    uint64_t end = count_from + (uint64_t)o->seconds * 1000000000u;
    while ((now = now_ns()) < end) {
        struct epoll_event events[64];
        int count = epoll_wait(epoll, events, 64, 100);
        if (!cpu && now >= count_from)
            cpu = cpu_ns();
        for (int i = 0; i < count; i++)
            readable(events[i].data.ptr, count_from);
    }
    uint64_t kept = counted < SAMPLES ? counted : SAMPLES, wall = now - count_from;
    cpu = cpu_ns() - cpu;
    if (!kept)
        fail("no publish was answered in %d s", o->seconds);
    qsort(latency, kept, sizeof *latency, rising);
    printf("{\"event\": \"published\", \"count\": %lu, \"wall_ns\": %lu, \"cpu_ns\": %lu, "
           "\"warm_ns\": %lu, \"p50_ns\": %u, \"p99_ns\": %u, \"max_ns\": %u}\n",
           counted, wall, cpu, WARM_MS * 1000000ul, latency[kept / 2],
           latency[kept * 99 / 100], latency[kept - 1]);
}

/* N parked polls, and the time until one message has reached all of them.
 *
 * Reading goes before re-polling: an arrival is taken as soon as it is there, and the re-polls
 * are sent in the moments when nothing is readable. N real clients would each have a processor
 * of their own for both, so this keeps the one generator out of the measured time. */
#define _GNU_SOURCE
#include "load_fanout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS = 512,      /* taken from epoll at once */
    REPOLLS = 8,       /* sent before looking for arrivals again, about 50 us of work */
    DIALS = 32,        /* connections opened before their polls are acknowledged */
};

struct options *o;
struct client *clients, publisher;
int epoll;
static int *due, due_first, due_count; /* `due` is a ring of o->clients places */
static char scratch[ANSWER_BYTES];

static struct {
    char tag[TAG_BYTES];
    int running, arrived, strays, published;
    uint64_t start, first, last, answered, cpu_start, cpu_last, bytes, reading;
} message;

void watch(int fd, void *who)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = who};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        fail("epoll: %s", strerror(errno));
}

void poll_again(int index)
{
    char request[REQUEST_BYTES];
    struct client *c = &clients[index];
    size_t length = template_fill(&o->poll, request, (unsigned)index, c->cursor, "");
    send_all(c->fd, request, length);
}

static void queue_poll(int index)
{
    if (due_count == o->clients)
        fail("a client was answered twice for one poll");
    due[(due_first + due_count++) % o->clients] = index;
}

static void flush_polls(int most)
{
    for (; most > 0 && due_count > 0; most--) {
        int index = due[due_first];
        due_first = (due_first + 1) % o->clients;
        due_count--;
        poll_again(index);
    }
}

static void arrived(struct client *c, const struct answer *answer)
{
    int wanted = message.running && !c->arrived
                 && (o->cursor == CURSOR_NONE
                     || memmem(answer->body, answer->body_length, message.tag,
                               strlen(message.tag)));
    if (!wanted) {
        message.strays++; /* an expired wait, or news that are no message: poll again */
        return;
    }
    c->arrived = 1;
    message.last = now_ns();
    if (!message.arrived++)
        message.first = message.last;
    message.bytes += answer->total;
    if (message.arrived == o->clients)
        message.cpu_last = cpu_ns();
}

static void published(const struct answer *answer)
{
    message.answered = now_ns();
    message.published = 1;
    if (answer->status / 100 != 2)
        fail("HTTP %d to a publish: %s", answer->status, answer_excerpt(answer));
}

static void take(struct client *c, const struct answer *answer)
{
    if (c == &publisher) {
        published(answer);
        return;
    }
    if (answer->status != 200 && answer->status != 204 && answer->status != 304)
        fail("HTTP %d to a poll: %s", answer->status, answer_excerpt(answer));
    answer_cursor(answer, o->cursor, c->cursor);
    arrived(c, answer);
    queue_poll((int)(c - clients));
}

static void keep(struct client *c, const char *bytes, size_t length)
{
    if (length >= ANSWER_BYTES)
        fail("an answer is longer than %d bytes", ANSWER_BYTES);
    char *copy = length ? malloc(length) : NULL;
    if (length && !copy)
        fail("out of memory");
    if (length)
        memcpy(copy, bytes, length);
    free(c->partial);
    c->partial = copy;
    c->partial_length = length;
}

static void readable(struct client *c)
{
    struct answer answer;
    size_t length = c->partial_length;
    if (c->dialling) {
        storm_connected(c);
        return;
    }
    if (length)
        memcpy(scratch, c->partial, length);
    ssize_t got = recv(c->fd, scratch + length, sizeof scratch - length, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0 && storm_lost(c))
        return;
    if (got <= 0)
        fail("the server closed %s: %s", c == &publisher ? "the publisher" : "a parked poll",
             got ? strerror(errno) : "an end");
    length += (size_t)got;
    int state = answer_parse(scratch, length, &answer);
    if (state < 0)
        fail("an answer cannot be read as HTTP with a length");
    if (state && answer.total != length)
        fail("bytes follow an answer that nobody asked for");
    if (state)
        take(c, &answer);
    if (c->partial_length || !state)
        keep(c, scratch, state ? 0 : length);
}

int turn(int timeout_ms)
{
    struct epoll_event events[EVENTS];
    int stdin_ready = 0, count = epoll_wait(epoll, events, EVENTS, due_count ? 0 : timeout_ms);
    if (count <= 0) {
        flush_polls(REPOLLS);
        return 0;
    }
    uint64_t start = now_ns();
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr)
            readable(events[i].data.ptr);
        else
            stdin_ready = 1;
    }
    if (message.running)
        message.reading += now_ns() - start;
    return stdin_ready;
}

void acknowledge(int from, int to)
{
    uint64_t deadline = now_ns() + (uint64_t)o->deadline_s * 1000000000u;
    while (from < to) {
        turn(0);
        while (from < to && !due_count && !unacknowledged(clients[from].fd))
            from++;
        if (from < to && now_ns() > deadline)
            fail("the server does not take the poll of client %d within %d s", from,
                 o->deadline_s);
    }
}

static void park_all(void)
{
    for (int from = 0; from < o->clients; from += DIALS) {
        int to = from + DIALS < o->clients ? from + DIALS : o->clients;
        for (int i = from; i < to; i++) {
            clients[i].fd = dial(o->port, i, o->per_address);
            snprintf(clients[i].cursor, CURSOR_BYTES, "%s", o->first_cursor);
            watch(clients[i].fd, &clients[i]);
            poll_again(i);
        }
        acknowledge(from, to);
    }
}

static void publish_one(void)
{
    char request[REQUEST_BYTES];
    size_t length = template_fill(&o->publish, request, 1000000u, "", message.tag);
    uint64_t deadline;
    for (int i = 0; i < o->clients; i++)
        clients[i].arrived = 0;
    message.running = 1;
    message.cpu_start = cpu_ns();
    message.start = now_ns();
    deadline = message.start + (uint64_t)o->deadline_s * 1000000000u;
    send_all(publisher.fd, request, length);
    while (message.arrived < o->clients) {
        turn(100);
        if (now_ns() > deadline)
            fail("%d of %d clients had the message after %d s", message.arrived, o->clients,
                 o->deadline_s);
    }
    message.running = 0;
    while ((due_count || !message.published) && now_ns() < deadline)
        turn(100);
    acknowledge(0, o->clients);
    printf("{\"event\": \"message\", \"all_ns\": %lu, \"first_ns\": %lu, \"publish_ns\": %lu, "
           "\"cpu_ns\": %lu, \"reading_ns\": %lu, \"bytes\": %lu, \"strays\": %d}\n",
           message.last - message.start, message.first - message.start,
           message.answered - message.start, message.cpu_last - message.cpu_start,
           message.reading, message.bytes / (uint64_t)o->clients, message.strays);
}

void run_fanout(struct options *options)
{
    char line[64];
    o = options;
    clients = calloc((size_t)o->clients, sizeof *clients);
    due = calloc((size_t)o->clients, sizeof *due);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!clients || !due || epoll < 0)
        fail("cannot set up %d clients", o->clients);
    publisher.fd = dial(o->port, 0, o->per_address);
    watch(publisher.fd, &publisher);
    park_all();
    watch(STDIN_FILENO, NULL);
    printf("{\"event\": \"parked\", \"strays\": %d}\n", message.strays);
    for (;;) {
        if (!turn(1000))
            continue;
        ssize_t got = read(STDIN_FILENO, line, sizeof line - 1);
        if (got <= 0)
            return;
        line[got] = 0;
        memset(&message, 0, sizeof message);
        if (!strcmp(line, "storm\n")) {
            storm();
            continue;
        }
        if (sscanf(line, "go %15s", message.tag) != 1)
            fail("unknown command");
        publish_one();
    }
}

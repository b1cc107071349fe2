/* The server is killed and comes back; all clients connect anew at once and poll again.
 *
 * The publisher's connection is the probe: the first that succeeds says that the server listens,
 * and from then on everybody dials, as thousands of pages do that saw their poll break. */
#define _GNU_SOURCE
#include "load_fanout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
    DIALS = 32,        /* begun before looking who is connected */
    PROBE_US = 500,    /* between two looks whether the server listens again */
};

static struct {
    int on, lost, connected, refused;
    uint64_t start, last_connected;
} now;

static void expire(uint64_t deadline, const char *what)
{
    if (now_ns() > deadline)
        fail("%s: %d lost, %d back after %d s", what, now.lost, now.connected, o->deadline_s);
}

int storm_lost(struct client *c)
{
    if (!now.on || c->fd < 0)
        return now.on;
    if (now.start)
        fail("the server closed a connection that it had just accepted");
    close(c->fd);
    free(c->partial);
    c->partial = NULL;
    c->partial_length = 0;
    c->fd = -1;
    if (o->forgets)
        snprintf(c->cursor, CURSOR_BYTES, "%s", o->first_cursor);
    now.lost++;
    return 1;
}

static void probe(uint64_t deadline)
{
    while ((publisher.fd = dial_begin(o->port, 0, o->per_address)) < 0) {
        expire(deadline, "nobody listens");
        usleep(PROBE_US);
    }
    publisher.dialling = 1;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = &publisher};
    epoll_ctl(epoll, EPOLL_CTL_ADD, publisher.fd, &event);
    while (publisher.dialling && publisher.fd >= 0) {
        turn(1);
        expire(deadline, "nobody accepts");
    }
}

static void begin(struct client *c)
{
    int index = (int)(c - clients);
    c->fd = dial_begin(o->port, index, o->per_address);
    if (c->fd < 0)
        fail("client %d cannot come back: %s", index, strerror(errno));
    c->dialling = 1;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = c};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event) < 0)
        fail("epoll: %s", strerror(errno));
}

void storm_connected(struct client *c)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    int error = dial_error(c->fd);
    c->dialling = 0;
    if (error) {
        close(c->fd);
        c->fd = -1;
        if (c == &publisher)
            return; /* not there yet: asked again */
        now.refused++;
        begin(c);
        return;
    }
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
    if (c == &publisher)
        return;
    now.last_connected = now_ns();
    now.connected++;
    poll_again((int)(c - clients));
}

void storm(void)
{
    uint64_t deadline = now_ns() + (uint64_t)o->deadline_s * 1000000000u;
    int again = 0;
    memset(&now, 0, sizeof now);
    now.on = 1;
    printf("{\"event\": \"waiting\"}\n");
    while (now.lost < o->clients + 1) {
        turn(100);
        expire(deadline, "the server was not killed");
    }
    /* A process that dies may close its connections before the socket it listens on. */
    while (!turn(100))
        expire(deadline, "nobody says that the server is dead");
    char line[16];
    if (read(STDIN_FILENO, line, sizeof line) <= 0)
        fail("nobody says that the server is dead");
    do
        probe(deadline);
    while (publisher.fd < 0);
    now.start = now_ns();
    printf("{\"event\": \"listening\", \"at_ns\": %lu}\n", now.start);
    for (int i = 0; i < o->clients; i++) {
        begin(&clients[i]);
        if (i % DIALS == DIALS - 1)
            turn(0);
    }
    while (now.connected < o->clients) {
        turn(10);
        expire(deadline, "not all connect");
    }
    acknowledge(0, o->clients);
    for (int i = 0; i < o->clients; i++)
        again += retransmitted(clients[i].fd);
    printf("{\"event\": \"back\", \"connected_ns\": %lu, \"taken_ns\": %lu, \"again\": %d, "
           "\"refused\": %d}\n",
           now.last_connected - now.start, now_ns() - now.start, again, now.refused);
    now.on = 0;
}

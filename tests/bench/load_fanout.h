/* What the crowd of `fanout` shares with the storm that breaks over it. */
#ifndef LOAD_FANOUT_H
#define LOAD_FANOUT_H

#include "load.h"

struct client {
    int fd;
    int arrived;
    int dialling;      /* its connection is not there yet: writable is what it waits for */
    char *partial;     /* bytes of an incomplete answer; there only while one is */
    size_t partial_length;
    char cursor[CURSOR_BYTES];
};

extern struct options *o;
extern struct client *clients, publisher;
extern int epoll;

void watch(int fd, void *who);
void poll_again(int index);
/* One turn of the loop. Returns 1 when stdin has something to say. */
int turn(int timeout_ms);
/* Every request written so far has reached the server's side of the connection. */
void acknowledge(int from, int to);

/* Waits until the server is gone and back, and brings all clients back to it. */
void storm(void);
/* While that waits: `c` lost its connection. 0 when no storm is on. */
int storm_lost(struct client *c);
/* `c` was dialling, and is connected or refused. */
void storm_connected(struct client *c);

#endif

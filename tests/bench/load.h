/* The load generator's shared parts: request templates, HTTP answers, sockets and clocks. */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>
#include <stdint.h>

enum {
    TEMPLATE_PARTS = 16,      /* literals and placeholders of one template; more is refused */
    TEMPLATE_BYTES = 4096,    /* a template file longer than this is refused */
    REQUEST_BYTES = 6144,     /* one request after filling in */
    ANSWER_BYTES = 65536,     /* a longer answer ends the run with a sentence */
    CURSOR_BYTES = 192,       /* a cursor, or nchan's two headers */
    TAG_BYTES = 16,
};

enum cursor_kind { CURSOR_NONE, CURSOR_JSON, CURSOR_NCHAN };

/* A request with the holes %MEMBER%, %CURSOR% and %TAG%, cut into parts once. */
struct template {
    char text[TEMPLATE_BYTES + 1];
    struct { char kind; const char *from; size_t length; } part[TEMPLATE_PARTS];
    int parts;
};

/* One complete answer inside a buffer; `body` may still carry chunk marks. */
struct answer {
    int status;
    size_t total;
    const char *head, *body;
    size_t head_length, body_length;
};

struct options {
    const char *mode;
    int port, clients, per_address, deadline_s, connections, seconds;
    enum cursor_kind cursor;
    const char *first_cursor;
    int forgets; /* after a storm clients begin anew: the server lost what their cursors mean */
    struct template poll, publish;
};

/* What went wrong is one JSON line on stdout; the caller shows it as a result. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

uint64_t now_ns(void);
uint64_t cpu_ns(void);

void template_load(struct template *t, const char *path);
size_t template_fill(const struct template *t, char *out, unsigned member, const char *cursor,
                     const char *tag);

/* Returns 1 when `answer` is complete, 0 when bytes are missing, -1 when it is not HTTP. */
int answer_parse(const char *bytes, size_t length, struct answer *answer);
void answer_cursor(const struct answer *answer, enum cursor_kind kind, char *cursor);
/* The start of an answer's body as one printable line without quotes, for error sentences. */
const char *answer_excerpt(const struct answer *answer);

/* A connected non-blocking socket from 127.0.0.(2 + index / per_address). */
int dial(int port, int index, int per_address);
/* The same, not waited for: when it is writable, `dial_error` tells. -1 with errno: refused. */
int dial_begin(int port, int index, int per_address);
int dial_error(int fd);
/* Whether anything had to be sent again on it: the server's queue was full. */
int retransmitted(int fd);
void send_all(int fd, const char *bytes, size_t length);
int unacknowledged(int fd);

void run_fanout(struct options *options);
void run_publish(struct options *options);

#endif

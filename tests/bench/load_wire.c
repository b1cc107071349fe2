/* Templates, answers, sockets and clocks. Nothing here knows what is being measured. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <linux/sockios.h>

_Noreturn void fail(const char *format, ...)
{
    va_list rest;
    printf("{\"event\": \"failed\", \"reason\": \"");
    va_start(rest, format);
    vprintf(format, rest);
    va_end(rest);
    printf("\"}\n");
    fflush(stdout);
    exit(1);
}

uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t cpu_ns(void)
{
    /* Not getrusage: this clock counts nanoseconds, getrusage may count scheduler ticks. */
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void template_add(struct template *t, char kind, const char *from, size_t length)
{
    if (t->parts == TEMPLATE_PARTS)
        fail("a template has more than %d parts", TEMPLATE_PARTS);
    t->part[t->parts].kind = kind;
    t->part[t->parts].from = from;
    t->part[t->parts++].length = length;
}

void template_load(struct template *t, const char *path)
{
    static const char *const holes[] = {"%MEMBER%", "%CURSOR%", "%TAG%"};
    FILE *file = fopen(path, "rb");
    if (!file)
        fail("cannot read the template %s", path);
    size_t length = fread(t->text, 1, TEMPLATE_BYTES + 1, file);
    fclose(file);
    if (length > TEMPLATE_BYTES)
        fail("the template %s is longer than %d bytes", path, TEMPLATE_BYTES);
    t->text[length] = 0;
    const char *at = t->text, *literal = at;
    while (*at) {
        size_t hole = 0;
        if (*at == '%')
            for (int i = 0; i < 3 && !hole; i++)
                if (!strncmp(at, holes[i], strlen(holes[i])))
                    hole = strlen(holes[i]);
        if (hole) {
            template_add(t, 'l', literal, (size_t)(at - literal));
            template_add(t, at[1], at, hole);
            at += hole;
            literal = at;
        } else {
            at++;
        }
    }
    template_add(t, 'l', literal, (size_t)(at - literal));
}

size_t template_fill(const struct template *t, char *out, unsigned member, const char *cursor,
                     const char *tag)
{
    size_t length = 0;
    for (int i = 0; i < t->parts; i++) {
        char hex[40];
        const char *from = t->part[i].from;
        size_t bytes = t->part[i].length;
        if (t->part[i].kind == 'M') {
            /* Distinct for each client in all four words, as a random token would be. */
            bytes = (size_t)snprintf(hex, sizeof hex, "%08x%08x%08x%08x", member * 2654435761u,
                                     member ^ 0x5bd1e995u, member * 40503u + 7u, member);
            from = hex;
        } else if (t->part[i].kind != 'l') {
            from = t->part[i].kind == 'C' ? cursor : tag;
            bytes = strlen(from);
        }
        if (length + bytes > REQUEST_BYTES)
            fail("a request is longer than %d bytes", REQUEST_BYTES);
        memcpy(out + length, from, bytes);
        length += bytes;
    }
    return length;
}

/* The length of a chunked body with its last chunk, 0 while bytes are missing. */
static size_t chunked_length(const char *body, size_t length)
{
    size_t at = 0;
    while (at < length) {
        const char *line = memchr(body + at, '\n', length - at);
        if (!line)
            return 0;
        size_t size = strtoul(body + at, NULL, 16);
        if (size > ANSWER_BYTES)
            return 0; /* the caller's buffer fills up and the run ends with a sentence */
        at = (size_t)(line - body) + 1 + size + 2;
        if (size == 0)
            return at <= length ? at : 0;
    }
    return 0;
}

static const char *header(const struct answer *answer, const char *name)
{
    size_t length = strlen(name);
    const char *end = answer->head + answer->head_length;
    const char *line = memchr(answer->head, '\n', answer->head_length);
    while (line && ++line < end) {
        if ((size_t)(end - line) > length && !strncasecmp(line, name, length)
            && line[length] == ':') {
            line += length + 1;
            while (*line == ' ')
                line++;
            return line;
        }
        line = memchr(line, '\n', (size_t)(end - line));
    }
    return NULL;
}

int answer_parse(const char *bytes, size_t length, struct answer *answer)
{
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end)
        return 0;
    if (length < 13 || memcmp(bytes, "HTTP/1.", 7))
        return -1;
    answer->status = atoi(bytes + 9);
    answer->head = bytes;
    answer->head_length = (size_t)(end - bytes) + 4;
    answer->body = end + 4;
    size_t have = length - answer->head_length;
    const char *value = header(answer, "Content-Length");
    if (value) {
        answer->body_length = strtoul(value, NULL, 10);
        if (answer->body_length > ANSWER_BYTES)
            return -1;
        if (have < answer->body_length)
            return 0;
    } else if ((value = header(answer, "Transfer-Encoding")) && !strncasecmp(value, "chunked", 7)) {
        answer->body_length = chunked_length(answer->body, have);
        if (!answer->body_length)
            return 0;
    } else if (answer->status == 204 || answer->status == 304) {
        answer->body_length = 0;
    } else {
        return -1; /* a body that ends with the connection: not keep-alive, nothing to measure */
    }
    answer->total = answer->head_length + answer->body_length;
    return 1;
}

static void copy_until(const char *from, const char *end, const char *stops, char *out, size_t room)
{
    size_t length = 0;
    while (from + length < end && !strchr(stops, from[length]) && length + 1 < room)
        length++;
    memcpy(out, from, length);
    out[length] = 0;
}

void answer_cursor(const struct answer *answer, enum cursor_kind kind, char *cursor)
{
    if (kind == CURSOR_JSON) {
        static const char key[] = "\"cursor\"";
        const char *end = answer->body + answer->body_length;
        const char *at = memmem(answer->body, answer->body_length, key, sizeof key - 1);
        if (!at)
            return;
        at += sizeof key - 1;
        while (at < end && strchr(": \"", *at))
            at++;
        copy_until(at, end, "\",} \r\n", cursor, CURSOR_BYTES);
    } else if (kind == CURSOR_NCHAN) {
        const char *end = answer->head + answer->head_length;
        const char *modified = header(answer, "Last-Modified"), *etag = header(answer, "Etag");
        char since[64], match[64];
        if (!modified || !etag)
            return;
        copy_until(modified, end, "\r\n", since, sizeof since);
        copy_until(etag, end, "\r\n", match, sizeof match);
        snprintf(cursor, CURSOR_BYTES, "If-Modified-Since: %s\r\nIf-None-Match: %s\r\n", since,
                 match);
    }
}

const char *answer_excerpt(const struct answer *answer)
{
    static char line[81];
    size_t length = answer->body_length < sizeof line - 1 ? answer->body_length : sizeof line - 1;
    for (size_t i = 0; i < length; i++) {
        char c = answer->body[i];
        line[i] = c < ' ' || c > '~' ? ' ' : c == '"' || c == '\\' ? '\'' : c;
    }
    line[length] = 0;
    return line;
}

int dial_begin(int port, int index, int per_address)
{
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        fail("no socket for client %d: %s", index, strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* Leave the port to connect(): otherwise one address could use each port only once. */
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    unsigned host = 2u + (unsigned)(index / per_address);
    struct sockaddr_in from = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1u + host)};
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)&from, sizeof from) < 0)
        fail("cannot bind client %d: %s", index, strerror(errno));
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS)
        return fd;
    close(fd);
    return -1;
}

int dial_error(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

int dial(int port, int index, int per_address)
{
    int fd = dial_begin(port, index, per_address);
    if (fd < 0)
        fail("cannot connect client %d: %s", index, strerror(errno));
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    if (poll(&wait, 1, 30000) != 1)
        fail("client %d of the server is not accepted within 30 s", index);
    int error = dial_error(fd);
    if (error)
        fail("cannot connect client %d: %s", index, strerror(error));
    return fd;
}

int retransmitted(int fd)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_total_retrans > 0;
}

void send_all(int fd, const char *bytes, size_t length)
{
    /* An idle connection takes a request whole; if not, the server has stopped reading. */
    ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent != (ssize_t)length)
        fail("the server does not take a request: %s", sent < 0 ? strerror(errno) : "cut short");
}

int unacknowledged(int fd)
{
    int bytes = 0;
    return ioctl(fd, SIOCOUTQ, &bytes) < 0 ? 0 : bytes;
}

/* The kernel's price: what a long-polling server costs when it does nothing but move bytes.
 *
 *   kernel PORT BYTES
 *
 * `POST` sends one fixed answer of BYTES bytes with one send() to each connection that has
 * asked with `GET`; nothing of a request is looked at but its first letter and its empty line.
 * No server in user space can be much faster than this one on the same machine. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 65536, EVENTS = 512, BACKLOG = 4096 };

static int epoll, listener, parked[MOST], parked_count;
static char answer[MOST];
static size_t answer_length;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void make_answer(long bytes)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Content-Length: %06ld\r\n\r\n";
    long head_length = snprintf(answer, sizeof answer, head, 0L);
    if (bytes < head_length || bytes >= MOST)
        die("BYTES is out of range");
    snprintf(answer, sizeof answer, head, bytes - head_length);
    memset(answer + head_length, 'x', (size_t)(bytes - head_length));
    answer_length = (size_t)bytes;
}

static void watch(int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        die("epoll_ctl");
}

static void listen_on(int port)
{
    int one = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) < 0 || listen(listener, BACKLOG) < 0)
        die("listen");
    epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(listener);
}

static void accept_all(void)
{
    int one = 1, fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd >= MOST)
            die("too many connections");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(fd);
    }
    if (errno != EAGAIN && errno != ECONNABORTED)
        die("accept");
}

static void answer_to(int fd)
{
    if (send(fd, answer, answer_length, MSG_NOSIGNAL) != (ssize_t)answer_length)
        shutdown(fd, SHUT_RDWR); /* the client is gone or does not read: it hangs up below */
}

static void forget(int fd)
{
    for (int i = 0; i < parked_count; i++)
        if (parked[i] == fd)
            parked[i--] = parked[--parked_count];
    close(fd);
}

static void request_on(int fd)
{
    static char bytes[8192];
    ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0 || !memmem(bytes, (size_t)got, "\r\n\r\n", 4)) {
        forget(fd);
    } else if (*bytes == 'G' && parked_count < MOST) {
        parked[parked_count++] = fd;
    } else {
        for (int i = 0; i < parked_count; i++)
            answer_to(parked[i]);
        parked_count = 0;
        answer_to(fd);
    }
}

int main(int count, char **words)
{
    static struct epoll_event events[EVENTS];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (count != 3)
        die("kernel PORT BYTES");
    make_answer(atol(words[2]));
    listen_on(atoi(words[1]));
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++)
            if (events[i].data.fd == listener)
                accept_all();
            else
                request_on(events[i].data.fd);
    }
}

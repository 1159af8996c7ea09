/* Load client: opens N websockets, subscribes, then only reads and counts.
 *
 * usage: drain PORT N [TOKEN] [DEFLATE]     (run pinned to one core; TOKEN "-": say nothing)
 *
 * Prints "ready" when all have answered the handshake and been sent a snapshot or not;
 * then for each "WAIT k" on stdin, replies when every socket has had k more event frames
 * with a line "done SECONDS_MONOTONIC BYTES ERRORS". An event frame holds "type":"event" as
 * its first key; its cursor must be higher than the last one of that socket. Frames are
 * parsed by their headers only. For compressed frames the order is not looked at.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 262144, BATCH = 256 };
typedef struct {
    int fd;
    unsigned char head[64];
    int have;           /* bytes of the frame's beginning in head */
    uint64_t left;      /* payload bytes still to be skipped */
    long long cursor;
    long events;
} Peer;

static Peer *peers;
static long n, target, complete, errors;
static uint64_t bytes;
static char buffer[ROOM];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void send_all(int fd, const char *p, size_t size) {
    while (size) {
        ssize_t w = send(fd, p, size, MSG_NOSIGNAL);
        if (w <= 0) { perror("send"); exit(1); }
        p += w, size -= w;
    }
}

static void say(int fd, const char *text) { /* one masked text frame, mask of zeros */
    size_t size = strlen(text);
    char frame[1024];
    int at = 0;
    frame[at++] = (char)0x81;
    if (size < 126) frame[at++] = (char)(0x80 | size);
    else frame[at++] = (char)0xFE, frame[at++] = (char)(size >> 8), frame[at++] = (char)size;
    memset(frame + at, 0, 4), at += 4;
    memcpy(frame + at, text, size);
    send_all(fd, frame, at + size);
}

static void event_seen(Peer *p, int compressed) {
    if (!compressed) {
        const char *mark = memmem(p->head, p->have, "\"type\":\"event\"", 14);
        if (!mark) return;
        const char *c = memmem(p->head, p->have, "\"cursor\":", 9);
        long long cursor = c ? atoll(c + 9) : 0;
        if (cursor <= p->cursor) errors++;
        p->cursor = cursor;
    }
    if (++p->events == target) complete++;
}

static void feed(Peer *p, unsigned char *d, ssize_t size) {
    while (size > 0) {
        if (p->left) {
            ssize_t skip = (uint64_t)size < p->left ? size : (ssize_t)p->left;
            p->left -= skip, d += skip, size -= skip;
            continue;
        }
        /* take up to 60 bytes of header and beginning of the payload */
        while (size > 0) {
            p->head[p->have++] = *d++, size--;
            if (p->have < 2) continue;
            int small = p->head[1] & 127, width = small < 126 ? 0 : small == 126 ? 2 : 8;
            if (p->have < 2 + width) continue;
            uint64_t length = small < 126 ? (uint64_t)small : 0;
            for (int i = 0; i < width; i++) length = length << 8 | p->head[2 + i];
            int begin = 2 + width;
            uint64_t want = length < 44 ? length : 44;
            if ((uint64_t)(p->have - begin) < want) continue;
            int opcode = p->head[0] & 15, compressed = (p->head[0] & 0x40) != 0;
            p->head[p->have] = 0;
            if (opcode == 8) { fprintf(stderr, "closed %d\n", p->head[begin] << 8 | p->head[begin + 1]); exit(2); }
            if (opcode == 1) event_seen(p, compressed);
            if (opcode == 9) { /* uvicorn's keepalive: the same payload, with a mask of zeros */
                char pong[6 + 44] = {(char)0x8A, (char)(0x80 | want)};
                memcpy(pong + 6, p->head + begin, want);
                send_all(p->fd, pong, 6 + want);
            }
            p->left = length - want, p->have = 0;
            break;
        }
    }
}

static void pump(int epoll, int once) {
    struct epoll_event found[512];
    for (;;) {
        if (!once && complete >= n) return;
        int k = epoll_wait(epoll, found, 512, once ? 50 : 1000);
        if (once && k <= 0) return;
        for (int i = 0; i < k; i++) {
            Peer *p = &peers[found[i].data.u32];
            for (;;) {
                ssize_t got = recv(p->fd, buffer, ROOM, MSG_DONTWAIT);
                if (got > 0) { bytes += got; feed(p, (unsigned char *)buffer, got); if (got < ROOM) break; }
                else if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
                else { fprintf(stderr, "lost\n"); exit(2); }
            }
        }
    }
}

int main(int argc, char **argv) {
    int port = atoi(argv[1]);
    n = atol(argv[2]);
    int silent = argc > 3 && !strcmp(argv[3], "-");
    const char *token = argc > 3 && !silent ? argv[3] : "", *deflate = argc > 4 ? argv[4] : "";
    struct rlimit limit = {n + 64, n + 64};
    getrlimit(RLIMIT_NOFILE, &limit), limit.rlim_cur = limit.rlim_max, setrlimit(RLIMIT_NOFILE, &limit);
    peers = calloc(n, sizeof *peers);
    int epoll = epoll_create1(0);
    double started = now();
    for (long from = 0; from < n; from += BATCH) {
        long to_ = from + BATCH < n ? from + BATCH : n;
        for (long i = from; i < to_; i++) {
            struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
            to.sin_addr.s_addr = htonl(0x7f000001);
            int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
            if (connect(fd, (struct sockaddr *)&to, sizeof to)) { perror("connect"); return 1; }
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            char hello[1024];
            snprintf(hello, sizeof hello,
                     "GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s%s%s\r\n",
                     port, *token ? "Authorization: Bearer " : "", token, *token ? "\r\n" : "",
                     *deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
            send_all(fd, hello, strlen(hello));
            peers[i].fd = fd;
        }
        for (long i = from; i < to_; i++) {
            /* the answer, byte by byte up to the empty line, so that no frame is lost */
            int end = 0, fd = peers[i].fd;
            while (end < 4) {
                char c;
                if (recv(fd, &c, 1, 0) != 1) { fprintf(stderr, "refused\n"); return 1; }
                end = c == "\r\n\r\n"[end] ? end + 1 : c == '\r';
            }
            if (!silent) say(fd, "{\"type\":\"subscribe\",\"topics\":[\"incidents\"]}");
            struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        }
    }
    target = -1;
    for (int quiet = 0; quiet < 4; quiet++) { uint64_t was = bytes; pump(epoll, 1); if (bytes != was) quiet = 0; }
    printf("ready %.6f\n", now() - started), fflush(stdout);
    char line[64];
    for (;;) {
        /* told nothing for a second: read on, and answer pings */
        struct pollfd told = {.fd = 0, .events = POLLIN};
        while (!poll(&told, 1, 1000)) pump(epoll, 1);
        if (!fgets(line, sizeof line, stdin)) break;
        long k = atol(line + 5);
        for (long i = 0; i < n; i++) { if (!target || target < 0) peers[i].events = 0; }
        if (target < 0) target = 0;
        target += k, complete = 0;
        for (long i = 0; i < n; i++) complete += peers[i].events >= target;
        printf("set\n"), fflush(stdout);
        pump(epoll, 0);
        struct rusage use;
        getrusage(RUSAGE_SELF, &use);
        double cpu = use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
        printf("done %.6f %llu %ld %.6f\n", now(), (unsigned long long)bytes, errors, cpu), fflush(stdout);
    }
    return 0;
}

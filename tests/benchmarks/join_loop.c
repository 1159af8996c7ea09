/* The measure of things: a send loop that joins what is pending into one write.
 *
 * usage: join_loop PORT SIZE       (run pinned to one core)
 *
 * Answers every handshake, takes whatever clients say for nothing. On stdin "burst K" frames
 * K messages of SIZE bytes and writes them to each client in one send; what a socket does
 * not take waits in a shared log until epoll says that it takes more. Prints "at SECONDS"
 * for each burst, and the number of clients on "count".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LISTEN = -1, INPUT = -2 };
static struct { int fd, joined, waiting; uint64_t at; } *clients;
static int count, epoll;
static char *ring;                /* everything published, as a log of LOG bytes */
static const uint64_t LOG = 1 << 26;
static uint64_t head;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void watch(int fd, int id, int op, uint32_t events) {
    struct epoll_event event = {.events = events, .data.u32 = (uint32_t)id};
    epoll_ctl(epoll, op, fd, &event);
}

static void serve(int i) {
    while (clients[i].at < head) {
        uint64_t from = clients[i].at % LOG, size = head - clients[i].at;
        if (from + size > LOG) size = LOG - from;
        ssize_t w = send(clients[i].fd, ring + from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (w < 0) {
            if (!clients[i].waiting) watch(clients[i].fd, i, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            clients[i].waiting = 1;
            return;
        }
        clients[i].at += w;
    }
    if (clients[i].waiting) watch(clients[i].fd, i, EPOLL_CTL_MOD, EPOLLIN);
    clients[i].waiting = 0;
}

static void publish(int k, int size) {
    static long long cursor;
    char frame[65536];
    for (int i = 0; i < k; i++) {
        int payload = size, at = 0;
        frame[at++] = (char)0x81, frame[at++] = 126;
        frame[at++] = (char)(payload >> 8), frame[at++] = (char)payload;
        int wrote = snprintf(frame + at, 64, "{\"type\":\"event\",\"cursor\":%lld,\"x\":\"", ++cursor);
        memset(frame + at + wrote, 'x', payload - wrote);
        memcpy(frame + at + payload - 2, "\"}", 2);
        for (int j = 0; j < at + payload; j++) ring[head++ % LOG] = frame[j];
    }
    for (int i = 0; i < count; i++) if (!clients[i].waiting) serve(i);
}

int main(int argc, char **argv) {
    int port = atoi(argv[1]), size = atoi(argv[2]), one = 1;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit), limit.rlim_cur = limit.rlim_max, setrlimit(RLIMIT_NOFILE, &limit);
    clients = calloc(1 << 16, sizeof *clients), ring = malloc(LOG), epoll = epoll_create1(0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    here.sin_addr.s_addr = htonl(0x7f000001);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) || listen(listener, 4096)) { perror("bind"); return 1; }
    watch(listener, LISTEN, EPOLL_CTL_ADD, EPOLLIN), watch(0, INPUT, EPOLL_CTL_ADD, EPOLLIN);
    printf("up\n"), fflush(stdout);
    struct epoll_event found[256];
    char junk[8192], line[64];
    setvbuf(stdin, 0, _IONBF, 0);
    for (;;) {
        int k = epoll_wait(epoll, found, 256, -1);
        for (int e = 0; e < k; e++) {
            int id = (int)found[e].data.u32;
            if (id == LISTEN) {
                int fd = accept(listener, 0, 0);
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                clients[count].fd = fd, clients[count].at = head;
                watch(fd, count++, EPOLL_CTL_ADD, EPOLLIN);
            } else if (id == INPUT) {
                if (!fgets(line, sizeof line, stdin)) return 0;
                if (line[0] == 'c') printf("count %d\n", count);
                else { double t = now(); publish(atoi(line + 6), size); printf("at %.6f\n", t); }
                fflush(stdout);
            } else {
                if (found[e].events & EPOLLIN) {
                    ssize_t got = recv(clients[id].fd, junk, sizeof junk, MSG_DONTWAIT);
                    if (got == 0) { watch(clients[id].fd, id, EPOLL_CTL_DEL, 0); clients[id].waiting = 1; continue; }
                    if (!clients[id].joined) {
                        const char *yes = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
                        clients[id].joined = 1;
                        send(clients[id].fd, yes, strlen(yes), MSG_NOSIGNAL);
                    }
                }
                if (found[e].events & EPOLLOUT) serve(id);
            }
        }
    }
}

/* Counts the syncs of every process that is started with it:

       cc -O2 -shared -fPIC -o syncs.so syncs.c -ldl
       LD_PRELOAD=./syncs.so BENCH_SYNCS=FILE program …

   FILE holds eight bytes, the number of calls of fsync and fdatasync, shared by all of them;
   any account may write it. The calls themselves are carried out. See `syncs.py`. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t *counted;

__attribute__((constructor)) static void begin(void)
{
    const char *name = getenv("BENCH_SYNCS");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *found = mmap(NULL, sizeof *counted, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (found != MAP_FAILED)
        counted = found;
}

static int sync_by(const char *name, int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (counted)
        __atomic_fetch_add(counted, 1, __ATOMIC_RELAXED);
    return real(file);
}

int fsync(int file)
{
    return sync_by("fsync", file);
}

int fdatasync(int file)
{
    return sync_by("fdatasync", file);
}

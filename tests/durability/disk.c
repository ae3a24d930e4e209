/* What a file holds on the disk for certain, and what was done to it since. */
#define _GNU_SOURCE
#include "disk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As much as a disk writes in one piece. */
enum { SECTOR = 512 };

static uint64_t noise = 1;

void seed_dice(uint64_t seed) {
    noise = seed * 2862933555777941757u + 3037000493u;
    noise += !noise;
}

uint64_t dice(uint64_t sides) {
    noise ^= noise << 13;
    noise ^= noise >> 7;
    noise ^= noise << 17;
    return noise % sides;
}

static void *need(void *memory) {
    if (!memory)
        abort();
    return memory;
}

static void grow(struct file *file, size_t length) {
    if (length > file->room) {
        file->room = length * 2;
        file->bytes = need(realloc(file->bytes, file->room));
    }
    if (length > file->length) {
        memset(file->bytes + file->length, 0, length - file->length);
        file->length = length;
    }
}

/* Applies a truncation, or the bytes of a write in `from..to`. */
static void apply(struct file *file, const struct change *change, size_t from, size_t to) {
    if (change->truncates) {
        grow(file, change->at);
        file->length = change->at;
        return;
    }
    grow(file, change->at + to);
    memcpy(file->bytes + change->at + from, change->bytes + from, to - from);
}

/* A disk writes sectors in whatever order it likes. */
static void apply_some(struct file *file, const struct change *change) {
    if (change->truncates && dice(2))
        apply(file, change, 0, 0);
    for (size_t from = 0; from < change->length; from += SECTOR) {
        size_t to = from + SECTOR < change->length ? from + SECTOR : change->length;
        if (dice(2))
            apply(file, change, from, to);
    }
}

void settle(struct file *file, enum kept kept) {
    size_t left = 0;
    for (struct change *change = file->first; change; change = change->next)
        left++;
    if (kept == NONE)
        left = 0;
    if (kept == PREFIX)
        left = dice(left + 1);
    while (file->first) {
        struct change *change = file->first;
        if (left && kept == SOME)
            apply_some(file, change);
        else if (left)
            apply(file, change, 0, change->length);
        left -= left > 0;
        file->first = change->next;
        free(change->bytes);
        free(change);
    }
    file->last = &file->first;
}

void note_change(struct file *file, bool truncates, size_t at, const void *bytes, size_t length) {
    struct change *change = need(calloc(1, sizeof *change));
    unsigned char *copy = need(malloc(length + 1));
    if (length)
        memcpy(copy, bytes, length);
    *change = (struct change){NULL, truncates, at, length, copy};
    *file->last = change;
    file->last = &change->next;
}

struct file *blank_file(void) {
    struct file *file = need(calloc(1, sizeof *file));
    file->last = &file->first;
    return file;
}

struct file *load_file(const char *path) {
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    struct stat found;
    if (fd < 0 || fstat(fd, &found))
        return NULL;
    struct file *file = blank_file();
    grow(file, (size_t)found.st_size);
    for (size_t done = 0; done < file->length;) {
        long part = syscall(SYS_pread64, fd, file->bytes + done, file->length - done, done);
        if (part <= 0)
            abort();
        done += (size_t)part;
    }
    syscall(SYS_close, fd);
    return file;
}

void put_file(const char *path, const struct file *file) {
    syscall(SYS_unlink, path);
    if (!file)
        return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    for (size_t done = 0; done < file->length;) {
        long part = syscall(SYS_pwrite64, fd, file->bytes + done, file->length - done, done);
        if (part <= 0)
            abort();
        done += (size_t)part;
    }
    syscall(SYS_close, fd);
}

/* What a file holds on the disk for certain, and what was done to it since. */
#ifndef DISK_H
#define DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A write or a truncation that nobody has synced yet. */
struct change {
    struct change *next;
    bool truncates;
    size_t at, length;
    unsigned char *bytes;
};

struct file {
    unsigned char *bytes;
    size_t length, room;
    struct change *first, **last;
};

/* What becomes of unsynced work: all of it is kept, or what a disk without power keeps. */
enum kept { ALL, NONE, PREFIX, SOME };

/* A number below `sides`, the same in every run with the same seed. */
uint64_t dice(uint64_t sides);
void seed_dice(uint64_t seed);

/* An empty file. */
struct file *blank_file(void);

/* The file at `path`, taken to be synced; nothing if there is none. */
struct file *load_file(const char *path);

/* Remembers a change that is not synced. */
void note_change(struct file *file, bool truncates, size_t at, const void *bytes, size_t length);

/* Makes the unsynced changes certain, or those of them that are kept. */
void settle(struct file *file, enum kept kept);

/* Puts what is certain at `path`; no file means none there. */
void put_file(const char *path, const struct file *file);

#endif

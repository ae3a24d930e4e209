/*
 * Preloaded into a program under test: its disk fails, fills up, or loses power.
 *
 * Only files in COBRO_SHIM_FOLDER are looked at. Each operation on them that changes
 * something is counted: writes, truncations, syncs, creations, renames, removals. At
 * operation COBRO_SHIM_AT happens what COBRO_SHIM_DO says:
 *
 *   kill      the process dies in the middle of it
 *   cut       the power fails: what was not synced is lost, and the process dies; at the
 *             latest when the program has ended
 *   lie       as cut, on a disk that says it synced what it did not
 *   eio       it fails, once
 *   enospc    it fails for want of room, once
 *   full      the disk is full from here on; the first write is cut short
 *   erofs     from here on nothing can be opened to be written
 *
 * When the power fails, COBRO_SHIM_KEEP says what becomes of unsynced work: none of it is
 * kept, a prefix of it in the order it was done, or some sectors of it. Names are synced by
 * syncing their folder. The file COBRO_SHIM_FIRED appears when something happened.
 *
 * The wal-index (-shm) is memory, not a file: it is never kept.
 */
#define _GNU_SOURCE
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NAMES = 256, FDS = 1024, PATH_LENGTH = 512 };
enum what { KILL, CUT, LIE, EIO_ONCE, ENOSPC_ONCE, FULL, READ_ONLY, NOTHING };
enum kind { WRITE, TRUNCATE, SYNC, CREATE, RENAME, REMOVE };

/* A name in the folder: the file that has it, and the one that has it after a power cut. */
struct name {
    char path[PATH_LENGTH];
    struct file *now, *synced;
};

/* What an open descriptor leads to. */
struct opened {
    bool watched, is_folder;
    struct file *file;
};

static const char *const WORDS[] = {"kill", "cut", "lie", "eio", "enospc", "full", "erofs"};
static const char *const KEPT[] = {"all", "none", "prefix", "some"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct name names[NAMES];
static struct opened opened[FDS];
static const char *folder, *fired;
static enum what what = NOTHING;
static enum kept kept = NONE;
static uint64_t at, count;

static uint64_t number(const char *variable) {
    const char *text = getenv(variable);
    return text ? strtoull(text, NULL, 10) : 0;
}

static int word(const char *variable, const char *const *words, int length, int otherwise) {
    const char *text = getenv(variable);
    for (int i = 0; text && i < length; i++)
        if (!strcmp(text, words[i]))
            return i;
    return otherwise;
}

__attribute__((constructor)) static void begin(void) {
    folder = getenv("COBRO_SHIM_FOLDER");
    fired = getenv("COBRO_SHIM_FIRED");
    what = (enum what)word("COBRO_SHIM_DO", WORDS, NOTHING, NOTHING);
    kept = (enum kept)word("COBRO_SHIM_KEEP", KEPT, 4, NONE);
    at = number("COBRO_SHIM_AT");
    seed_dice(number("COBRO_SHIM_SEED"));
}

/* ---- what is looked at ---- */

static bool is_folder(const char *path) {
    return folder && !strcmp(path, folder);
}

static bool is_inside(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    return length && !strncmp(path, folder, length) && path[length] == '/';
}

/* The wal-index is memory that happens to have a name. */
static bool is_memory(const char *path) {
    size_t length = strlen(path);
    return length > 4 && !strcmp(path + length - 4, "-shm");
}

static struct name *name_of(const char *path) {
    if (!is_inside(path) || is_memory(path))
        return NULL;
    for (int i = 0; i < NAMES && strlen(path) < PATH_LENGTH; i++) {
        if (!names[i].path[0]) {
            strcpy(names[i].path, path);
            names[i].now = names[i].synced = load_file(path);
        }
        if (!strcmp(names[i].path, path))
            return &names[i];
    }
    abort();
}

static struct opened *behind(int fd) {
    static struct opened nothing;
    return fd >= 0 && fd < FDS ? &opened[fd] : &nothing;
}

/* ---- what happens ---- */

static void leave_a_mark(void) {
    if (fired)
        syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, fired, O_WRONLY | O_CREAT, 0644));
}

static void cut_the_power(void) {
    bool names_too = kept != NONE && dice(2);
    for (int i = 0; i < NAMES && names[i].path[0]; i++) {
        struct file *file = names_too ? names[i].now : names[i].synced;
        if (file)
            settle(file, kept);
    }
    for (int i = 0; i < NAMES && names[i].path[0]; i++)
        put_file(names[i].path, names_too ? names[i].now : names[i].synced);
    kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void end(void) {
    if (what == CUT || what == LIE)
        cut_the_power();
}

/* Whether the process dies at this operation; a write is broken off first. */
static bool dies(void) {
    return what == KILL && count == at;
}

static void die(void) {
    if (dies())
        kill(getpid(), SIGKILL);
}

/* Counts an operation; returns the error it fails with, or nothing. */
static int counted(enum kind kind) {
    if (what == NOTHING || ++count < at)
        return 0;
    if (count == at)
        leave_a_mark();
    if (what == CUT || what == LIE)
        cut_the_power();
    if (what == EIO_ONCE && count == at)
        return EIO;
    if (what == ENOSPC_ONCE && count == at && kind != SYNC && kind != REMOVE)
        return ENOSPC;
    if (what == FULL && (kind == WRITE || kind == CREATE))
        return ENOSPC;
    if (what == READ_ONLY && kind != SYNC)
        return EROFS;
    if (kind != WRITE)
        die();
    return 0;
}

static int failed(int error) {
    pthread_mutex_unlock(&lock);
    errno = error;
    return -1;
}

static int done(long result) {
    pthread_mutex_unlock(&lock);
    return (int)result;
}

/* ---- what the program calls ---- */

static int open_at(const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    bool inside = is_inside(path);
    bool writes = inside && (flags & O_ACCMODE) != O_RDONLY;
    bool creates = inside && (flags & O_CREAT) && access(path, F_OK);
    struct name *name = name_of(path);
    if (what == READ_ONLY && writes) {
        leave_a_mark();
        return failed(EROFS);
    }
    int error = creates ? counted(CREATE) : 0;
    if (error)
        return failed(error);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && name && (creates || !name->now))
        name->now = blank_file();
    else if (fd >= 0 && name && (flags & O_TRUNC))
        note_change(name->now, true, 0, NULL, 0);
    if (fd >= 0 && fd < FDS)
        opened[fd] = (struct opened){inside, is_folder(path), name ? name->now : NULL};
    return done(fd);
}

#define OPEN(function)                                                                             \
    int function(const char *path, int flags, ...) {                                               \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = (mode_t)va_arg(rest, unsigned int);                                          \
        va_end(rest);                                                                              \
        return open_at(path, flags, mode);                                                         \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    pthread_mutex_lock(&lock);
    *behind(fd) = (struct opened){false, false, NULL};
    return done(syscall(SYS_close, fd));
}

/* Writes where the descriptor stands, or at a place. */
static ssize_t write_at(int fd, const void *bytes, size_t length, const off_t *place) {
    pthread_mutex_lock(&lock);
    struct opened *to = behind(fd);
    int error = to->watched ? counted(WRITE) : 0;
    if (error && what == FULL && count == at && length > 1)
        length /= 2;
    else if (error)
        return failed(error);
    if (to->watched && dies())
        length = dice(length + 1);
    off_t where = place ? *place : lseek(fd, 0, SEEK_CUR);
    ssize_t wrote = place ? syscall(SYS_pwrite64, fd, bytes, length, where)
                          : syscall(SYS_write, fd, bytes, length);
    if (to->watched)
        die();
    if (wrote > 0 && to->file)
        note_change(to->file, false, (size_t)where, bytes, (size_t)wrote);
    pthread_mutex_unlock(&lock);
    return wrote;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    return write_at(fd, bytes, length, NULL);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) {
    return write_at(fd, bytes, length, &place);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) {
    return write_at(fd, bytes, length, &place);
}

int ftruncate(int fd, off_t length) {
    pthread_mutex_lock(&lock);
    struct opened *to = behind(fd);
    int error = to->watched ? counted(TRUNCATE) : 0;
    if (error)
        return failed(error);
    int result = (int)syscall(SYS_ftruncate, fd, length);
    if (!result && to->file)
        note_change(to->file, true, (size_t)length, NULL, 0);
    return done(result);
}

int ftruncate64(int fd, off64_t length) {
    return ftruncate(fd, length);
}

/* What is watched is not synced for real: what is lost is decided here. */
int fsync(int fd) {
    pthread_mutex_lock(&lock);
    struct opened *to = behind(fd);
    if (!to->watched && !to->is_folder)
        return done(syscall(SYS_fsync, fd));
    int error = counted(SYNC);
    if (error)
        return failed(error);
    if (to->file && what != LIE)
        settle(to->file, ALL);
    for (int i = 0; to->is_folder && i < NAMES; i++)
        names[i].synced = names[i].now;
    return done(0);
}

int fdatasync(int fd) {
    return fsync(fd);
}

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    struct name *old = name_of(from), *new = name_of(to);
    int error = old || new ? counted(RENAME) : 0;
    if (error)
        return failed(error);
    int result = (int)syscall(SYS_rename, from, to);
    if (!result && old && new) {
        new->now = old->now;
        old->now = NULL;
    }
    return done(result);
}

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    struct name *name = name_of(path);
    bool there = is_inside(path) && !access(path, F_OK);
    int error = there ? counted(REMOVE) : 0;
    if (error)
        return failed(error);
    int result = (int)syscall(SYS_unlink, path);
    if (!result && name)
        name->now = NULL;
    return done(result);
}

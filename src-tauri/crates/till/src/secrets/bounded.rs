//! A thread that owns something slow, and callers that wait for it only so long.

use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

type Job<T> = Box<dyn FnOnce(&T) + Send>;

/// Something that may take for ever to answer, behind a thread that does the waiting.
///
/// Invariant: at most one thread waits, however often it is asked.
pub(super) struct Bounded<T> {
    desk: Mutex<Desk<T>>,
}

struct Desk<T> {
    jobs: Sender<Job<T>>,
    /// Lives as long as the job that was given out last.
    last: Weak<()>,
}

impl<T: 'static> Bounded<T> {
    /// Makes the thing on its own thread; none if it cannot be made within `wait`.
    pub(super) fn start(
        wait: Duration,
        make: impl FnOnce() -> Option<T> + Send + 'static,
    ) -> Option<Self> {
        let (jobs, inbox) = mpsc::channel::<Job<T>>();
        let (ready, made) = mpsc::channel();
        let work = move || {
            let Some(held) = make() else { return };
            if ready.send(()).is_err() {
                return;
            }
            for job in inbox {
                job(&held);
            }
        };
        thread::Builder::new().name("keyring".to_owned()).spawn(work).ok()?;
        made.recv_timeout(wait).ok()?;
        Some(Self { desk: Mutex::new(Desk { jobs, last: Weak::new() }) })
    }

    /// The answer of `job`; none if it takes longer than `wait`, or an earlier job still runs.
    ///
    /// A job that was given up goes on, and its answer is dropped.
    pub(super) fn ask<A: Send + 'static>(
        &self,
        wait: Duration,
        job: impl FnOnce(&T) -> A + Send + 'static,
    ) -> Option<A> {
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if desk.last.strong_count() > 0 {
            return None;
        }
        let running = Arc::new(());
        desk.last = Arc::downgrade(&running);
        let (reply, answer) = mpsc::channel();
        let work = move |held: &T| {
            let done = job(held);
            // Before the reply, or the next caller could find this job still running.
            drop(running);
            // Nobody listens any more when the caller has given up.
            let _ = reply.send(done);
        };
        desk.jobs.send(Box::new(work)).ok()?;
        answer.recv_timeout(wait).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long enough for any answer that comes at all.
    const LONG: Duration = Duration::from_secs(600);
    const SHORT: Duration = Duration::from_millis(1);

    #[test]
    fn answers_what_the_job_says() {
        let seven = Bounded::start(LONG, || Some(7)).expect("made");
        for extra in 0..100 {
            assert_eq!(seven.ask(LONG, move |held| held + extra), Some(7 + extra));
        }
    }

    #[test]
    fn gives_up_on_what_is_never_made() {
        let (hold, held) = mpsc::channel::<()>();
        let never = Bounded::start(SHORT, move || held.recv().ok());
        assert!(never.is_none());
        drop(hold);
    }

    #[test]
    fn says_at_once_when_it_cannot_be_made() {
        assert!(Bounded::<()>::start(LONG, || None).is_none());
    }

    #[test]
    fn refuses_more_work_until_the_late_job_is_done() {
        let (release, held) = mpsc::channel::<()>();
        let (say, ended) = mpsc::channel::<()>();
        let slow = Bounded::start(LONG, || Some(())).expect("made");

        assert_eq!(slow.ask(SHORT, move |()| drop((held.recv(), say))), None);
        let (note, noted) = mpsc::channel();
        assert_eq!(slow.ask(SHORT, move |()| note.send("asked too early")), None);

        drop(release);
        let _ = ended.recv();
        // The thread drops its mark right after the job; until then it may still refuse.
        while slow.ask(LONG, |()| "asked").is_none() {
            thread::yield_now();
        }
        // Jobs are done in their order: one taken before would have been done by now.
        assert!(noted.try_recv().is_err());
    }

    #[test]
    fn a_job_that_panics_ends_the_thread_and_every_wait() {
        let broken = Bounded::start(LONG, || Some(())).expect("made");
        assert_eq!(broken.ask(LONG, |()| -> u8 { panic!("on purpose") }), None);
        assert_eq!(broken.ask(LONG, |()| 1), None);
    }
}

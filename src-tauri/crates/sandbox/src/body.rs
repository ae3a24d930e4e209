//! The body of an answer: whole, cut off half-way, or byte by byte.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use tokio::time::{Sleep, sleep};

/// The connection closes here on purpose.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut on purpose")]
pub(crate) struct Cut;

/// What is left to send.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    /// All of it, then the end.
    Whole(Option<Bytes>),
    /// This much, then nothing: the connection breaks.
    Broken(BrokenAfter),
    /// A byte now and then.
    Trickle(Trickle),
}

/// A body that comes one byte at a time.
#[derive(Debug)]
pub(crate) struct Trickle {
    rest: Bytes,
    every: Duration,
    next: Pin<Box<Sleep>>,
}

impl Trickle {
    pub(crate) fn new(body: Vec<u8>, every: Duration) -> Self {
        Self { rest: body.into(), every, next: Box::pin(sleep(Duration::ZERO)) }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if self.next.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.next = Box::pin(sleep(self.every));
        Poll::Ready(Some(self.rest.split_to(1)))
    }
}

/// The steps of a body that breaks off.
#[derive(Debug)]
pub(crate) enum BrokenAfter {
    Bytes(Bytes),
    /// One turn of waiting lets the bytes before it reach the wire.
    Flush,
    Nothing,
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match self.get_mut() {
            Self::Trickle(trickle) => {
                trickle.poll(context).map(|byte| Some(Ok(Frame::data(byte?))))
            }
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Broken(step) => match std::mem::replace(step, BrokenAfter::Nothing) {
                BrokenAfter::Bytes(bytes) => {
                    *step = BrokenAfter::Flush;
                    Poll::Ready(Some(Ok(Frame::data(bytes))))
                }
                BrokenAfter::Flush => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                BrokenAfter::Nothing => Poll::Ready(Some(Err(Cut))),
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }
}

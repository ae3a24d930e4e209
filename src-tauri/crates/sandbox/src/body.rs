//! The body of an answer: whole, or cut off half-way.

use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};

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

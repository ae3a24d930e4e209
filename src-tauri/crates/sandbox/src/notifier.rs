//! Posts what the providers tell the merchant, to addresses on this machine only.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::payu::NoticeOutcome;
use crate::payu::notices::{self, Due};
use crate::simulator::{Simulator, Stopped};
use crate::store::StoreError;

/// How often the virtual clock is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How long a merchant may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// What is read of an answer that nobody looks at.
const ANSWER_MAX: usize = 64 * 1024;

/// The handle that has everything sent that is due.
#[derive(Clone, Debug)]
pub(crate) struct Notifier {
    orders: mpsc::UnboundedSender<blocking::Sender<()>>,
}

impl Notifier {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<blocking::Sender<()>>) {
        let (orders, received) = mpsc::unbounded_channel();
        (Self { orders }, received)
    }

    /// Returns once nothing is due any more.
    pub(crate) fn deliver(&self) -> Result<(), Stopped> {
        let (done, answer) = blocking::channel();
        self.orders.send(done).map_err(|_| Stopped)?;
        answer.recv().map_err(|_| Stopped)
    }
}

#[derive(Debug, thiserror::Error)]
enum NotifierError {
    #[error(transparent)]
    Stopped(#[from] Stopped),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sends what is due until `stop` says so: now and then, and when it is told to.
pub(crate) async fn run(
    simulator: Arc<Simulator>,
    mut orders: mpsc::UnboundedReceiver<blocking::Sender<()>>,
    mut stop: watch::Receiver<bool>,
) {
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let asked = tokio::select! {
            biased;
            _ = stop.changed() => break,
            Some(done) = orders.recv() => Some(done),
            _ = tick.tick() => None,
        };
        tokio::select! {
            biased;
            _ = stop.changed() => break,
            sent = deliver(&simulator) => match sent {
                Ok(()) | Err(NotifierError::Stopped(_)) => {}
                Err(error) => tracing::error!(%error, "the sandbox could not notify"),
            },
        }
        if let Some(done) = asked {
            // The one who asked may have gone.
            let _gone = done.send(());
        }
    }
}

async fn deliver(simulator: &Arc<Simulator>) -> Result<(), NotifierError> {
    while let Some(due) = next(simulator).await? {
        let outcome = match here(&due.url) {
            None => NoticeOutcome::NotHere,
            Some(uri) => match timeout(PATIENCE, post(&uri, due.body)).await {
                Ok(Ok(200)) => NoticeOutcome::Delivered,
                // Refused, cut off, too slow, or another status: later again.
                Ok(Ok(_) | Err(_)) | Err(_) => NoticeOutcome::Waiting,
            },
        };
        let simulator = Arc::clone(simulator);
        spawn_blocking(move || {
            simulator.with_store(|store| -> Result<(), NotifierError> {
                Ok(notices::sent(store.db(), due.id, outcome)?)
            })
        })
        .await
        .map_err(|_| Stopped)??;
    }
    Ok(())
}

/// What is due now, by the virtual clock.
async fn next(simulator: &Arc<Simulator>) -> Result<Option<Due>, NotifierError> {
    let simulator = Arc::clone(simulator);
    let looked = spawn_blocking(move || {
        let now_ms = simulator.now_ms();
        simulator.with_store(|store| -> Result<Option<Due>, NotifierError> {
            notices::collect(store, simulator.merchant(), now_ms)?;
            Ok(notices::due(store.db(), now_ms)?)
        })
    });
    looked.await.map_err(|_| Stopped)?
}

/// The address, if it is on this machine and plain HTTP.
fn here(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let host = uri.host()?.trim_matches(['[', ']']);
    let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    (uri.scheme_str() == Some("http") && local).then_some(uri)
}

/// Posts a form and returns the status it was answered with.
async fn post(uri: &Uri, body: String) -> Result<u16, PostError> {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, uri.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let authority = uri.authority().map_or("localhost", |authority| authority.as_str());
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let request = Request::post(target)
        .header(HOST, authority)
        .header(USER_AGENT, "PayU server")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
        .body(Full::new(Bytes::from(body)))?;
    let exchange = async {
        let answer = sender.send_request(request).await?;
        let status = answer.status().as_u16();
        // The end of the body is the end of the exchange; what it says does not matter.
        let _read = Limited::new(answer.into_body(), ANSWER_MAX).collect().await;
        Ok::<u16, hyper::Error>(status)
    };
    tokio::pin!(exchange);
    tokio::pin!(connection);
    tokio::select! {
        status = &mut exchange => Ok(status?),
        ended = &mut connection => {
            ended?;
            Ok(exchange.await?)
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum PostError {
    #[error("the merchant does not listen")]
    Connect(#[from] std::io::Error),
    #[error("the merchant did not answer")]
    Exchange(#[from] hyper::Error),
    #[error("the address is malformed")]
    Address(#[from] hyper::http::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_nobody_but_this_machine() {
        let rows = [
            ("http://127.0.0.1:8080/notify?a=1", true),
            ("http://localhost/", true),
            ("http://[::1]:8080/", true),
            ("https://127.0.0.1/", false),
            ("http://www.payu.com/notify", false),
            ("http://127.0.0.1.example.com/", false),
            ("http://192.168.1.1/", false),
            ("file:///etc/passwd", false),
            ("127.0.0.1", false),
            ("", false),
        ];
        for (url, expected) in rows {
            assert_eq!(here(url).is_some(), expected, "{url}");
        }
    }
}

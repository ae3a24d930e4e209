//! HTTP on loopback: connections in, requests to the simulator, faults on the way back.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Bytes, Incoming as IncomingBody};
use hyper::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HOST, HeaderMap, HeaderName,
    HeaderValue, LOCATION, ORIGIN, SERVER,
};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, spawn_blocking};

use crate::body::{AnswerBody, BrokenAfter, Trickle};
use crate::control::Control;
use crate::door::{self, Call, Verb};
use crate::faults::{Effect, Service};
use crate::gate::{Port, Switch};
use crate::http::{Incoming, Reply};
use crate::payu;
use crate::simulator::{Exchange, Simulator};

/// The longest body anybody may send.
const BODY_MAX: usize = 256 * 1024;
/// How long a client may take to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(30);
/// Stands in for `Date` where a client may not set that one.
const HMAC_DATE: HeaderName = HeaderName::from_static("x-hmac-date");
const CONTROL_PREFIX: &str = "/control/";
/// The shop's own web space.
const SHOP_PREFIX: &str = "/shop/";

/// Who answers on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Provider,
    ProviderAndControl,
    Control,
}

impl Role {
    fn has_control(self) -> bool {
        match self {
            Self::Provider => false,
            Self::ProviderAndControl | Self::Control => true,
        }
    }

    fn has_provider(self) -> bool {
        match self {
            Self::Provider | Self::ProviderAndControl => true,
            Self::Control => false,
        }
    }
}

/// What every connection needs.
#[derive(Clone, Debug)]
pub(crate) struct House {
    pub(crate) simulator: Arc<Simulator>,
    pub(crate) control: Control,
}

/// The sandbox closes the connection instead of answering.
#[derive(Debug, thiserror::Error)]
#[error("the answer is lost on purpose")]
struct Lost;

/// Accepts connections until `stop` says so, and lets the gate open and shut the port.
pub(crate) async fn serve_provider(
    mut port: Port,
    role: Role,
    house: House,
    mut switches: mpsc::UnboundedReceiver<Switch>,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            _ = stop.changed() => break,
            Some(Switch { refuse, done }) = switches.recv() => {
                let switched = if refuse { port.refuse() } else { port.open() };
                if refuse {
                    connections.shutdown().await;
                }
                // The one who asked may have gone; the port is as wanted all the same.
                let _gone = done.send(switched);
            }
            accepted = port.accept() => admit(&mut connections, accepted, role, &house),
            Some(_) = connections.join_next() => {}
        }
    }
    connections.shutdown().await;
}

/// Accepts connections of the control door until `stop` says so.
pub(crate) async fn serve_control(
    listener: TcpListener,
    house: House,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            _ = stop.changed() => break,
            accepted = listener.accept() => {
                let accepted = accepted.map(|(stream, _)| stream);
                admit(&mut connections, accepted, Role::Control, &house);
            }
            Some(_) = connections.join_next() => {}
        }
    }
    connections.shutdown().await;
}

fn admit(
    connections: &mut JoinSet<()>,
    accepted: io::Result<TcpStream>,
    role: Role,
    house: &House,
) {
    let stream = match accepted {
        Ok(stream) => stream,
        Err(error) => {
            tracing::warn!(%error, "the sandbox could not accept a connection");
            return;
        }
    };
    let house = house.clone();
    connections.spawn(async move {
        let service = service_fn(|request| handle(request, role, house.clone()));
        let served = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .serve_connection(TokioIo::new(stream), service)
            .await;
        if let Err(error) = served {
            tracing::debug!(%error, "a connection to the sandbox ended early");
        }
    });
}

/// Every answer says what time it is here, by the virtual clock.
async fn handle(
    request: Request<IncomingBody>,
    role: Role,
    house: House,
) -> Result<Response<AnswerBody>, Lost> {
    let simulator = Arc::clone(&house.simulator);
    let mut response = answer(request, role, house).await?;
    let date = jiff::Timestamp::from_millisecond(simulator.now_ms()).unwrap_or_default();
    let text = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(DATE, value);
    }
    Ok(response)
}

async fn answer(
    request: Request<IncomingBody>,
    role: Role,
    house: House,
) -> Result<Response<AnswerBody>, Lost> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, BODY_MAX).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Ok(whole(Reply::html(413, "Content Too Large"))),
    };
    let path = head.uri.path().to_owned();
    if let Some(call) = path.strip_prefix(CONTROL_PREFIX).filter(|_| role.has_control()) {
        let query = head.uri.query().map(str::to_owned);
        let knock = Knock { method: head.method, headers: head.headers, query, body };
        return Ok(whole(at_the_door(call.to_owned(), knock, role, house).await));
    }
    if let Some(name) = path.strip_prefix(SHOP_PREFIX).filter(|_| role.has_provider()) {
        let page = house.simulator.published(name).filter(|_| head.method == Method::GET);
        let missing = || Reply::html(404, "Not Found");
        return Ok(whole(page.map_or_else(missing, |page| Reply::page(200, page))));
    }
    let Some(service) = payu::service_at(&path).filter(|_| role.has_provider()) else {
        return Ok(whole(Reply::html(404, "Not Found")));
    };
    let is_post = head.method == Method::POST;
    let known = is_post || head.method == Method::GET;
    if !known || !payu::takes(service, is_post) {
        return Ok(whole(Reply::html(405, "Method Not Allowed")));
    }
    let incoming = Incoming {
        is_post,
        path,
        query: head.uri.query().map(str::to_owned),
        content_type: header(&head.headers, &CONTENT_TYPE),
        accept: header(&head.headers, &ACCEPT),
        authorization: header(&head.headers, &AUTHORIZATION),
        date: header(&head.headers, &DATE),
        hmac_date: header(&head.headers, &HMAC_DATE),
        body: body.into(),
    };
    provider(service, incoming, house).await
}

async fn provider(
    service: Service,
    incoming: Incoming,
    house: House,
) -> Result<Response<AnswerBody>, Lost> {
    let simulator = house.simulator;
    let exchanged = spawn_blocking(move || simulator.exchange(service, &incoming)).await;
    let Exchange { reply, effect } = exchanged.map_err(|_| Lost)?;
    if let Some(Effect::Slow { ms }) = effect {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    let reply = reply.ok_or(Lost);
    match effect {
        None | Some(Effect::Slow { .. }) => reply.map(whole),
        Some(Effect::LoseAnswer | Effect::LoseRequest) => Err(Lost),
        Some(Effect::CutAnswer) => reply.map(cut),
        Some(Effect::TruncateBody) => reply.map(|mut reply| {
            reply.body.truncate(reply.body.len() / 2);
            whole(reply)
        }),
        Some(Effect::Garbage) => reply.map(|reply| {
            let body = vec![0xff, 0xfe, 0x00, 0x81, 0x7b, 0x22, 0xc3, 0x28];
            whole(Reply { body, ..reply })
        }),
        Some(Effect::Oversize { bytes }) => {
            let blanks = vec![b' '; usize::try_from(bytes).unwrap_or(usize::MAX)];
            Ok(whole(Reply::json(200, blanks)))
        }
        Some(Effect::Trickle { ms }) => reply.map(|reply| trickled(reply, ms)),
        Some(Effect::Html { .. }) => Ok(whole(Reply::html(200, "Sign in to the network"))),
        Some(Effect::Status { code, .. }) => Ok(whole(Reply::html(code, "Service Unavailable"))),
    }
}

/// A request at the control door.
struct Knock {
    method: Method,
    headers: HeaderMap,
    query: Option<String>,
    body: Bytes,
}

async fn at_the_door(path: String, knock: Knock, role: Role, house: House) -> Reply {
    let verb = match knock.method {
        Method::GET => Verb::Get,
        Method::POST => Verb::Post,
        Method::DELETE => Verb::Delete,
        _ => return Reply::html(405, "Method Not Allowed"),
    };
    if !is_from_here(&knock.headers) {
        return Reply::html(403, "Forbidden");
    }
    let answered = spawn_blocking(move || {
        let call = Call {
            verb,
            path: &path,
            query: knock.query.as_deref(),
            body: &knock.body,
            shares_port: role == Role::ProviderAndControl,
        };
        door::answer(&house.control, &call)
    });
    answered.await.unwrap_or_else(|_| Reply::html(500, "Internal Server Error"))
}

/// Keeps web pages out: a browser names the page's origin, or a host that is not loopback.
fn is_from_here(headers: &HeaderMap) -> bool {
    let host = header(headers, &HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
    let loopback = name == "localhost"
        || host.parse::<SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
        || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    loopback && !headers.contains_key(ORIGIN)
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

fn whole(reply: Reply) -> Response<AnswerBody> {
    let length = reply.body.len();
    let (status, content_type) = (reply.status, reply.content_type);
    let body = AnswerBody::Whole(Some(reply.body.into()));
    let mut response = respond(status, content_type, length, body);
    if let Some(Ok(location)) = reply.location.map(HeaderValue::try_from) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// Announces the whole body and sends half of it.
fn cut(reply: Reply) -> Response<AnswerBody> {
    let length = reply.body.len();
    let half = Bytes::from(reply.body).slice(..length / 2);
    let body = AnswerBody::Broken(BrokenAfter::Bytes(half));
    respond(reply.status, reply.content_type, length, body)
}

/// One byte at a time.
fn trickled(reply: Reply, ms: u64) -> Response<AnswerBody> {
    let body = AnswerBody::Trickle(Trickle::new(reply.body.clone(), Duration::from_millis(ms)));
    respond(reply.status, reply.content_type, reply.body.len(), body)
}

fn respond(
    status: u16,
    content_type: &'static str,
    length: usize,
    body: AnswerBody,
) -> Response<AnswerBody> {
    let built = Response::builder()
        .status(status)
        .header(SERVER, "PayU server")
        .header(CONTENT_TYPE, content_type)
        .header(CONTENT_LENGTH, length)
        .body(body);
    // Only a status outside 100..=999 gets here: a fault asked for it.
    built.unwrap_or_else(|_| Response::new(AnswerBody::Whole(None)))
}

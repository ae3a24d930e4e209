//! WebKitWebDriver: it starts the app, and passes on what a person would do.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::net::TcpStream;

use crate::window::{GLANCE, PATIENCE};
use crate::{Display, Home, Leash};

/// Below the range from which the system hands out ports by itself.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
/// Between the first ports of two processes with ids next to each other.
const PORTS_APART: u32 = 64;

/// A running driver that has started nothing yet.
#[derive(Debug)]
pub(crate) struct Driver {
    port: u16,
    leash: Leash,
}

impl Driver {
    /// A driver whose app will live in `home` and appear on `display`.
    pub(crate) fn start(home: &Home, display: &Display) -> Self {
        let port = free_port();
        let log = File::create(home.log()).expect("a log file");
        let leash = Leash::start("WebKitWebDriver", |command| {
            home.move_in(command, display);
            command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(log);
        });
        Self { port, leash }
    }

    /// Starts a program and a session with it. Whoever holds the leash holds both.
    pub(crate) async fn session(
        self,
        program: &Path,
        arguments: &[&str],
    ) -> Result<(Client, Leash), String> {
        let options = json!({ "binary": program, "args": arguments });
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let connecting = async {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.is_err() {
                tokio::time::sleep(GLANCE).await;
            }
            builder.connect(&format!("http://127.0.0.1:{}", self.port)).await
        };
        match tokio::time::timeout(PATIENCE, connecting).await {
            Ok(Ok(client)) => Ok((client, self.leash)),
            Ok(Err(error)) => Err(format!("{error:?}")),
            Err(_) => Err(format!("no session in {PATIENCE:?}")),
        }
    }
}

/// A port that no other window of this process was given. Processes start at different ones.
fn free_port() -> u16 {
    static TAKEN: AtomicU32 = AtomicU32::new(0);

    let count = u32::from(PORTS.end - PORTS.start);
    for _ in 0..count {
        let turn = TAKEN.fetch_add(1, Ordering::Relaxed);
        let offset = std::process::id().wrapping_mul(PORTS_APART).wrapping_add(turn) % count;
        let port = PORTS.start + u16::try_from(offset).expect("within the range");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free in {PORTS:?}");
}

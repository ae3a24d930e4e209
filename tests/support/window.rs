use std::fs::{self, File};
use std::future::Future;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

pub use fantoccini::key::Key;

use crate::{Display, Leash, built, top};

/// How long anything may take before the test gives up. Generous: only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at the page.
const GLANCE: Duration = Duration::from_millis(20);
/// A session that does not start (the driver's port was taken, say) is tried again this often.
const STARTS_MAX: u32 = 3;
/// Below the range from which the system hands out ports by itself.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// Whether the page is the app's own, and all of it.
const LOADED: &str = "return location.protocol === 'tauri:' && document.readyState === 'complete';";

/// Between the first ports of two processes with ids next to each other.
const PORTS_APART: u32 = 64;

/// Waits until what is on the screen is what the page last asked for.
const SETTLED: &str = "let done = arguments[0];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));";

/// The folders of one imagined computer: they outlive a restart of the app, and nothing else is there.
#[derive(Debug)]
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// A computer on which Cobro never ran.
    #[expect(clippy::new_without_default, reason = "it makes folders")]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["data", "xdg-data", "xdg-config", "xdg-cache", "xdg-runtime", "downloads"] {
            fs::create_dir(folder.path().join(name)).expect("a folder in it");
        }
        Self { folder }
    }

    /// Where the app keeps its ledgers.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }

    /// Gives `command` this home and `display`, and nothing of the computer the test runs on.
    fn move_in(&self, command: &mut Command, display: &Display) {
        let kept = std::env::vars_os()
            .filter(|(name, _)| name == "PATH" || name.to_string_lossy().starts_with("RUST_"));
        let at = |name: &str| self.folder.path().join(name);
        command
            .env_clear()
            .envs(kept)
            .env("HOME", self.folder.path())
            .env("COBRO_DATA_DIR", self.data())
            .env("XDG_DATA_HOME", at("xdg-data"))
            .env("XDG_CONFIG_HOME", at("xdg-config"))
            .env("XDG_CACHE_HOME", at("xdg-cache"))
            .env("XDG_RUNTIME_DIR", at("xdg-runtime"))
            .env("DISPLAY", display.name())
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            // With a bus, the app before this one may still hold the name of the single instance.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("LANG", "C.UTF-8")
            .env("LANGUAGE", "es_MX")
            .env("TZ", "America/Mexico_City")
            // Without it, the driver waits for ever for the app to offer itself.
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
    }
}

/// The built app in its own window, and the hands of the one who uses it.
///
/// Everything here waits for what it needs and, when that does not come, stops the test with
/// what the page says and a picture in `out/`.
#[derive(Debug)]
pub struct Window {
    // Dropped in this order: the app ends before its display goes.
    client: Client,
    driver: Leash,
    display: Display,
    log: PathBuf,
    runtime: Runtime,
}

impl Window {
    /// Starts the app in `home` with the arguments of its command line.
    #[track_caller]
    pub fn open(home: &Home, arguments: &[&str]) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime for the driver's client");
        let display = Display::open();
        let log = home.log();
        let mut failure = None;
        for _ in 0..STARTS_MAX {
            let port = free_port();
            let driver = start_driver(home, &display, port);
            match runtime.block_on(start_session(port, arguments)) {
                Ok(client) => {
                    let window = Self { client, driver, display, log, runtime };
                    window.wait_for_page();
                    return window;
                }
                Err(error) => failure = Some(error),
            }
        }
        let said = fs::read_to_string(&log).unwrap_or_default();
        panic!("the window did not open: {failure:?}\nthe app said: {said}");
    }

    /// The driver answers before the app's page is there, and what runs until then is lost.
    #[track_caller]
    fn wait_for_page(&self) {
        let loaded = self.poll(async || {
            let answer = self.client.execute(LOADED, Vec::new()).await?;
            Ok((answer == true).then_some(()))
        });
        if loaded.is_none() {
            self.stop("the page did not load");
        }
    }

    /// Waits until an element that matches `css` is shown.
    #[track_caller]
    pub fn see(&self, css: &str) {
        self.find(css);
    }

    /// Waits until the first element that matches `css` contains `text`.
    #[track_caller]
    pub fn see_text(&self, css: &str, text: &str) {
        let found = self.poll(async || {
            let shown = self.client.find(Locator::Css(css)).await?.text().await?;
            Ok(shown.contains(text).then_some(()))
        });
        if found.is_none() {
            self.stop(&format!("no {text:?} in {css}"));
        }
    }

    /// Waits until nothing matches `css`.
    #[track_caller]
    pub fn see_no(&self, css: &str) {
        let gone = self.poll(async || {
            Ok(self.client.find_all(Locator::Css(css)).await?.is_empty().then_some(()))
        });
        if gone.is_none() {
            self.stop(&format!("{css} did not go away"));
        }
    }

    /// The words of the first element that matches `css`.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let element = self.find(css);
        self.done(&format!("read {css}"), element.text())
    }

    /// How many elements match `css` now.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.done(&format!("count {css}"), self.client.find_all(Locator::Css(css))).len()
    }

    /// Clicks the first element that matches `css`.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let clicked = self.poll(async || {
            self.client.find(Locator::Css(css)).await?.click().await?;
            Ok(Some(()))
        });
        if clicked.is_none() {
            self.stop(&format!("{css} could not be clicked"));
        }
    }

    /// Types into the first element that matches `css`.
    #[track_caller]
    pub fn write(&self, css: &str, text: &str) {
        let element = self.find(css);
        self.done(&format!("write into {css}"), element.send_keys(text));
    }

    /// Types text wherever the focus is, as a scanner does.
    #[track_caller]
    pub fn keys(&self, text: &str) {
        let focused = self.done("find the focus", self.client.active_element());
        self.done(&format!("type {text:?}"), focused.send_keys(text));
    }

    /// Presses one key wherever the focus is.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.keys(&String::from(char::from(key)));
    }

    /// Runs JavaScript in the page and returns its value.
    #[track_caller]
    pub fn script(&self, script: &str) -> Value {
        self.done("run a script", self.client.execute(script, Vec::new()))
    }

    /// Awaits a promise in the page: its value, or why it was rejected.
    #[track_caller]
    pub fn promise(&self, expression: &str) -> Result<Value, String> {
        let script = format!(
            "let done = arguments[0];
             ({expression}).then((value) => done([value]), (error) => done(JSON.stringify(error)));"
        );
        let answer = self.done("await a promise", self.client.execute_async(&script, Vec::new()));
        match answer {
            Value::Array(mut value) => Ok(value.pop().unwrap_or_default()),
            error => Err(error.as_str().unwrap_or_default().to_owned()),
        }
    }

    /// Writes what the window shows as a PNG.
    #[track_caller]
    pub fn picture(&self, file: &Path) {
        self.done("draw", self.client.execute_async(SETTLED, Vec::new()));
        self.display.picture(file);
    }

    /// Closes the app and waits until it is gone.
    #[track_caller]
    pub fn close(self) {
        self.done("close", self.client.clone().close());
        drop(self.driver);
    }

    #[track_caller]
    fn find(&self, css: &str) -> Element {
        let found = self.poll(async || {
            let element = self.client.find(Locator::Css(css)).await?;
            Ok(element.is_displayed().await?.then_some(element))
        });
        found.unwrap_or_else(|| self.stop(&format!("{css} is not shown")))
    }

    /// Looks until `look` has found something. What it looks at may change meanwhile, so an
    /// error only means "not yet".
    fn poll<T>(&self, look: impl AsyncFn() -> Result<Option<T>, CmdError>) -> Option<T> {
        let looking = async {
            loop {
                if let Ok(Some(found)) = look().await {
                    return found;
                }
                tokio::time::sleep(GLANCE).await;
            }
        };
        self.runtime.block_on(async { tokio::time::timeout(PATIENCE, looking).await.ok() })
    }

    #[track_caller]
    fn done<T>(&self, what: &str, act: impl Future<Output = Result<T, CmdError>>) -> T {
        match self.runtime.block_on(async { tokio::time::timeout(PATIENCE, act).await }) {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => self.stop(&format!("could not {what}: {error:?}")),
            Err(_) => self.stop(&format!("could not {what} in {PATIENCE:?}")),
        }
    }

    /// Ends the test with all that helps to see why.
    #[track_caller]
    fn stop(&self, why: &str) -> ! {
        let body = "return document.body.innerText";
        let page = self.runtime.block_on(async {
            let read = self.client.execute(body, Vec::new());
            tokio::time::timeout(PATIENCE, read).await.ok()?.ok()
        });
        let page = page.as_ref().and_then(Value::as_str).unwrap_or("(no answer)");
        let test = std::thread::current().name().unwrap_or("main").replace("::", "-");
        let picture = top().join("out").join(format!("failed-{test}.png"));
        fs::create_dir_all(top().join("out")).expect("a folder for the picture");
        self.display.picture(&picture);
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        panic!(
            "{why}\npicture: {}\nthe page says:\n{page}\nthe app said:\n{log}",
            picture.display()
        );
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

fn start_driver(home: &Home, display: &Display, port: u16) -> Leash {
    let log = File::create(home.log()).expect("a log file");
    Leash::start("WebKitWebDriver", |command| {
        home.move_in(command, display);
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(log);
    })
}

async fn start_session(port: u16, arguments: &[&str]) -> Result<Client, String> {
    let options = json!({ "binary": built("cobro"), "args": arguments });
    let mut capabilities = Capabilities::new();
    capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let address = format!("http://127.0.0.1:{port}");
    let connecting = async {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            tokio::time::sleep(GLANCE).await;
        }
        builder.connect(&address).await
    };
    match tokio::time::timeout(PATIENCE, connecting).await {
        Ok(Ok(client)) => Ok(client),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no session in {PATIENCE:?}")),
    }
}

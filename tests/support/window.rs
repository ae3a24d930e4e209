use std::cell::Cell;
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::Value;
use tokio::runtime::Runtime;

pub use fantoccini::key::Key;

use crate::driver::Driver;
use crate::{Display, Home, Leash, built, top};

/// How long anything may take before the test gives up. Generous: only a failing test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at the page.
pub(crate) const GLANCE: Duration = Duration::from_millis(20);
/// Where the pointer covers nothing and nothing lights up under it.
const ASIDE: (f64, f64) = (640.0, 4.0);
/// Between two keys of a person. The till takes what is faster for a scan.
const PERSON: Duration = Duration::from_millis(60);
/// A session that does not start (the driver's port was taken, say) is tried again this often.
const STARTS_MAX: u32 = 3;

/// The driver answers before the app's page is there, and what runs until then is lost.
const LOADED: &str = "return location.protocol === 'tauri:' && document.readyState === 'complete';";

/// The first shown element that matches a selector and says a text, aloud or in writing.
const FIND: &str = "let [css, text] = arguments;
    let words = (e) => [e.innerText, e.ariaLabel, e.value, e.title].join(' ');
    let shown = (e) => e.checkVisibility() && words(e).includes(text);
    return [...document.querySelectorAll(css)].find(shown) ?? null;";

/// The keys of a scanner with the times of a scanner, since a busy computer would make them a
/// person's; and of a second ago, since the till takes an Enter soon after a scan for its end.
const SCAN: &str = "let at = performance.now() - 1000;
    for (let key of [...arguments[0], 'Enter']) {
        let press = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        Object.defineProperty(press, 'timeStamp', { value: at++ });
        (document.activeElement ?? document.body).dispatchEvent(press);
    }";

/// Waits until nothing moves any more, and what is on the screen is what the page last asked for.
const SETTLED: &str = "let done = arguments[0];
    let ends = (a) => a.effect.getComputedTiming().endTime !== Infinity;
    let moving = document.getAnimations().filter(ends).map((a) => a.finished.catch(() => null));
    Promise.all(moving).then(() =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))));";

/// The name under which WebDriver writes a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Where on the screen: a CSS selector, or a selector and a text that is to be there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    css: &'a str,
    text: &'a str,
}

impl<'a> From<&'a str> for Place<'a> {
    fn from(css: &'a str) -> Self {
        Self { css, text: "" }
    }
}

impl<'a> From<(&'a str, &'a str)> for Place<'a> {
    fn from((css, text): (&'a str, &'a str)) -> Self {
        Self { css, text }
    }
}

/// The built app in its own window, and the hands of the one who uses it.
///
/// Everything here waits for what it needs and, when that does not come, stops the test with
/// what the page says and a picture in `out/`.
#[derive(Debug)]
pub struct Window<'home> {
    // Dropped in this order: the app ends before its display goes.
    client: Client,
    leash: Leash,
    display: Display,
    runtime: Runtime,
    /// Its folders must be there as long as the app.
    home: &'home Home,
    keys: Cell<usize>,
}

impl<'home> Window<'home> {
    /// Starts the app in `home` with the arguments of its command line.
    #[track_caller]
    pub fn open(home: &'home Home, arguments: &[&str]) -> Self {
        let window = Self::start(home, &built("cobro"), arguments);
        window.wait_for_page();
        window
    }

    /// Opens an address in an ordinary browser, as the payer of a link does.
    #[track_caller]
    pub fn browse(home: &'home Home, address: &str) -> Self {
        let window = Self::start(home, &browser(), &["--automation"]);
        window.done(&format!("open {address}"), window.client.goto(address));
        window
    }

    #[track_caller]
    fn start(home: &'home Home, program: &Path, arguments: &[&str]) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime for the driver's client");
        let display = Display::open();
        let mut failure = String::new();
        for _ in 0..STARTS_MAX {
            match runtime.block_on(Driver::start(home, &display).session(program, arguments)) {
                Ok((client, leash)) => {
                    return Self { client, leash, display, runtime, home, keys: Cell::new(0) };
                }
                Err(error) => failure = error,
            }
        }
        let said = fs::read_to_string(home.log()).unwrap_or_default();
        panic!("the window did not open: {failure}\nthe app said: {said}");
    }

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

    /// Where it is shown.
    pub fn display(&self) -> &Display {
        &self.display
    }

    /// Waits until this is shown.
    #[track_caller]
    pub fn see<'a>(&self, place: impl Into<Place<'a>>) {
        self.find(place.into());
    }

    /// Waits until this is not shown.
    #[track_caller]
    pub fn see_no<'a>(&self, place: impl Into<Place<'a>>) {
        let place = place.into();
        let gone = self.poll(async || Ok(self.look(place).await?.is_none().then_some(())));
        if gone.is_none() {
            self.stop(&format!("{place:?} did not go away"));
        }
    }

    /// The words shown there.
    #[track_caller]
    pub fn text<'a>(&self, place: impl Into<Place<'a>>) -> String {
        let place = place.into();
        let element = self.find(place);
        self.done(&format!("read {place:?}"), element.text())
    }

    /// Clicks there.
    #[track_caller]
    pub fn click<'a>(&self, place: impl Into<Place<'a>>) {
        let place = place.into();
        let clicked = self.poll(async || match self.look(place).await? {
            Some(element) if element.is_enabled().await? => element.click().await.map(Some),
            _ => Ok(None),
        });
        if clicked.is_none() {
            self.stop(&format!("{place:?} could not be clicked"));
        }
    }

    /// Types text wherever the focus is, at the pace of a person.
    #[track_caller]
    pub fn write(&self, text: &str) {
        let strokes = text.chars().fold(keyboard(), |strokes, letter| {
            stroke(strokes, letter).then(KeyAction::Pause { duration: PERSON })
        });
        self.keys.set(self.keys.get() + text.chars().count());
        self.perform(&format!("type {text:?}"), strokes);
    }

    /// Types into the field under a label, in place of what stands there.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        self.click(("label", label));
        self.press_with(Key::Control, 'a');
        self.write(text);
    }

    /// Chooses a file for a field, as the system's own dialog would.
    #[track_caller]
    pub fn choose_file(&self, css: &str, file: &Path) {
        let path = file.to_string_lossy().into_owned();
        let field = self.client.clone();
        let choose = async { field.find(Locator::Css(css)).await?.send_keys(&path).await };
        self.done(&format!("choose {path}"), choose);
    }

    /// Scans a code wherever the focus is.
    #[track_caller]
    pub fn scan(&self, code: &str) {
        self.done(&format!("scan {code:?}"), self.client.execute(SCAN, vec![code.into()]));
    }

    /// Presses one key wherever the focus is.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.keys.set(self.keys.get() + 1);
        self.perform(&format!("press {key:?}"), stroke(keyboard(), char::from(key)));
    }

    /// How many keys were pressed so far: with one that is held, one more.
    pub fn keys(&self) -> usize {
        self.keys.get()
    }

    /// Presses a key while another is held.
    #[track_caller]
    pub fn press_with(&self, held: Key, key: char) {
        self.press_chord(&[held], key);
    }

    /// Presses a key while others are held.
    #[track_caller]
    pub fn press_chord(&self, held: &[Key], key: char) {
        self.keys.set(self.keys.get() + held.len() + 1);
        let modifiers = held.iter().map(|key| char::from(*key));
        let down =
            modifiers.clone().fold(keyboard(), |keys, value| keys.then(KeyAction::Down { value }));
        let strokes =
            modifiers.fold(stroke(down, key), |keys, value| keys.then(KeyAction::Up { value }));
        self.perform(&format!("press {held:?} and {key:?}"), strokes);
    }

    #[track_caller]
    fn perform(&self, what: &str, strokes: KeyActions) {
        self.done(what, self.client.perform_actions(strokes));
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
        match answer.as_array() {
            Some(value) => Ok(value.first().cloned().unwrap_or_default()),
            None => Err(answer.as_str().unwrap_or_default().to_owned()),
        }
    }

    /// Writes what the window shows as a PNG.
    #[track_caller]
    pub fn picture(&self, file: &Path) {
        // Two steps: the driver forgets that a click took the pointer away from where it was.
        let to = |x| PointerAction::MoveTo { duration: None, x, y: ASIDE.1 };
        let pointer =
            MouseActions::new("mouse".to_owned()).then(to(ASIDE.0 + 1.0)).then(to(ASIDE.0));
        self.done("move the pointer aside", self.client.perform_actions(pointer));
        self.done("draw", self.client.execute_async(SETTLED, Vec::new()));
        self.display.picture(file);
        self.had_words();
    }

    /// Closes the app and waits until it is gone.
    #[track_caller]
    pub fn close(self) {
        self.had_words();
        self.done("close", self.client.clone().close());
        drop(self.leash);
    }

    /// The page had words, with all their values, for whatever it showed so far.
    #[track_caller]
    fn had_words(&self) {
        let unsaid = self.script("return document.documentElement.dataset.unsaid ?? null");
        assert!(unsaid.is_null(), "there are no words, or not all values, for {unsaid}");
    }

    #[track_caller]
    fn find(&self, place: Place<'_>) -> Element {
        let found = self.poll(async || self.look(place).await);
        found.unwrap_or_else(|| self.stop(&format!("{place:?} is not shown")))
    }

    /// One look, which the page answers as a whole: it cannot change in the middle of it.
    async fn look(&self, place: Place<'_>) -> Result<Option<Element>, CmdError> {
        let arguments = vec![place.css.into(), place.text.into()];
        let answer = self.client.execute(FIND, arguments).await?;
        let reference = answer.get(ELEMENT).and_then(Value::as_str).map(str::to_owned);
        let element = |id| Element::from_element_id(self.client.clone(), ElementRef::from(id));
        Ok(reference.map(element))
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
        let log = fs::read_to_string(self.home.log()).unwrap_or_default();
        let picture = picture.display();
        panic!("{why}\npicture: {picture}\nthe page says:\n{page}\nthe app said:\n{log}");
    }
}

/// The small browser that comes with the web view's library.
#[track_caller]
fn browser() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").expect("the system's libraries").flatten();
    let path = |folder: fs::DirEntry| folder.path().join("webkit2gtk-4.1/MiniBrowser");
    folders.map(path).find(|path| path.is_file()).expect("WebKit's own browser")
}

fn keyboard() -> KeyActions {
    KeyActions::new("keyboard".to_owned())
}

fn stroke(strokes: KeyActions, value: char) -> KeyActions {
    strokes.then(KeyAction::Down { value }).then(KeyAction::Up { value })
}

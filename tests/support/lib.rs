//! What the tests that cross crates share: the real window on a display of its own, driven like a person would.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops here")]

pub mod clerk;
pub mod staff;

mod card;
mod display;
mod driver;
mod home;
mod leash;
mod mail;
mod printer;
mod traces;
mod window;

use std::path::{Path, PathBuf};

pub use card::CardWindow;
pub use display::Display;
pub use home::Home;
pub use leash::Leash;
pub use mail::{Mail, MailServer};
pub use printer::{IppPrinter, Line, Lost, picture_of};
pub use traces::{Found, Traces, files};
pub use window::{Key, Place, Window};

/// The top of the source tree.
pub fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the tree")
}

/// A program of this workspace, as it was built beside the running test.
#[track_caller]
pub fn built(program: &str) -> PathBuf {
    let running = std::env::current_exe().expect("a running test has a path");
    let found =
        running.ancestors().skip(1).take(2).map(|dir| dir.join(program)).find(|p| p.is_file());
    found.unwrap_or_else(|| panic!("`{program}` is not built: run `make build`"))
}

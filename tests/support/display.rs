use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Leash;

/// What the window is designed for; it fills the display, since no window manager runs there.
const SCREEN: &str = "1280x800x24";

/// An X display that nobody sees, with a number of its own.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Leash,
}

impl Display {
    /// Starts a server on the first free display number.
    #[track_caller]
    pub fn open() -> Self {
        let mut server = Leash::start("Xvfb", |command| {
            command
                .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
        });
        let mut number = String::new();
        let output = server.output().expect("the output was asked for");
        BufReader::new(output).read_line(&mut number).expect("a line from Xvfb");
        let number = number.trim();
        assert!(!number.is_empty(), "Xvfb did not start: is the package xvfb installed?");
        Self { name: format!(":{number}"), _server: server }
    }

    /// The value of `DISPLAY` for a program that is to appear here.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Writes what the display shows now as a PNG.
    ///
    /// The display is asked rather than the driver, whose picture may be the frame before.
    #[track_caller]
    pub fn picture(&self, file: &Path) {
        let status = Command::new("import")
            .args(["-window", "root", "-display", &self.name])
            .arg(file)
            .status()
            .expect("ImageMagick's `import`");
        assert!(status.success(), "no picture of the display: {status}");
    }
}

//! The window in which a card is typed. WebDriver sees one window only, so here are real keys,
//! pressed on the display; the main window says when they can be.

use std::path::Path;
use std::process::Command;

use crate::Window;

/// What the main window shows while the other can be typed in, and while there is none.
const READY: &str = "[data-card-window=ready]";

/// How its title begins, in every language; the main window's ends there.
const TITLE: &str = "^Cobro · ";

/// The provider's own test card.
const VISA: &str = "4268070000000002";

/// Between two keys, in milliseconds.
const PACE: &str = "12";

/// The window for a card, with the keyboard in it.
#[derive(Debug)]
pub struct CardWindow<'a> {
    window: &'a Window<'a>,
}

impl<'a> CardWindow<'a> {
    /// Waits until it can be typed in, and gives it the keyboard: there is no window manager to
    /// do so.
    #[track_caller]
    pub fn wait(window: &'a Window<'a>) -> Self {
        window.see(READY);
        let card = Self { window };
        card.xdotool(&[
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            TITLE,
            "windowfocus",
            "--sync",
        ]);
        card
    }

    /// Types where the keyboard is.
    #[track_caller]
    pub fn write(&self, text: &str) {
        self.xdotool(&["type", "--delay", PACE, text]);
    }

    /// Presses a key, by its name in X.
    #[track_caller]
    pub fn press(&self, key: &str) {
        self.xdotool(&["key", "--delay", PACE, key]);
    }

    /// Types into one field after another.
    #[track_caller]
    pub fn fill(&self, texts: &[&str]) {
        for text in texts {
            if !text.is_empty() {
                self.write(text);
            }
            self.press("Tab");
        }
    }

    /// Types a test card that the bank approves, up to the first thing after the payer.
    #[track_caller]
    pub fn fill_approved(&self) {
        self.fill_card("0530", "777", "APPROVED");
    }

    /// Types a test card that the bank declines.
    #[track_caller]
    pub fn fill_declined(&self) {
        self.fill_card("0730", "666", "REJECTED");
    }

    #[track_caller]
    fn fill_card(&self, expiry: &str, code: &str, holder: &str) {
        // Between the code and the name lies the kind of card: credit.
        self.fill(&[VISA, expiry, code, "", holder, "12/03/1985", "Puebla", "72000"]);
    }

    /// Writes what the display shows as a PNG.
    #[track_caller]
    pub fn picture(&self, file: &Path) {
        self.window.display().picture(file);
    }

    #[track_caller]
    fn xdotool(&self, arguments: &[&str]) {
        let output = Command::new("xdotool")
            .env("DISPLAY", self.window.display().name())
            .args(arguments)
            .output()
            .expect("xdotool");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "xdotool {arguments:?}: {said}");
    }
}

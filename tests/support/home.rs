use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Display;

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
        for name in
            ["data", "xdg-data", "xdg-config", "xdg-cache", "xdg-runtime", "downloads", "tmp"]
        {
            fs::create_dir(folder.path().join(name)).expect("a folder in it");
        }
        Self { folder }
    }

    /// Where the app keeps its ledgers and papers.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Everything that programs in this home have written, the system's own folder for passing
    /// files included.
    pub fn everything(&self) -> &Path {
        self.folder.path()
    }

    /// The last paper, by folio, that the till printed and whose name ends like this.
    pub fn paper(&self, ending: &str) -> Option<PathBuf> {
        let printed = fs::read_dir(self.data().join("papers")).ok()?;
        let paths = printed.filter_map(|entry| Some(entry.ok()?.path()));
        paths.filter(|path| path.to_string_lossy().ends_with(ending)).max()
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }

    /// Gives `command` this home and `display`, and nothing of the computer the test runs on.
    pub(crate) fn move_in(&self, command: &mut Command, display: &Display) {
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
            .env("TMPDIR", at("tmp"))
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

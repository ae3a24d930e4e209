//! The commands, and their types for the window: `ui/src/bindings.ts` is generated from this list.

use tauri_specta::{Builder, collect_commands};

use crate::commands;

/// Every command the window may call. `permissions/till.toml` names the same ones.
///
/// 64-bit integers do not cross as numbers (JavaScript would round them): export refuses
/// them, and they are sent as decimal text.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::new().commands(collect_commands![commands::about])
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;

    use specta_typescript::Typescript;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/bindings.ts");

    /// `COBRO_WRITE_BINDINGS=1` writes the file instead of comparing it.
    #[test]
    fn the_window_was_built_for_these_commands() {
        if std::env::var_os("COBRO_WRITE_BINDINGS").is_some() {
            builder().export(Typescript::default(), FILE).expect("ui/src/bindings.ts is writable");
            return;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let generated = folder.path().join("bindings.ts");
        builder().export(Typescript::default(), &generated).expect("types that can be exported");
        assert!(
            fs::read(FILE).ok() == fs::read(generated).ok(),
            "ui/src/bindings.ts is out of date: run `make bindings` and commit it"
        );
    }
}

//! Where the books are when nobody says otherwise.

use std::{ffi::OsString, path::PathBuf};

/// Names the folder of the books, for every program of Cobro.
const VARIABLE: &str = "COBRO_DATA_DIR";

/// The folder's name in the system's place for data: the window's identifier as an application.
pub const DATA_FOLDER_NAME: &str = "mx.cobro.till";

/// The folder of the books: the one that `COBRO_DATA_DIR` names, else the system's place for
/// this application. Nothing when the system has no such place.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    chosen(std::env::var_os(VARIABLE), dirs::data_dir())
}

fn chosen(named: Option<OsString>, system: Option<PathBuf>) -> Option<PathBuf> {
    let named = named.filter(|folder| !folder.is_empty()).map(PathBuf::from);
    named.or_else(|| system.map(|place| place.join(DATA_FOLDER_NAME)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_over_the_systems_place() {
        let system = || Some(PathBuf::from("/data"));
        let cases = [
            (Some("/shop"), system(), Some("/shop")),
            (Some(""), system(), Some("/data/mx.cobro.till")),
            (None, system(), Some("/data/mx.cobro.till")),
            (None, None, None),
        ];
        for (named, system, folder) in cases {
            let found = chosen(named.map(OsString::from), system);
            assert_eq!(found, folder.map(PathBuf::from), "{named:?}");
        }
    }
}

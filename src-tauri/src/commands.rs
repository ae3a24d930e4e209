//! The commands of the window: each translates, delegates, translates back.

use tauri::State;

use crate::Launch;

/// What the window says about the program itself.
#[derive(Clone, Debug, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct About {
    version: String,
    training: bool,
}

/// The version of this program, and whether it was started for training.
#[tauri::command]
#[specta::specta]
pub(crate) fn about(launch: State<'_, Launch>) -> About {
    About { version: env!("CARGO_PKG_VERSION").to_owned(), training: launch.training }
}

//! The desktop shell: the window, and the commands it may call. No rule of the business lives here.

mod app;
mod bindings;
mod card_window;
mod chain;
mod commands;
mod customer_display;
mod event;
mod gate;
mod imports;
mod launch;
mod statements;

use tauri::{AppHandle, Manager};

pub use launch::{Launch, LaunchError};

use crate::app::App;

const MAIN_WINDOW: &str = "main";

/// Opens the window and returns when it is closed.
pub fn run(launch: Launch) -> Result<(), tauri::Error> {
    let builder = bindings::builder();
    let handler = gate::guarded(builder.invoke_handler());
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| show_window(app)))
        .invoke_handler(handler)
        .setup(move |tauri| {
            builder.mount_events(tauri);
            let folder = cobro_till::data_folder().ok_or("the system has no folder for data")?;
            tauri.manage(App::new(folder, tauri.handle().clone()));
            tauri.manage(imports::ImportDesk::default());
            tauri.manage(card_window::CardDesk::default());
            tauri.manage(customer_display::CustomerDisplay::default());
            tauri.manage(launch);
            Ok(())
        })
        .run(tauri::generate_context!())
}

/// A second start of Cobro brings the window of the first to the front.
fn show_window(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN_WINDOW) else {
        return;
    };
    if let Err(error) = window.unminimize().and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}

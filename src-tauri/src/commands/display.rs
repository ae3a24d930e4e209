//! The screen that is turned to the customer.

use cobro_till::screen::{DisplayView, SceneForm, StartView};
use tauri::{AppHandle, State};

use super::{Answer, on_till};
use crate::{
    app::App,
    customer_display::{self, CustomerDisplay},
};

/// Says what the customer is to see.
#[tauri::command]
#[specta::specta]
pub(crate) async fn show_customer(handle: AppHandle, scene: SceneForm) -> Answer<()> {
    customer_display::show(&handle, scene);
    Ok(())
}

/// Gives the customer a screen of their own, or takes it away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_customer_display(
    handle: AppHandle,
    app: State<'_, App>,
    on: bool,
) -> Answer<StartView> {
    let start = on_till(&app, move |till| {
        till.set_customer_display(on)?;
        till.start_view()
    });
    let start = start.await?;
    customer_display::follow(&handle)?;
    Ok(start)
}

/// What the customer sees.
#[tauri::command]
#[specta::specta]
pub(crate) async fn display(
    app: State<'_, App>,
    shown: State<'_, CustomerDisplay>,
) -> Answer<DisplayView> {
    let scene = shown.scene();
    on_till(&app, move |till| till.display_view(scene)).await
}

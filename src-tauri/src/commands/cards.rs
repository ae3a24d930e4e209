//! Cards: the owner's switch, the window in which they are typed, and what follows a charge.

use cobro_domain::ids::{ActId, ChargeId};
use cobro_till::screen::{CardForm, CardFormView, CardWanted, ChargeView, PlanView};
use tauri::{AppHandle, State};

use super::{Answer, on_till};
use crate::{
    app::App,
    card_window::{self, CardDesk},
    event::TillChanged,
};

/// Whether the owner lets people type cards here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cards_typed(app: State<'_, App>) -> Answer<bool> {
    on_till(&app, |till| Ok(till.cards_may_be_typed()?)).await
}

/// The owner lets people type cards here, or does so no more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn let_cards_be_typed(app: State<'_, App>, allowed: bool) -> Answer<bool> {
    on_till(&app, move |till| {
        till.let_cards_be_typed(allowed)?;
        Ok(till.cards_may_be_typed()?)
    })
    .await
}

/// Opens the window in which a card is typed. What becomes of it is announced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_card_form(
    app: State<'_, App>,
    handle: AppHandle,
    wanted: CardWanted,
) -> Answer<()> {
    let asked = wanted.clone();
    // What cannot be charged is refused before a window opens for it.
    on_till(&app, move |till| till.card_form_view(&asked)).await?;
    card_window::open(&handle, wanted)
}

/// Closes that window, unless the card is on its way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_card_form(handle: AppHandle) -> Answer<()> {
    card_window::cancel(&handle)
}

/// The form, for the window in which the card is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn card_form(
    app: State<'_, App>,
    desk: State<'_, CardDesk>,
) -> Answer<CardFormView> {
    let wanted = desk.wanted()?;
    on_till(&app, move |till| till.card_form_view(&wanted)).await
}

/// The promotions by which the card may pay in parts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn card_promotions(
    app: State<'_, App>,
    desk: State<'_, CardDesk>,
) -> Answer<Vec<PlanView>> {
    let wanted = desk.wanted()?;
    on_till(&app, move |till| till.card_promotions(&wanted)).await
}

/// The form can be typed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn card_form_ready(handle: AppHandle) -> Answer<()> {
    card_window::tell(&handle, &TillChanged::CardReady);
    Ok(())
}

/// Charges the card that was typed. The window then closes, and the main one shows the charge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn charge_card_form(
    app: State<'_, App>,
    desk: State<'_, CardDesk>,
    handle: AppHandle,
    form: CardForm,
) -> Answer<()> {
    let wanted = desk.begin()?;
    let sent = on_till(&app, move |till| till.charge_card_form(&wanted, &form)).await;
    match sent {
        Ok(sent) => {
            card_window::finish(&handle, sent.charge.to_string(), sent.not_kept);
            Ok(())
        }
        Err(error) => {
            desk.give_back();
            Err(error)
        }
    }
}

/// Closes the window in which the card is typed, from within.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_card_form(handle: AppHandle) -> Answer<()> {
    card_window::cancel(&handle)
}

/// Takes what is held for a charge, or a part of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn capture_hold(
    app: State<'_, App>,
    charge: String,
    amount: Option<String>,
) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| till.capture_typed(id, amount.as_deref())).await
}

/// Lets go what is held for a charge.
#[tauri::command]
#[specta::specta]
pub(crate) async fn release_hold(
    app: State<'_, App>,
    charge: String,
    reason: String,
) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| {
        till.void_hold(id, &reason)?;
        till.charge_view(id)
    })
    .await
}

/// A person decides that a card whose answer was lost was not charged.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_card_up(app: State<'_, App>, charge: String) -> Answer<ChargeView> {
    let id = ChargeId::parse(&charge)?;
    on_till(&app, move |till| {
        till.give_card_up(id)?;
        till.charge_view(id)
    })
    .await
}

/// A person has what follows a charge sent once more, or gives it up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decide_follow_up(
    app: State<'_, App>,
    charge: String,
    act: String,
    again: bool,
) -> Answer<ChargeView> {
    let (id, act) = (ChargeId::parse(&charge)?, ActId::parse(&act)?);
    on_till(&app, move |till| {
        if again {
            till.follow_again(act)?;
        } else {
            till.give_follow_up_up(act)?;
        }
        till.charge_view(id)
    })
    .await
}

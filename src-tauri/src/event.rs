//! What the window hears without asking.

use cobro_till::{
    Till,
    event::TillEvent,
    screen::{Amount, ChargeStage, CommandError, Millis},
};
use serde::Serialize;

/// Something on screen may be out of date.
#[derive(Clone, Debug, Serialize, specta::Type, tauri_specta::Event)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(crate) enum TillChanged {
    /// A charge moved.
    Charge {
        charge: String,
        invoice: String,
        stage: ChargeStage,
        folio: String,
        method: String,
        amount: Amount,
        /// When money came by it.
        paid_at: Option<Millis>,
    },
    /// The window for a card can be typed in.
    CardReady,
    /// The window for a card is gone.
    CardClosed {
        /// The charge, if the card was sent.
        charge: Option<String>,
        /// The card was to be kept, and the provider did not.
        not_kept: bool,
    },
    /// The bar at the top.
    Status,
    /// The outbox, or how mail stands.
    Mail,
    /// The queue of papers, or how printing stands.
    Papers,
    /// The clock of training mode.
    Clock,
}

impl TillChanged {
    /// What the window is told of an event.
    pub(crate) fn of(till: &Till, event: &TillEvent) -> Result<Self, CommandError> {
        match event {
            TillEvent::Status => Ok(Self::Status),
            TillEvent::Mail => Ok(Self::Mail),
            TillEvent::Papers => Ok(Self::Papers),
            TillEvent::Clock => Ok(Self::Clock),
            TillEvent::Charge { charge, .. } => {
                let view = till.charge_view(*charge)?;
                Ok(Self::Charge {
                    charge: view.id,
                    invoice: view.invoice,
                    stage: view.stage,
                    folio: view.folio,
                    method: view.method,
                    amount: view.amount,
                    paid_at: view.paid_at,
                })
            }
        }
    }
}

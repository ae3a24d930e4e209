//! The use cases: sell, collect, deliver, poll, print, practise. The only place where ledger,
//! providers and the network meet.
#![warn(missing_docs)]

pub mod after;
pub mod audit;
pub mod books;
pub mod card;
pub mod carrier;
pub mod cases;
pub mod catalogue;
pub mod clock;
pub mod coins;
pub mod collect;
pub mod conditions;
mod converse;
pub mod customers;
pub mod deliver;
mod engine;
pub mod entered;
pub mod event;
mod fold;
mod folder;
pub mod held;
pub mod issue;
pub mod line;
mod log;
pub mod mail;
mod maintenance;
pub mod merchants;
pub mod on_account;
pub mod open;
pub mod papers;
mod pauses;
pub mod people;
pub mod permit;
pub mod poll;
pub mod printing;
pub mod quotes;
mod random;
mod recover;
mod resolve;
pub mod returns;
mod rota;
pub mod screen;
pub mod secrets;
pub mod sell;
pub mod settings;
pub mod shift;
pub mod statement;
pub mod tender;
mod till;
pub mod tips;
pub mod training;
pub mod typed;
pub mod void;

pub use cobro_providers::settings::Secret;
pub use engine::Engine;
pub use folder::{DATA_FOLDER_NAME, data_folder};

/// The languages of screen and paper.
pub mod language {
    pub use cobro_documents::Language;
}

/// Real books or practice.
pub mod mode {
    pub use cobro_ledger::Mode;
}

pub use maintenance::{back_up, restore_backup};
pub use till::Till;

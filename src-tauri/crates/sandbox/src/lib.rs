//! The payment providers, simulated on loopback.
//!
//! For training mode, demos and tests: strict where a provider is strict, with a virtual clock,
//! faults on demand, and a control door to act as the customers and the banks. It knows wire
//! formats, not the till's provider code. See the crate's `README.md` for the control door.
//!
//! ```no_run
//! use cobro_sandbox::{Paid, Sandbox, SandboxConfig};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start(SandboxConfig::default())?;
//! println!("the till calls {}", sandbox.base_url());
//! let control = sandbox.control();
//! control.payu().pay("A-REFERENCE", Paid::InFull)?;
//! control.advance(24 * 60 * 60 * 1000)?;
//! # Ok(())
//! # }
//! ```

mod body;
mod clock;
mod control;
mod counters;
mod door;
mod faults;
mod gate;
mod http;
mod log;
mod notifier;
mod payer;
mod payu;
mod sandbox;
mod server;
mod simulator;
mod store;

pub use clock::TimeSource;
pub use control::{Control, ControlError};
pub use counters::Counters;
pub use faults::{Effect, Fault, Service, When};
pub use log::{Seen, Verdict};
pub use payer::{PageAct, PayerAct, PayerError};
pub use payu::{
    Algorithm, Centavos, Dispute, Forced, ForcedResult, Merchant, Method, MethodSettings,
    NoticeOutcome, NoticeReport, Notices, OrderReport, Paid, PaymentReport, PayuControl, PayuError,
    Processor, Promotion, ReferenceRule, RefundDecision, RequiredData, Settings, Target,
    TransactionReport, WaitingReport,
};
pub use sandbox::{ControlDoor, Sandbox, SandboxConfig, SandboxError};
pub use simulator::Stopped;
pub use store::StoreError;

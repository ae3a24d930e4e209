//! A running sandbox: its thread, its ports, its end.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::watch;

use crate::clock::TimeSource;
use crate::control::Control;
use crate::gate::{Gate, Port};
use crate::notifier::{self, Notifier};
use crate::payu::Merchant;
use crate::server::{self, House, Role};
use crate::simulator::Simulator;
use crate::store::{Store, StoreError};

/// Where the HTTP control door is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlDoor {
    /// Nowhere: only the in-process handle controls the sandbox.
    Closed,
    /// Under `/control/` on the provider's own port.
    SamePort,
    /// Under `/control/` on this address, which stays up while the provider refuses connections.
    At(SocketAddr),
}

/// How to start a sandbox. The default: any free port of 127.0.0.1, in memory, PayU's public
/// sandbox merchant, the door on the same port.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Where the providers listen: loopback only; port 0 takes any.
    pub listen: SocketAddr,
    /// Where the control door is.
    pub control: ControlDoor,
    /// What survives a restart lives here; `None` keeps it in memory.
    pub file: Option<PathBuf>,
    /// Where the virtual clock starts from.
    pub time: TimeSource,
    /// The merchant that PayU knows.
    pub merchant: Merchant,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: ControlDoor::SamePort,
            file: None,
            time: TimeSource::System,
            merchant: Merchant::default(),
        }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The sandbox answers nobody outside this machine.
    #[error("{address} is not a loopback address")]
    NotLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The port is taken, or the system refuses.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The thread or its runtime could not be started.
    #[error("cannot start the sandbox's thread")]
    Thread(#[source] io::Error),
    /// The file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running sandbox. Dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    control_address: Option<SocketAddr>,
    control: Control,
    simulator: Arc<Simulator>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on a thread of its own. It answers when this returns.
    ///
    /// # Errors
    /// When an address is not loopback or not free, or the file cannot be used.
    pub fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let SandboxConfig { listen, control: door, file, time, merchant } = config;
        let (provider, address) = bind(listen)?;
        let separate = match door {
            ControlDoor::At(address) => Some(bind(address)?),
            ControlDoor::Closed | ControlDoor::SamePort => None,
        };
        let role = match door {
            ControlDoor::SamePort => Role::ProviderAndControl,
            ControlDoor::Closed | ControlDoor::At(_) => Role::Provider,
        };
        let control_address = match door {
            ControlDoor::Closed => None,
            ControlDoor::SamePort => Some(address),
            ControlDoor::At(_) => separate.as_ref().map(|(_, address)| *address),
        };
        let store = Store::open(file.as_deref())?;
        let simulator = Arc::new(Simulator::new(store, time, merchant)?);
        let (gate, switches) = Gate::new();
        let (notifier, notify) = Notifier::new();
        let control = Control::new(Arc::clone(&simulator), gate, notifier);
        let house = House { simulator: Arc::clone(&simulator), control: control.clone() };
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(SandboxError::Thread)?;
        let (provider, separate) = {
            let _inside = runtime.enter();
            let listen = |(listener, address)| {
                tokio::net::TcpListener::from_std(listener)
                    .map_err(|source| SandboxError::Listen { address, source })
            };
            (listen((provider, address))?, separate.map(listen).transpose()?)
        };
        let port = Port::new(provider, address);
        let notified = Arc::clone(&simulator);
        let run = move || {
            runtime.block_on(async move {
                tokio::spawn(notifier::run(notified, notify, stopped.clone()));
                if let Some(listener) = separate {
                    let serve = server::serve_control(listener, house.clone(), stopped.clone());
                    tokio::spawn(serve);
                }
                server::serve_provider(port, role, house, switches, stopped).await;
            });
        };
        let thread = std::thread::Builder::new()
            .name("cobro-sandbox".to_owned())
            .spawn(run)
            .map_err(SandboxError::Thread)?;
        let thread = Some(thread);
        Ok(Self { address, control_address, control, simulator, stop, thread })
    }

    /// Where the providers listen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the control door is, if there is one.
    #[must_use]
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.control_address
    }

    /// What a merchant account has instead of `https://api.payulatam.com`: without a slash at the
    /// end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The handle that controls the sandbox.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Stops listening, cuts every connection and closes the file.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _nobody_listens = self.stop.send(true);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the sandbox's thread panicked");
        }
        self.simulator.close();
    }
}

fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), SandboxError> {
    if !address.ip().is_loopback() {
        return Err(SandboxError::NotLoopback { address });
    }
    let bound = || {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let actual = listener.local_addr()?;
        Ok((listener, actual))
    };
    bound().map_err(|source| SandboxError::Listen { address, source })
}

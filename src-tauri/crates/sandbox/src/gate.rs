//! The gate before the provider's port: open, or refusing connections on the same port.

use std::io;
use std::net::SocketAddr;
use std::sync::mpsc as blocking;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc;

use crate::control::ControlError;
use crate::simulator::Stopped;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

/// An order to the gate; `done` is told when the port is as wanted.
#[derive(Debug)]
pub(crate) struct Switch {
    pub(crate) refuse: bool,
    pub(crate) done: blocking::Sender<io::Result<()>>,
}

/// The handle that switches the gate from any thread that may block.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    switches: mpsc::UnboundedSender<Switch>,
}

impl Gate {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<Switch>) {
        let (switches, orders) = mpsc::unbounded_channel();
        (Self { switches }, orders)
    }

    /// Returns once the port refuses, or listens again.
    pub(crate) fn set(&self, refuse: bool) -> Result<(), ControlError> {
        let (done, answer) = blocking::channel();
        self.switches.send(Switch { refuse, done }).map_err(|_| Stopped)?;
        answer.recv().map_err(|_| Stopped)?.map_err(ControlError::Port)
    }
}

/// The provider's port.
#[derive(Debug)]
pub(crate) struct Port {
    address: SocketAddr,
    state: State,
}

#[derive(Debug)]
enum State {
    Open(TcpListener),
    /// Bound and not listening: connections are refused, and the system gives the port to
    /// nobody else, not even to a client's own outgoing connection.
    Held(TcpSocket),
    Closed,
}

impl Port {
    pub(crate) fn new(listener: TcpListener, address: SocketAddr) -> Self {
        Self { address, state: State::Open(listener) }
    }

    /// The next connection; never, while the gate is shut.
    pub(crate) async fn accept(&self) -> io::Result<TcpStream> {
        match &self.state {
            State::Open(listener) => Ok(listener.accept().await?.0),
            State::Held(_) | State::Closed => std::future::pending().await,
        }
    }

    pub(crate) fn refuse(&mut self) -> io::Result<()> {
        match self.state {
            State::Held(_) => Ok(()),
            State::Open(_) | State::Closed => {
                self.state = State::Closed;
                self.state = State::Held(self.bind()?);
                Ok(())
            }
        }
    }

    pub(crate) fn open(&mut self) -> io::Result<()> {
        let socket = match std::mem::replace(&mut self.state, State::Closed) {
            State::Open(listener) => {
                self.state = State::Open(listener);
                return Ok(());
            }
            State::Held(socket) => socket,
            State::Closed => self.bind()?,
        };
        self.state = State::Open(socket.listen(BACKLOG)?);
        Ok(())
    }

    fn bind(&self) -> io::Result<TcpSocket> {
        let socket = match self.address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        // On Windows this would let others take the port; elsewhere it takes the port back while
        // closed connections still linger.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(self.address)?;
        Ok(socket)
    }
}

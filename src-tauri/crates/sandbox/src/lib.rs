//! The payment providers, simulated on loopback.

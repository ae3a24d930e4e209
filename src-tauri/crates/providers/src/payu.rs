//! PayU Latam.

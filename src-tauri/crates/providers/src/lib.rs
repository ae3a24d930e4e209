//! Payment providers as pure request and response code.

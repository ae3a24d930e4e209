//! The use cases: sell, collect, poll, settle.

//! The vocabulary of certificate-based Apple Push: topics, push types, environments, kinds, reasons, time.

//! Password-based encryption of RFC 8018 and RFC 7292 under one work budget.

//! Private keys of every common encoding, and matching them with certificates by public key.

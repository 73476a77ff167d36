//! Apple's certification authorities as data, and the proof that one of them signed a certificate.

//! RFC 7468 text, scanned tolerantly: every block reported, none dropped.

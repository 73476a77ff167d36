//! PKCS#12 (RFC 7292) decoding that tells wrong password, corrupt file, unsupported algorithm and limit apart.

//! An RFC 5280 view of a certificate with Apple's push extensions decoded.

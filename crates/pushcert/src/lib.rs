//! Open any Apple Push credential, get one verdict, hand it to rustls.

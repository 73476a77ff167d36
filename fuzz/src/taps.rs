//! What the targets about connections run; a test of `pushcert-connect` replays their seeds.

/// A byte that says where the stream is cut, then what a server sends: below TLS, and above it.
pub fn connection_taps(data: &[u8]) {
    let Some((cut, stream)) = data.split_first() else {
        return;
    };
    let cut = usize::from(*cut);
    let whole = pushcert_connect::fuzzing::hello(stream, usize::MAX);
    assert_eq!(pushcert_connect::fuzzing::hello(stream, cut), whole);
    let whole = pushcert_connect::fuzzing::frames(stream, usize::MAX);
    assert_eq!(pushcert_connect::fuzzing::frames(stream, cut), whole);
}

//! Handshakes of any form, cut anywhere.

use proptest::prelude::*;

use super::*;

/// A ServerHello with these extensions, in records of at most `cut` bytes.
fn hello(version: u16, cipher: u16, extensions: &[(u16, &[u8])], cut: usize) -> Vec<u8> {
    let mut list = Vec::new();
    for (kind, value) in extensions {
        list.extend(kind.to_be_bytes());
        list.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        list.extend(*value);
    }
    let mut body = version.to_be_bytes().to_vec();
    body.extend([7; 32]);
    body.extend([2, 9, 9]);
    body.extend(cipher.to_be_bytes());
    body.push(0);
    body.extend(u16::try_from(list.len()).unwrap().to_be_bytes());
    body.extend(list);
    let mut message = vec![2, 0, 0, u8::try_from(body.len()).unwrap()];
    message.extend(body);
    let records = message.chunks(cut).map(|chunk| {
        let length = u8::try_from(chunk.len()).unwrap();
        [&[22, 3, 3, 0, length], chunk].concat()
    });
    records.collect::<Vec<_>>().concat()
}

fn seen(bytes: &[u8], cut: usize) -> Hello {
    let (mut watch, shared) = HelloWatch::new();
    for piece in bytes.chunks(cut.max(1)) {
        watch.came(piece);
    }
    shared.lock().unwrap().clone()
}

#[test]
fn version_cipher_and_protocol_are_read_off_the_wire() {
    let tls13 = hello(0x0303, 0x1302, &[(51, &[1]), (43, &[3, 4])], 100);
    let facts = seen(&tls13, 1000).tls().unwrap();
    assert_eq!(facts.version, TlsVersion::Tls13);
    assert_eq!(facts.cipher.as_deref(), Some("TLS_AES_256_GCM_SHA384"));
    assert_eq!(facts.alpn, None);
    let tls12 = hello(0x0303, 0xc02f, &[(16, &[0, 3, 2, b'h', b'2'])], 100);
    let facts = seen(&tls12, 1000).tls().unwrap();
    assert_eq!(facts.version, TlsVersion::Tls12);
    let name = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    assert_eq!(facts.cipher.as_deref(), Some(name));
    assert_eq!(facts.alpn.as_deref(), Some("h2"));
    let odd = hello(0x0303, 0xfafa, &[], 100);
    assert_eq!(
        seen(&odd, 9).tls().unwrap().cipher.as_deref(),
        Some("0xFAFA")
    );
    assert_eq!(seen(&hello(0x0301, 0x002f, &[], 100), 9).tls(), None);
}

#[test]
fn what_is_no_tls_is_quoted() {
    for (bytes, expected) in [
        (
            &b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n"[..],
            "HTTP/1.1 400 Bad Request",
        ),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2"),
        (b"\x1b[31m\xff", "\\x1b[31m\\xff"),
        (b"\x00", "\\x00"),
    ] {
        for cut in [1, 100] {
            let found = seen(bytes, cut).not_tls();
            assert_eq!(found.as_deref(), Some(expected));
        }
    }
    assert_eq!(seen(b"", 1).not_tls(), None);
    assert_eq!(seen(&[21, 3, 3, 0, 2, 2, 40], 100).not_tls(), None);
}

#[test]
fn the_second_flight_of_tls_1_2_is_noticed() {
    let (mut watch, shared) = HelloWatch::new();
    watch.went(&[22, 3, 1, 0, 3, 1, 20, 3]);
    watch.went(&[22, 3, 3, 0, 1]);
    watch.went(&[0]);
    assert!(!shared.lock().unwrap().has_sent_second_flight());
    watch.went(&[20]);
    watch.went(&[3, 3, 0, 1, 1]);
    assert!(shared.lock().unwrap().has_sent_second_flight());
}

proptest! {
    #[test]
    fn a_hello_is_the_same_however_it_is_cut(record in 1_usize..70, read in 1_usize..70) {
        let whole = hello(0x0303, 0x1301, &[(43, &[3, 4])], record);
        prop_assert_eq!(seen(&whole, read).tls(), seen(&whole, 10_000).tls());
        prop_assert!(seen(&whole, read).tls().is_some());
    }

    #[test]
    fn no_bytes_make_it_panic_or_keep_much(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        cut in 1_usize..80,
        is_handshake in any::<bool>(),
    ) {
        let mut stream = Vec::new();
        if is_handshake {
            stream.extend([22, 3, 3, 0x3f, 0xff, 2, 0, 1]);
        }
        stream.extend(bytes);
        let hello = seen(&stream, cut);
        prop_assert!(hello.beginning.len() <= BEGINNING);
        let _ = hello.tls();
        prop_assert!(hello.not_tls().is_none_or(|text| text.len() <= 4 * BEGINNING));
        let (mut watch, _shared) = HelloWatch::new();
        stream.chunks(cut).for_each(|piece| watch.went(piece));
    }
}

//! What servers send: a byte that says where it is cut, then TLS records or HTTP/2 frames.

use crate::Group;

pub(crate) fn streams() -> Group {
    let reason = br#"{"reason":"BadCertificate"}"#;
    let goaway = [&[0, 0, 0, 1, 0, 0, 0, 0][..], reason].concat();
    let settings = frame(4, &[0, 3, 0, 0, 3, 0xe8]);
    vec![
        (
            "hello-12",
            cut(7, &hello(0xc02f, &[0, 16, 0, 5, 0, 3, 2, b'h', b'2'])),
        ),
        ("hello-13", cut(1, &hello(0x1302, &[0, 43, 0, 2, 3, 4]))),
        ("alert", cut(3, &[21, 3, 3, 0, 2, 2, 44])),
        ("no-tls", cut(5, b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        (
            "goaway",
            cut(4, &[settings.clone(), frame(7, &goaway)].concat()),
        ),
        (
            "settings",
            cut(
                9,
                &[settings, frame(8, &[0, 0, 0xff, 0xff]), frame(6, &[0; 8])].concat(),
            ),
        ),
    ]
}

fn cut(after: u8, stream: &[u8]) -> Vec<u8> {
    [&[after], stream].concat()
}

/// RFC 9113, section 4.1, on stream 0.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short payload");
    [&[0, 0, length, kind, 0, 0, 0, 0, 0], payload].concat()
}

/// A ServerHello (RFC 8446, section 4.1.3) in one record.
fn hello(cipher: u16, extensions: &[u8]) -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.push(0);
    body.extend(cipher.to_be_bytes());
    body.extend([0, 0]);
    body.push(u8::try_from(extensions.len()).expect("short extensions"));
    body.extend(extensions);
    let length = u8::try_from(body.len()).expect("a short hello");
    [&[22, 3, 3, 0, length + 4, 2, 0, 0, length][..], &body].concat()
}

//! Frames of any form, cut anywhere.

use proptest::prelude::*;

use super::*;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

fn goaway(last_stream: u32, code: u32, data: &[u8]) -> Vec<u8> {
    let payload = [&last_stream.to_be_bytes(), &code.to_be_bytes(), data].concat();
    frame(7, 0, 0, &payload)
}

fn came(bytes: &[u8], cut: usize) -> Arc<Frames> {
    let (mut watch, shared) = FrameWatch::new();
    bytes.chunks(cut).for_each(|piece| watch.came(piece));
    shared
}

#[test]
fn settings_are_noticed_and_an_acknowledgement_is_none() {
    for cut in 1..20 {
        assert!(!came(&frame(4, 1, 0, &[]), cut).has_settings());
        assert!(came(&frame(4, 0, 0, &[]), cut).has_settings());
        assert!(came(&frame(4, 0, 0, &[0, 3, 0, 0, 0, 1]), cut).has_settings());
    }
}

#[test]
fn the_data_of_a_goaway_is_kept() {
    let stream = [
        frame(4, 0, 0, &[]),
        goaway(0x7fff_ffff, 0, b"{\"reason\":\"Shutdown\"}"),
        goaway(3, 0, b""),
    ];
    for cut in 1..40 {
        let seen = came(&stream.concat(), cut).goaway().unwrap();
        assert_eq!((seen.last_stream, seen.code), (3, 0));
        assert_eq!(seen.data, b"{\"reason\":\"Shutdown\"}");
    }
    let long = came(&goaway(0, 2, &[b'x'; 10_000]), 999).goaway().unwrap();
    assert_eq!(long.data.len(), MAX_GOAWAY);
    assert_eq!(came(&frame(7, 0, 0, &[0; 7]), 3).goaway(), None);
}

#[test]
fn a_request_is_sent_when_its_headers_are() {
    let (mut watch, shared) = FrameWatch::new();
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let stream = [
        &preface[..],
        &frame(4, 0, 0, &[]),
        &frame(1, 4, 1, &[1, 2, 3]),
        &frame(0, 1, 1, &[4; 30]),
        &frame(1, 4, 3, &[5]),
    ]
    .concat();
    stream[..36].chunks(5).for_each(|piece| watch.went(piece));
    assert!(!shared.may_have_processed(1));
    stream[36..].chunks(5).for_each(|piece| watch.went(piece));
    assert!(shared.may_have_processed(1) && shared.may_have_processed(3));
    assert!(!shared.may_have_processed(5));
    watch.came(&goaway(1, 0, b""));
    assert!(shared.may_have_processed(1) && !shared.may_have_processed(3));
}

#[test]
fn what_is_no_http2_is_quoted() {
    let seen = came(b"HTTP/1.1 400 Bad Request\r\n", 4).beginning();
    assert_eq!(seen.as_deref(), Some("HTTP/1.1 "));
    assert_eq!(came(&frame(4, 0, 0, &[]), 4).beginning(), None);
}

#[test]
fn header_sections_are_counted_over_their_frames() {
    let most = frame(1, 0, 1, &[0; 16_384]);
    let more = frame(9, 0, 1, &[0; 16_384]);
    let mut stream = [most.clone(), more.clone(), more.clone(), more.clone()].concat();
    assert!(!came(&stream, 1000).are_headers_too_large());
    stream.extend(&most);
    assert!(!came(&stream, 1000).are_headers_too_large());
    stream.extend(
        [
            more.clone(),
            more.clone(),
            more.clone(),
            frame(9, 4, 1, &[0]),
        ]
        .concat(),
    );
    assert!(came(&stream, 1000).are_headers_too_large());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_keep_much(
        bytes in prop::collection::vec(any::<u8>(), 0..900),
        frames in prop::collection::vec((0_u8..12, 0_u8..2, prop::collection::vec(any::<u8>(), 0..40)), 0..9),
        cut in 1_usize..90,
    ) {
        let mut stream: Vec<u8> = frames
            .iter()
            .flat_map(|(kind, flags, payload)| frame(*kind, *flags, 1, payload))
            .collect();
        stream.extend(bytes);
        let whole = came(&stream, stream.len().max(1));
        let cut_up = came(&stream, cut);
        prop_assert_eq!(whole.goaway(), cut_up.goaway());
        prop_assert_eq!(whole.has_settings(), cut_up.has_settings());
        prop_assert!(whole.goaway().is_none_or(|goaway| goaway.data.len() <= MAX_GOAWAY));
        let (mut watch, _shared) = FrameWatch::new();
        stream.chunks(cut).for_each(|piece| watch.went(piece));
    }
}

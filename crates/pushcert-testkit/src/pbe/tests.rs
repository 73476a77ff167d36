//! Known answers of the key derivations and ciphers.

use super::*;
use crate::der::read;
use crate::digest::Digest;
use crate::hex;

#[test]
fn ciphers_give_the_published_answers() {
    // FIPS 197 appendix C.3 and RFC 6229 (40-bit key, offset 0), first block or bytes.
    let block = hex("00112233445566778899aabbccddeeff");
    let key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    let aes = Cipher::Aes256.encrypt(&key, &[0; 16], &block, Padding::Zeros);
    assert_eq!(aes, hex("8ea2b7ca516745bfeafc49904b496089"));
    let rc4 = Cipher::Rc4_40.encrypt(&[1, 2, 3, 4, 5], &[], &[0; 16], Padding::Pkcs7);
    assert_eq!(rc4, hex("b2396305f03dc027ccc3524a0a1118a8"));
    // RFC 2268 section 5: 64 effective bits are not written here; 128 are.
    let rc2_key = hex("88bca90e90875a7f0f79c384627bafb2");
    let rc2 = Cipher::Rc2_128.encrypt(&rc2_key, &[0; 8], &[0; 8], Padding::Zeros);
    assert_eq!(rc2, hex("2269552ab0f85ca6"));
}

#[test]
fn padding_fills_whole_blocks() {
    let sealed = |length, padding| {
        let text = vec![0; length];
        Protection::pbes2_aes256(1)
            .padding(padding)
            .seal(&"a".into(), "seed", &text)
            .ciphertext
            .len()
    };
    assert_eq!(sealed(15, Padding::Pkcs7), 16);
    assert_eq!(sealed(16, Padding::Pkcs7), 32);
    assert_eq!(sealed(16, Padding::Zeros), 16);
    assert_eq!(sealed(16, Padding::Wrong), 32);
}

#[test]
fn passwords_have_two_forms() {
    assert_eq!(Password::text("").pkcs12, [0, 0]);
    assert_eq!(Password::zero_bytes().pkcs12, []);
    assert_eq!(
        Password::text("\u{1f511}").pkcs12,
        [0xd8, 0x3d, 0xdd, 0x11, 0, 0]
    );
    assert_eq!(Password::latin1("\u{e9}").pkcs5, [0xe9]);
    assert_eq!(
        Password::utf8_as_units("\u{e9}").pkcs12,
        [0, 0xc3, 0, 0xa9, 0, 0]
    );
    assert_eq!(Password::bmp_everywhere("a").pkcs5, [0, 0x61, 0, 0]);
}

#[test]
fn claimed_counts_are_written_and_not_done() {
    let count = Iterations::claimed(&[0x7f, 0xff, 0xff, 0xff]);
    assert_eq!(count.rounds, 1);
    let sealed = Protection::triple_des(count).seal(&"a".into(), "seed", b"text");
    assert_eq!(
        read::at(&sealed.algorithm, &[1, 1]).content,
        [0x7f, 0xff, 0xff, 0xff]
    );
    assert_eq!(Iterations::honest(2048).der(), [2, 2, 8, 0]);
}

#[test]
fn an_omitted_prf_is_sha1() {
    let seal = |prf| Protection::pbes2(Cipher::Aes128, prf, 2).seal(&"a".into(), "seed", b"text");
    let (omitted, named) = (seal(Prf::Omitted), seal(Prf::Named(Digest::Sha1)));
    assert_eq!(omitted.ciphertext, named.ciphertext);
    assert!(omitted.algorithm.len() < named.algorithm.len());
}

#[test]
fn a_stated_iv_of_wrong_length_is_only_stated() {
    let protection = Protection::pbes2_aes256(1);
    let odd = protection
        .clone()
        .iv(&[1, 2, 3])
        .seal(&"a".into(), "seed", b"text");
    assert_eq!(read::at(&odd.algorithm, &[1, 1, 1]).content, [1, 2, 3]);
    assert_eq!(
        odd.ciphertext,
        protection.seal(&"a".into(), "seed", b"text").ciphertext
    );
}

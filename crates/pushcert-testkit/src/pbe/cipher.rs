//! CBC by hand over any block cipher, RC4, and AES-GCM.

use ::cipher::{Block, BlockCipherEncrypt, KeyInit, StreamCipher};
use aes_gcm::aead::Aead;

use crate::der;

/// A cipher with its key length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cipher {
    /// DES-CBC
    Des,
    /// DES-EDE-CBC with two keys
    TripleDes2,
    /// DES-EDE3-CBC
    TripleDes3,
    /// RC2-CBC, key of 5 bytes, 40 effective bits
    Rc2_40,
    /// RC2-CBC, key of 16 bytes, 128 effective bits
    Rc2_128,
    /// RC4, key of 5 bytes
    Rc4_40,
    /// RC4, key of 16 bytes
    Rc4_128,
    /// AES-128-CBC
    Aes128,
    /// AES-192-CBC
    Aes192,
    /// AES-256-CBC
    Aes256,
    /// AES-128-GCM, tag of 16 bytes
    Aes128Gcm,
    /// AES-256-GCM, tag of 16 bytes
    Aes256Gcm,
    /// CAMELLIA-128-CBC
    Camellia128,
    /// CAMELLIA-192-CBC
    Camellia192,
    /// CAMELLIA-256-CBC
    Camellia256,
    /// ARIA-128-CBC
    Aria128,
    /// ARIA-256-CBC
    Aria256,
    /// CAST5-CBC with 128 bits
    Cast5,
    /// Blowfish-CBC with 128 bits
    Blowfish,
    /// SM4-CBC
    Sm4,
}

/// How the last block is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Padding {
    /// RFC 8018 section 6.1.1: n bytes of value n.
    Pkcs7,
    /// The last padding byte is above the block length, so that it is wrong under the right
    /// password.
    Wrong,
    /// Zero bytes up to a whole block, and none when it is whole already: wrong as well.
    Zeros,
}

impl Cipher {
    /// The key length in bytes.
    pub fn key_len(self) -> usize {
        match self {
            Self::Rc2_40 | Self::Rc4_40 => 5,
            Self::Des => 8,
            Self::TripleDes3 | Self::Aes192 | Self::Camellia192 => 24,
            Self::Aes256 | Self::Aes256Gcm | Self::Camellia256 | Self::Aria256 => 32,
            _ => 16,
        }
    }

    /// The length of the initialization vector in bytes: a block, or 12 for GCM, or none.
    pub fn iv_len(self) -> usize {
        match self {
            Self::Rc4_40 | Self::Rc4_128 => 0,
            Self::Aes128Gcm | Self::Aes256Gcm => 12,
            Self::Des
            | Self::TripleDes2
            | Self::TripleDes3
            | Self::Rc2_40
            | Self::Rc2_128
            | Self::Cast5
            | Self::Blowfish => 8,
            _ => 16,
        }
    }

    /// The dotted OID in an encryptionScheme of PBES2, where the cipher has one.
    pub fn oid(self) -> Option<&'static str> {
        Some(match self {
            Self::Des => "1.3.14.3.2.7",
            Self::TripleDes3 => "1.2.840.113549.3.7",
            Self::Rc2_40 | Self::Rc2_128 => "1.2.840.113549.3.2",
            Self::Aes128 => "2.16.840.1.101.3.4.1.2",
            Self::Aes192 => "2.16.840.1.101.3.4.1.22",
            Self::Aes256 => "2.16.840.1.101.3.4.1.42",
            Self::Aes128Gcm => "2.16.840.1.101.3.4.1.6",
            Self::Aes256Gcm => "2.16.840.1.101.3.4.1.46",
            Self::Camellia128 => "1.2.392.200011.61.1.1.1.2",
            Self::Camellia192 => "1.2.392.200011.61.1.1.1.3",
            Self::Camellia256 => "1.2.392.200011.61.1.1.1.4",
            Self::Aria128 => "1.2.410.200046.1.1.2",
            Self::Aria256 => "1.2.410.200046.1.1.12",
            Self::Cast5 => "1.2.840.113533.7.66.10",
            Self::Blowfish => "1.3.6.1.4.1.3029.1.2",
            Self::Sm4 => "1.2.156.10197.1.104.2",
            Self::TripleDes2 | Self::Rc4_40 | Self::Rc4_128 => return None,
        })
    }

    /// The parameters of the encryptionScheme (RFC 8018 appendix B.2, RFC 5084): the IV, with
    /// what else the cipher wants. CAST5 has the bare IV that OpenSSL writes, not the SEQUENCE of
    /// RFC 2144.
    pub fn parameters(self, iv: &[u8]) -> Vec<u8> {
        match self {
            // rc2ParameterVersion of RFC 8018 appendix B.2.3: 160 is 40 bits, 58 is 128 bits.
            Self::Rc2_40 => der::seq([der::int(160), der::octets(iv)]),
            Self::Rc2_128 => der::seq([der::int(58), der::octets(iv)]),
            Self::Aes128Gcm | Self::Aes256Gcm => der::seq([der::octets(iv), der::int(16)]),
            _ => der::octets(iv),
        }
    }

    /// Encrypts. The key and IV must have the cipher's lengths.
    ///
    /// # Panics
    /// When they have not.
    pub fn encrypt(self, key: &[u8], iv: &[u8], text: &[u8], padding: Padding) -> Vec<u8> {
        match self {
            Self::Des => cbc::<des::Des>(key, iv, text, padding),
            Self::TripleDes2 => cbc::<des::TdesEde2>(key, iv, text, padding),
            Self::TripleDes3 => cbc::<des::TdesEde3>(key, iv, text, padding),
            Self::Rc2_40 => cbc_with(&rc2::Rc2::new_with_eff_key_len(key, 40), iv, text, padding),
            Self::Rc2_128 => cbc_with(&rc2::Rc2::new_with_eff_key_len(key, 128), iv, text, padding),
            Self::Rc4_40 | Self::Rc4_128 => rc4(key, text),
            Self::Aes128 => cbc::<aes::Aes128>(key, iv, text, padding),
            Self::Aes192 => cbc::<aes::Aes192>(key, iv, text, padding),
            Self::Aes256 => cbc::<aes::Aes256>(key, iv, text, padding),
            Self::Aes128Gcm => gcm::<aes_gcm::Aes128Gcm>(key, iv, text),
            Self::Aes256Gcm => gcm::<aes_gcm::Aes256Gcm>(key, iv, text),
            Self::Camellia128 => cbc::<camellia::Camellia128>(key, iv, text, padding),
            Self::Camellia192 => cbc::<camellia::Camellia192>(key, iv, text, padding),
            Self::Camellia256 => cbc::<camellia::Camellia256>(key, iv, text, padding),
            Self::Aria128 => cbc::<aria::Aria128>(key, iv, text, padding),
            Self::Aria256 => cbc::<aria::Aria256>(key, iv, text, padding),
            Self::Cast5 => cbc::<cast5::Cast5>(key, iv, text, padding),
            Self::Blowfish => cbc::<blowfish::Blowfish>(key, iv, text, padding),
            Self::Sm4 => cbc::<sm4::Sm4>(key, iv, text, padding),
        }
    }
}

fn cbc<C: BlockCipherEncrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    text: &[u8],
    padding: Padding,
) -> Vec<u8> {
    let cipher = C::new_from_slice(key).expect("a key of the cipher's length");
    cbc_with(&cipher, iv, text, padding)
}

/// Cipher block chaining (NIST SP 800-38A section 6.2).
fn cbc_with<C: BlockCipherEncrypt>(
    cipher: &C,
    iv: &[u8],
    text: &[u8],
    padding: Padding,
) -> Vec<u8> {
    let size = C::block_size();
    assert_eq!(iv.len(), size, "the IV has one block");
    let mut chain = iv.to_vec();
    let mut out = Vec::with_capacity(text.len() + size);
    for piece in padded(text, size, padding).chunks(size) {
        let mixed: Vec<u8> = piece.iter().zip(&chain).map(|(a, b)| a ^ b).collect();
        let mut block = Block::<C>::try_from(mixed.as_slice()).expect("one block");
        cipher.encrypt_block(&mut block);
        chain = block.to_vec();
        out.extend_from_slice(&chain);
    }
    out
}

fn padded(text: &[u8], size: usize, padding: Padding) -> Vec<u8> {
    let mut out = text.to_vec();
    let missing = size - text.len() % size;
    let fill = u8::try_from(missing).expect("a block below 256 bytes");
    match padding {
        Padding::Pkcs7 => out.resize(text.len() + missing, fill),
        Padding::Wrong => {
            out.resize(text.len() + missing, fill);
            let last = out.len() - 1;
            out[last] = 0xf7;
        }
        Padding::Zeros => out.resize(text.len().next_multiple_of(size), 0),
    }
    out
}

fn rc4(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut out = text.to_vec();
    let mut cipher = rc4::Rc4::new_from_slice(key).expect("RC4 takes 1 to 256 bytes");
    cipher.apply_keystream(&mut out);
    out
}

fn gcm<A: Aead + KeyInit>(key: &[u8], iv: &[u8], text: &[u8]) -> Vec<u8> {
    let nonce = iv.try_into().expect("a nonce of 12 bytes");
    A::new_from_slice(key)
        .expect("a key")
        .encrypt(nonce, text)
        .expect("room for the tag")
}

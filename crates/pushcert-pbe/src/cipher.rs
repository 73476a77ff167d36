//! The ciphers: key, vector and ciphertext checked, padding removed without an oracle.

use alloc::vec::Vec;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{AesGcm, TagSize};
use cipher::block_padding::NoPadding;
use cipher::consts::{U8, U12, U13, U14, U15, U16};
use cipher::{
    BlockCipherDecrypt, BlockModeDecrypt, BlockSizeUser, InnerIvInit, KeyInit, StreamCipher,
};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeLess};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

mod encrypt;
mod identify;

pub(crate) use identify::{Identified, Written};

/// A cipher with everything but key and initialisation vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cipher {
    Rc4 {
        key_len: usize,
    },
    Rc2Cbc {
        key_len: usize,
        effective_bits: usize,
    },
    DesCbc,
    TripleDes2KeyCbc,
    TripleDes3KeyCbc,
    Aes128Cbc,
    Aes192Cbc,
    Aes256Cbc,
    AesGcm {
        key_len: usize,
        tag_len: usize,
    },
    Camellia128Cbc,
    Camellia192Cbc,
    Camellia256Cbc,
    Aria128Cbc,
    Aria192Cbc,
    Aria256Cbc,
    Sm4Cbc,
    Cast5Cbc {
        key_len: usize,
    },
    BlowfishCbc {
        key_len: usize,
    },
}

/// Bytes of a GCM nonce; the only length that anybody writes (RFC 5084 section 3.2).
const GCM_NONCE: usize = 12;

impl Cipher {
    pub(crate) const fn key_len(self) -> usize {
        match self {
            Self::Rc4 { key_len }
            | Self::Rc2Cbc { key_len, .. }
            | Self::AesGcm { key_len, .. }
            | Self::Cast5Cbc { key_len }
            | Self::BlowfishCbc { key_len } => key_len,
            Self::DesCbc => 8,
            Self::TripleDes2KeyCbc
            | Self::Aes128Cbc
            | Self::Camellia128Cbc
            | Self::Aria128Cbc
            | Self::Sm4Cbc => 16,
            Self::TripleDes3KeyCbc | Self::Aes192Cbc | Self::Camellia192Cbc | Self::Aria192Cbc => {
                24
            }
            Self::Aes256Cbc | Self::Camellia256Cbc | Self::Aria256Cbc => 32,
        }
    }

    /// Bytes of a block; 1 for what takes any length.
    pub(crate) const fn block_len(self) -> usize {
        match self {
            Self::Rc4 { .. } | Self::AesGcm { .. } => 1,
            Self::Rc2Cbc { .. }
            | Self::DesCbc
            | Self::TripleDes2KeyCbc
            | Self::TripleDes3KeyCbc
            | Self::Cast5Cbc { .. }
            | Self::BlowfishCbc { .. } => 8,
            _ => 16,
        }
    }

    /// Bytes of the initialisation vector.
    pub(crate) const fn iv_len(self) -> usize {
        match self {
            Self::Rc4 { .. } => 0,
            Self::AesGcm { .. } => GCM_NONCE,
            _ => self.block_len(),
        }
    }

    /// Checks the length of an initialisation vector that a file holds.
    pub(crate) fn check_iv(self, iv: &[u8]) -> Result<(), Error> {
        if iv.len() == self.iv_len() {
            return Ok(());
        }
        Err(ErrorKind::InvalidIv {
            found: iv.len(),
            expected: self.iv_len(),
        }
        .into())
    }

    /// Checks that a ciphertext of this length is possible, before anything is derived.
    pub(crate) fn check_ciphertext(self, len: usize) -> Result<(), Error> {
        let too_short = match self {
            Self::AesGcm { tag_len, .. } => len <= tag_len,
            _ => len == 0,
        };
        if too_short || len.checked_rem(self.block_len()) != Some(0) {
            return Err(ErrorKind::InvalidCiphertextLength {
                found: len,
                block: self.block_len(),
            }
            .into());
        }
        Ok(())
    }

    /// The plaintext, or [`ErrorKind::BadPadding`] whatever is wrong with it. Key and vector have
    /// the lengths of this cipher, the ciphertext was checked.
    pub(crate) fn decrypt(
        self,
        key: &[u8],
        iv: &[u8],
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut text = Zeroizing::new(ciphertext.to_vec());
        let done = match self {
            Self::Rc4 { .. } => {
                let done = rc4::Rc4::new_from_slice(key)
                    .map(|mut cipher| cipher.apply_keystream(&mut text));
                return done.map(|()| text).map_err(|_| bad());
            }
            Self::AesGcm { key_len, tag_len } => {
                let tag_at = text.len().saturating_sub(tag_len);
                let tag = Zeroizing::new(text.split_off(tag_at));
                return gcm(key_len, key, iv, &mut text, &tag)
                    .map(|()| text)
                    .ok_or_else(bad);
            }
            Self::Rc2Cbc { effective_bits, .. } => {
                let cipher = rc2::Rc2::new_with_eff_key_len(key, effective_bits);
                cbc::Decryptor::<rc2::Rc2>::inner_iv_slice_init(cipher, iv)
                    .ok()
                    .and_then(|mode| run(mode, &mut text))
            }
            Self::DesCbc => cbc::<des::Des>(key, iv, &mut text),
            Self::TripleDes2KeyCbc => cbc::<des::TdesEde2>(key, iv, &mut text),
            Self::TripleDes3KeyCbc => cbc::<des::TdesEde3>(key, iv, &mut text),
            Self::Aes128Cbc => cbc::<aes::Aes128>(key, iv, &mut text),
            Self::Aes192Cbc => cbc::<aes::Aes192>(key, iv, &mut text),
            Self::Aes256Cbc => cbc::<aes::Aes256>(key, iv, &mut text),
            Self::Camellia128Cbc => cbc::<camellia::Camellia128>(key, iv, &mut text),
            Self::Camellia192Cbc => cbc::<camellia::Camellia192>(key, iv, &mut text),
            Self::Camellia256Cbc => cbc::<camellia::Camellia256>(key, iv, &mut text),
            Self::Aria128Cbc => cbc::<aria::Aria128>(key, iv, &mut text),
            Self::Aria192Cbc => cbc::<aria::Aria192>(key, iv, &mut text),
            Self::Aria256Cbc => cbc::<aria::Aria256>(key, iv, &mut text),
            Self::Sm4Cbc => cbc::<sm4::Sm4>(key, iv, &mut text),
            Self::Cast5Cbc { .. } => cbc::<cast5::Cast5>(key, iv, &mut text),
            Self::BlowfishCbc { .. } => cbc::<blowfish::Blowfish>(key, iv, &mut text),
        };
        done.and_then(|()| unpadded_len(&text, self.block_len()))
            .map(|len| {
                text.truncate(len);
                text
            })
            .ok_or_else(bad)
    }
}

fn bad() -> Error {
    ErrorKind::BadPadding.into()
}

fn cbc<C: BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], text: &mut [u8]) -> Option<()> {
    let cipher = C::new_from_slice(key).ok()?;
    run(
        cbc::Decryptor::<C>::inner_iv_slice_init(cipher, iv).ok()?,
        text,
    )
}

/// Decrypts whole blocks in place and leaves the padding where it is.
fn run(mode: impl BlockModeDecrypt, text: &mut [u8]) -> Option<()> {
    mode.decrypt_padded::<NoPadding>(text).ok().map(|_| ())
}

/// Length without the padding of RFC 8018 section 6.1.1, found in a time that depends on the length
/// of the text alone.
fn unpadded_len(text: &[u8], block_len: usize) -> Option<usize> {
    let last = *text.last()?;
    let block = u8::try_from(block_len).ok()?;
    let mut valid = !last.ct_eq(&0) & !block.ct_lt(&last);
    for (index, byte) in (0..block).zip(text.iter().rev()) {
        let is_padding = index.ct_lt(&last);
        valid &= u8::conditional_select(&last, byte, is_padding).ct_eq(&last);
    }
    let valid: Choice = valid;
    let len = text.len().checked_sub(usize::from(last));
    if bool::from(valid) { len } else { None }
}

fn gcm(key_len: usize, key: &[u8], nonce: &[u8], text: &mut [u8], tag: &[u8]) -> Option<()> {
    match key_len {
        16 => gcm_tag::<aes::Aes128>(key, nonce, text, tag),
        24 => gcm_tag::<aes::Aes192>(key, nonce, text, tag),
        _ => gcm_tag::<aes::Aes256>(key, nonce, text, tag),
    }
}

fn gcm_tag<C>(key: &[u8], nonce: &[u8], text: &mut [u8], tag: &[u8]) -> Option<()>
where
    C: BlockSizeUser<BlockSize = U16> + cipher::BlockCipherEncrypt + KeyInit,
{
    match tag.len() {
        12 => gcm_open::<C, U12>(key, nonce, text, tag),
        13 => gcm_open::<C, U13>(key, nonce, text, tag),
        14 => gcm_open::<C, U14>(key, nonce, text, tag),
        15 => gcm_open::<C, U15>(key, nonce, text, tag),
        _ => gcm_open::<C, U16>(key, nonce, text, tag),
    }
}

fn gcm_open<C, T>(key: &[u8], nonce: &[u8], text: &mut [u8], tag: &[u8]) -> Option<()>
where
    C: BlockSizeUser<BlockSize = U16> + cipher::BlockCipherEncrypt + KeyInit,
    T: TagSize,
{
    let cipher = AesGcm::<C, U12, T>::new_from_slice(key).ok()?;
    let nonce = nonce.try_into().ok()?;
    let tag = tag.try_into().ok()?;
    cipher
        .decrypt_inout_detached(&nonce, &[], text.into(), &tag)
        .ok()
}

// The block of every cipher with 64-bit blocks is named once, so that a change of a crate shows up.
const _: fn() = || {
    fn block<C: BlockSizeUser<BlockSize = U8>>() {}
    block::<des::TdesEde3>();
    block::<rc2::Rc2>();
};

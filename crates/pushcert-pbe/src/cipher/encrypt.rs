//! Encryption, the inverse of [`Cipher::decrypt`].

use alloc::vec::Vec;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{AesGcm, TagSize};
use cipher::block_padding::NoPadding;
use cipher::consts::{U12, U13, U14, U15, U16};
use cipher::{
    BlockCipherEncrypt, BlockModeEncrypt, BlockSizeUser, InnerIvInit, KeyInit, StreamCipher,
};
use zeroize::Zeroizing;

use super::Cipher;

impl Cipher {
    /// The ciphertext, padded and with its tag where the cipher has one. `None` when key or vector
    /// have another length than this cipher says.
    pub(crate) fn encrypt(self, key: &[u8], iv: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
        let mut text = self.padded(plaintext);
        match self {
            Self::Rc4 { .. } => rc4::Rc4::new_from_slice(key)
                .ok()?
                .apply_keystream(&mut text),
            Self::AesGcm { key_len, tag_len } => {
                let tag = match key_len {
                    16 => gcm::<aes::Aes128>(tag_len, key, iv, &mut text),
                    24 => gcm::<aes::Aes192>(tag_len, key, iv, &mut text),
                    _ => gcm::<aes::Aes256>(tag_len, key, iv, &mut text),
                };
                text.extend_from_slice(&tag?);
            }
            Self::Rc2Cbc { effective_bits, .. } => {
                let cipher = rc2::Rc2::new_with_eff_key_len(key, effective_bits);
                let mode = cbc::Encryptor::<rc2::Rc2>::inner_iv_slice_init(cipher, iv).ok()?;
                run(mode, &mut text)?;
            }
            Self::DesCbc => cbc::<des::Des>(key, iv, &mut text)?,
            Self::TripleDes2KeyCbc => cbc::<des::TdesEde2>(key, iv, &mut text)?,
            Self::TripleDes3KeyCbc => cbc::<des::TdesEde3>(key, iv, &mut text)?,
            Self::Aes128Cbc => cbc::<aes::Aes128>(key, iv, &mut text)?,
            Self::Aes192Cbc => cbc::<aes::Aes192>(key, iv, &mut text)?,
            Self::Aes256Cbc => cbc::<aes::Aes256>(key, iv, &mut text)?,
            Self::Camellia128Cbc => cbc::<camellia::Camellia128>(key, iv, &mut text)?,
            Self::Camellia192Cbc => cbc::<camellia::Camellia192>(key, iv, &mut text)?,
            Self::Camellia256Cbc => cbc::<camellia::Camellia256>(key, iv, &mut text)?,
            Self::Aria128Cbc => cbc::<aria::Aria128>(key, iv, &mut text)?,
            Self::Aria192Cbc => cbc::<aria::Aria192>(key, iv, &mut text)?,
            Self::Aria256Cbc => cbc::<aria::Aria256>(key, iv, &mut text)?,
            Self::Sm4Cbc => cbc::<sm4::Sm4>(key, iv, &mut text)?,
            Self::Cast5Cbc { .. } => cbc::<cast5::Cast5>(key, iv, &mut text)?,
            Self::BlowfishCbc { .. } => cbc::<blowfish::Blowfish>(key, iv, &mut text)?,
        }
        Some(core::mem::take(&mut *text))
    }

    /// The text with the padding of RFC 8018 section 6.1.1, in a buffer with room for a tag.
    fn padded(self, plaintext: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut text = Zeroizing::new(Vec::with_capacity(plaintext.len().saturating_add(16)));
        text.extend_from_slice(plaintext);
        let block = self.block_len();
        if block > 1 {
            let over = plaintext.len().checked_rem(block).unwrap_or(0);
            let missing = block.saturating_sub(over);
            let octet = u8::try_from(missing).unwrap_or(0);
            text.resize(plaintext.len().saturating_add(missing), octet);
        }
        text
    }
}

fn cbc<C: BlockCipherEncrypt + KeyInit>(key: &[u8], iv: &[u8], text: &mut [u8]) -> Option<()> {
    let cipher = C::new_from_slice(key).ok()?;
    run(
        cbc::Encryptor::<C>::inner_iv_slice_init(cipher, iv).ok()?,
        text,
    )
}

/// Encrypts whole blocks in place.
fn run(mode: impl BlockModeEncrypt, text: &mut [u8]) -> Option<()> {
    let len = text.len();
    mode.encrypt_padded::<NoPadding>(text, len).ok().map(|_| ())
}

fn gcm<C>(tag_len: usize, key: &[u8], nonce: &[u8], text: &mut [u8]) -> Option<Vec<u8>>
where
    C: BlockSizeUser<BlockSize = U16> + BlockCipherEncrypt + KeyInit,
{
    match tag_len {
        12 => gcm_seal::<C, U12>(key, nonce, text),
        13 => gcm_seal::<C, U13>(key, nonce, text),
        14 => gcm_seal::<C, U14>(key, nonce, text),
        15 => gcm_seal::<C, U15>(key, nonce, text),
        _ => gcm_seal::<C, U16>(key, nonce, text),
    }
}

fn gcm_seal<C, T>(key: &[u8], nonce: &[u8], text: &mut [u8]) -> Option<Vec<u8>>
where
    C: BlockSizeUser<BlockSize = U16> + BlockCipherEncrypt + KeyInit,
    T: TagSize,
{
    let cipher = AesGcm::<C, U12, T>::new_from_slice(key).ok()?;
    let nonce = nonce.try_into().ok()?;
    let tag = cipher
        .encrypt_inout_detached(&nonce, &[], text.into())
        .ok()?;
    Some(tag.to_vec())
}

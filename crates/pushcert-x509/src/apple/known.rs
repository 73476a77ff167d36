//! Apple's identifiers, all under `1.2.840.113635.100`, written `~` here.

use crate::oid::Oid;

/// The octets of `1.2.840.113635.100`.
pub(super) const ARC: [u8; 7] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64];

macro_rules! apple {
    ($($(#[$doc:meta])* $name:ident = [$($octet:literal),+];)+) => {
        $(
            $(#[$doc])*
            pub const $name: Oid =
                Oid::known([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, $($octet),+]);
        )+
    };
}

apple! {
    /// `~.6.3.1`: for the sandbox. The value is NULL.
    SANDBOX = [6, 3, 1];
    /// `~.6.3.2`: for production. The value is NULL.
    PRODUCTION = [6, 3, 2];
    /// `~.6.3.3`: the bundle id of a VoIP app, a bare UTF8String.
    VOIP_BUNDLE_ID = [6, 3, 3];
    /// `~.6.3.4`: the topics of a VoIP certificate, one bare UTF8String with a list.
    VOIP_TOPICS = [6, 3, 4];
    /// `~.6.3.5`: for VoIP. The value is NULL.
    VOIP = [6, 3, 5];
    /// `~.6.3.6`: the topics, a flat SEQUENCE of texts and labels.
    TOPICS = [6, 3, 6];
    /// `~.6.1.16`: the Pass Type ID, a bare UTF8String.
    PASS_TYPE_ID = [6, 1, 16];
    /// `~.6.1.17`: the Website Push ID, a bare UTF8String.
    WEBSITE_PUSH_ID = [6, 1, 17];
    /// `~.4.12`: an MDM vendor's certificate. A purpose, used as an extension; NULL.
    MDM_VENDOR = [4, 12];
    /// `~.4.14`: signing of Wallet passes, a purpose in extended key usage.
    WALLET_SIGNING = [4, 14];
    /// `~.4.15`: signing of website push packages, a purpose in extended key usage.
    WEBSITE_PUSH_SIGNING = [4, 15];
    /// `~.5.1`: Apple's certificate policy.
    CERTIFICATE_POLICY = [5, 1];
}

/// The arc of the markers of authorities, `~.6.2`, without the last number.
pub(super) const AUTHORITY_MARKERS: [u8; 2] = [6, 2];

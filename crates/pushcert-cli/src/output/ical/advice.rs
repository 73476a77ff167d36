//! What to call a kind of certificate, and what to do before it ends.

/// For the title of an entry.
pub(super) fn what(kind: &str) -> &'static str {
    match kind {
        "mdm-push" => "MDM push certificate",
        "mdm-vendor" => "MDM vendor certificate",
        "voip" => "VoIP push certificate",
        "pass-type-id" => "Pass Type ID certificate",
        "website-push" => "Website push certificate",
        "apple-ca" => "Apple authority",
        "apns-server" | "other" => "Certificate",
        _ => "APNs certificate",
    }
}

/// For the description of an entry.
pub(super) fn what_to_do(kind: &str) -> &'static str {
    match kind {
        "mdm-push" => {
            "Sign in at https://identity.apple.com/pushcert with the same Apple ID that created the certificate, \
find it by its topic (UID) and serial number, and choose Renew, not Create, with a new request that is signed by the MDM \
vendor. Do not choose Revoke. A certificate that was created anew, or with another Apple ID, has another topic, and every \
device would have to enrol again. Then compare before you switch: pushcert renew --old OLD --new NEW."
        }
        "mdm-vendor" => {
            "Create the next MDM vendor certificate in Certificates, Identifiers & Profiles. Requests of customers are \
signed with the new one from then on; their push certificates stay as they are."
        }
        "apple-ca" => {
            "Nothing at the portal: download the authority that follows it from https://www.apple.com/certificateauthority/ \
and renew the certificates that it issued."
        }
        "apns-server" | "other" => {
            "This is no push certificate: ask whoever issued it for the next one."
        }
        _ => {
            "Create the next certificate for the same App ID from a new signing request in Certificates, Identifiers & \
Profiles, and install it before this day. Old and new work side by side, and devices notice nothing. Do not revoke the \
old one before the new one works. Then compare before you switch: pushcert renew --old OLD --new NEW."
        }
    }
}

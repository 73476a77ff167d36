//! The list as a whole: names, sections, sizes.

use std::collections::BTreeSet;

use super::*;

#[test]
fn names_are_unique_within_a_section_and_bytes_come_out_again() {
    for part in Section::ALL {
        let entries = section(part);
        assert!(
            entries == section(part),
            "{} is not deterministic",
            part.as_str()
        );
        let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names.len(), entries.len(), "{}", part.as_str());
    }
}

#[test]
fn every_expectation_is_a_name() {
    for entry in all() {
        {
            let plain = entry
                .expect
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || b"-39".contains(&byte));
            assert!(plain && !entry.expect.is_empty(), "{entry:?}");
        }
    }
}

#[test]
fn ok_means_no_error() {
    let entry = Hostile::new(Section::Pem, "a", "b", []).expect(OK);
    assert!(entry.accepts(&[], &["anything"]));
    assert!(!entry.accepts(&["corrupt-file"], &[]));
}

#[test]
fn prefixes_and_flips_cover_a_file() {
    assert_eq!(
        prefixes(b"abc").collect::<Vec<_>>(),
        [b"".as_slice(), b"a", b"ab"]
    );
    let flips: BTreeSet<Vec<u8>> = bit_flips(b"ab").collect();
    assert_eq!(flips.len(), 16);
    assert!(!flips.contains(b"ab".as_slice()));
}
